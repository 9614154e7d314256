"""Papers to try things on at a browser, and what was written while somebody tried."""

from contextlib import contextmanager

from django.db import connection
from django.db.backends.signals import connection_created
from wagtail.rich_text import RichText

from pages.documents.publishing import publish_document
from pages.models import DocumentIndexPage, DocumentPage
from pages.models.document_words import Section
from records.public_writes import WRITE, is_public

#: In the title of every wording that three people have not signed.
UNSIGNED = "没有签发的文字"


def column():
    return DocumentIndexPage.objects.get(section=Section.GUIDE)


class Writes:
    """How many statements of this process have written what a page or its review consists of.

    ``count`` never goes down; what a rollback took back is counted, too.
    """

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        table = WRITE.match(sql)
        self.count += bool(table) and (is_public(sql) or table[1].startswith("wagtailcore_task"))
        return execute(sql, params, many, context)

    def watch(self, sender, connection, **kwargs):
        """Stand before every statement of ``connection``."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.append(self)


@contextmanager
def watched_writes():
    """:class:`Writes` of all threads, and so of the server, from here on."""
    writes = Writes()
    connection_created.connect(writes.watch)
    writes.watch(None, connection)
    yield writes
    connection_created.disconnect(writes.watch)
    connection.execute_wrappers.remove(writes)


class Papers:
    """Documents to try it on: made anew, unless nothing was written since the last one was given.

    What is refused to somebody changes nothing, and the next try finds what a new paper would be.
    """

    def __init__(self, editor, at, writes):
        self.editor, self.at, self.writes = editor, at, writes
        self.made, self.untouched, self._count = 0, {}, None

    def slug(self, name):
        """A last part of an address that nothing has yet."""
        self.made += 1
        return f"{name}-{self.made}"

    def draft(self):
        return self._untouched(self._draft)

    def in_review(self):
        return self._untouched(self._in_review)

    def changed(self):
        """A public document with a draft of another wording."""
        return self._untouched(self._changed)

    def rounds(self, most):
        """At most so many rounds of one try: after one that wrote nothing, the next is the same."""
        before = None
        for number in range(most):
            if self.writes.count == before:
                return
            before = self.writes.count
            yield number

    def _untouched(self, make):
        if self.writes.count != self._count:
            self.untouched = {}
        if make not in self.untouched:
            self.untouched[make] = make().pk
            self._count = self.writes.count
        return DocumentPage.objects.get(pk=self.untouched[make])

    def _draft(self):
        slug = self.slug("unsigned")
        page = DocumentPage(
            title=f"{UNSIGNED}{self.made}",
            slug=slug,
            kind="guide",
            issuer="示例机关",
            topic="扶贫",
            body=[("paragraph", RichText("<p>正文</p>"))],
            owner=self.editor,
            live=False,
        )
        column().add_child(instance=page)
        page.save_revision(user=self.editor)
        return page

    def _in_review(self):
        page = self._draft()
        page.get_workflow().start(page, self.editor)
        return page

    def _changed(self):
        self.made += 1
        page, _ = publish_document(
            index_no=f"TEST/2020-{self.made}",
            kind="notice",
            title=f"关于示例事项的通知{self.made}",
            issuer="示例机关",
            written_on=self.at.date(),
            topic="扶贫",
            paragraphs=["正文"],
            published_at=self.at,
            at=self.at,
            by=None,
        )
        page.title, page.correction_note = f"{UNSIGNED}{self.made}", "改标题"
        page.save_revision(user=self.editor)
        return page
