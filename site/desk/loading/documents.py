"""Documents of the district as public pages, with what they repeal and interpret."""

import re
from datetime import date, datetime

from pages.documents.publishing import paragraph_blocks
from pages.models import DocumentPage
from pages.models.table_block import table_value
from pages.notices.services import publish_document
from rules.periods import SHANGHAI
from rules.refusal import refuse_if

from .figures import quarter_figures

QUESTION = re.compile(r"问：(?P<question>.+?)答：(?P<answer>.+)", re.DOTALL)


class Documents:
    """Loads the documents of one file; knows their index numbers by the file's own ids."""

    def __init__(self, records, sales=()):
        self.index_numbers = {record.get("id"): record.get("index_no") for record in records}
        self.sales = sales

    def load(self, record):
        """One document; False when it is already there word for word."""
        published_at = _moment(record["published_at"])
        _, changed = publish_document(
            index_no=record["index_no"],
            blocks=body(record),
            parts=[_part(each) for each in record.get("parts", ())],
            figures=quarter_figures(self.sales, record.get("quarter")),
            published_at=published_at,
            by=None,
            at=published_at,
            because=record.get("correction") or "按数据文件更正",
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
            **_by_kind(record),
            **record.get("more", {}),
        )
        return changed

    def _index_number(self, record_id):
        """The index number of another document of the file, which must be loaded before."""
        if record_id is None:
            return None
        number = self.index_numbers.get(record_id)
        is_loaded = number and DocumentPage.objects.filter(index_no=number).exists()
        refuse_if([] if is_loaded else [f"引用的文件 {record_id} 尚未导入"])
        return number


def body(record):
    """The raw blocks of a record: its own, or its paragraphs; questions become questions."""
    if "blocks" in record:
        return [_block(each) for each in record["blocks"]]
    paragraphs = record["body"]
    questions = [QUESTION.fullmatch(text) for text in paragraphs]
    return (
        [_question(each) for each in questions] if all(questions) else paragraph_blocks(paragraphs)
    )


def _by_kind(record):
    """What the files do not say and the page type asks."""
    if record["kind"] == "case":
        return {"names_persons": "no"}
    asks = record["kind"] == "interpretation" and body(record)[:1]
    return {"interpretation_form": "questions"} if asks and asks[0]["type"] == "question" else {}


def _part(part):
    return {**part, "blocks": [_block(each) for each in part["blocks"]]}


def _block(block):
    kind, value = block["type"], block.get("value")
    if kind == "paragraphs":
        return paragraph_blocks(value)[0]
    return _table(block) if kind == "table" else block


def _table(table):
    rows = [table["columns"], *table["rows"]]
    return {"type": "table", "value": table_value(rows, caption=table.get("caption", ""))}


def _question(match):
    answer = paragraph_blocks([match["answer"]])[0]["value"]
    return {"type": "question", "value": {"question": match["question"], "answer": answer}}


def _listed(value):
    return value if isinstance(value, list) else [value] if value else []


def _day(text):
    return date.fromisoformat(text) if text else None


def _moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
