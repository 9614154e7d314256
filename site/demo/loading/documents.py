"""Documents of the district as public pages, with what they repeal and interpret."""

from datetime import date, datetime

from pages.models import DocumentPage
from pages.services import publish_document
from rules.periods import SHANGHAI
from rules.refusal import refuse_if


class Documents:
    """Loads the documents of one file; knows their index numbers by the file's own ids."""

    def __init__(self, records):
        self.index_numbers = {record.get("id"): record.get("index_no") for record in records}

    def load(self, record):
        """One document; False when it is already there word for word."""
        published_at = _moment(record["published_at"])
        _, changed = publish_document(
            index_no=record["index_no"],
            paragraphs=record["body"],
            published_at=published_at,
            by=None,
            at=published_at,
            title=record["title"],
            kind=record["kind"],
            doc_no=record["doc_no_raw"] or "",
            issuer=record["issuer"],
            recipients=record["recipients"] or "",
            written_on=date.fromisoformat(record["written_on"]),
            effective_from=_day(record["effective_from"]),
            expires_on=_day(record["expires_on"]),
            topic=record["topic"],
            keywords=record["keywords"],
            summary=record["description"],
            source=record["content_source"],
            interprets=self._index_number(record["interprets"]),
            repeals=[self._index_number(each) for each in _listed(record["repeals"])],
        )
        return changed

    def _index_number(self, record_id):
        """The index number of another document of the file, which must be loaded before."""
        if record_id is None:
            return None
        number = self.index_numbers.get(record_id)
        known = number and DocumentPage.objects.filter(index_no=number).exists()
        refuse_if([] if known else [f"引用的文件 {record_id} 尚未导入"])
        return number


def _listed(value):
    return value if isinstance(value, list) else [value] if value else []


def _day(text):
    return date.fromisoformat(text) if text else None


def _moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
