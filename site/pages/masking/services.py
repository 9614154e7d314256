"""A copy of a file, or of pasted words, with persons hidden; kept only if the gate lets it pass."""

from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from files.inspection import masked_file
from files.kinds import Unreadable
from files.scanning import refused_if_infected
from records.audit import record
from rules.masking import Masked, mask_rows, mask_text
from rules.refusal import refuse_fields

from ..documents.library import examine_file, keep_file
from ..privacy.answers import NUMBERS, examine, in_table, in_text

KINDS = {**NUMBERS, "roster": "名册中的姓名", "household": "点名的农户或者个人"}
NOTHING = "没有找到需要遮盖的内容，不必另存副本"
#: Not the way to this page: who reads it comes from there.
LEFT = "上述内容程序不能遮盖，请在原稿中删去或者改写以后再试"
TITLE = "{stem}（已遮盖）"


@dataclass
class Result:
    """``hidden``: (words for a kind, how many); ``headings`` that people judge; what came of it.

    ``dropped``: the places that a copy has no more, where nothing was to be hidden elsewhere.
    """

    hidden: list[tuple[str, int]]
    headings: list[str]
    dropped: tuple[str, ...] = ()
    text: str = ""
    left: tuple[str, ...] = ()
    document: object = None


def mask_file(upload, *, by, at):
    """The library file that is the masked copy of ``upload``, in a :class:`Result`.

    Raises ``Refused`` for a virus, where nothing was to be hidden, where the file cannot be masked
    (PDF, pictures), and with what the gate still finds in the copy.
    """
    path = PurePath(upload.name)
    data = upload.read()
    refused_if_infected(data)
    try:
        report, copy = masked_file(data)
    except Unreadable as error:
        refuse_fields([("file", str(error))])
    dropped = () if report["counts"] else _breached_places(path.name, data)
    refuse_fields([] if report["counts"] or dropped else [("file", NOTHING)])
    title = TITLE.format(stem=mask_text(path.stem, Masked()))
    named = SimpleUploadedFile(f"{title}{path.suffix.lower()}", copy)
    form = examine_file(named, title=title, by=by, advice=LEFT)
    with transaction.atomic():
        document = keep_file(form, by=by, at=at)
        record("pages.mask_file", document, by=by, at=at, hidden=report["counts"])
    hidden = _in_words(report["counts"])
    return Result(hidden, report["headings"], dropped=dropped, document=document)


def _breached_places(name, data):
    """Where the gate finds something in the original."""
    try:
        breaches = examine(name, data).breaches
    except Unreadable as error:
        refuse_fields([("file", str(error))])
    return tuple(dict.fromkeys(breach.where for breach in breaches))


def mask_words(text):
    """A :class:`Result` of pasted words; lines with tabs are the rows of a table."""
    done, lines = Masked(), text.split("\n")
    rows = [line.split("\t") for line in lines]
    if any(len(row) > 1 for row in rows):
        rows = mask_rows(rows, done)
    masked = mask_text("\n".join("\t".join(row) for row in rows), done)
    refuse_fields([] if done.counts else [("text", NOTHING)])
    left = in_text(masked, "") + in_table([line.split("\t") for line in masked.split("\n")], "")
    sentences = tuple(dict.fromkeys(breach.sentence for breach in left))
    return Result(_in_words(done.counts), done.headings, text=masked, left=sentences)


def _in_words(counts):
    return [(KINDS[kind], number) for kind, number in counts.items()]
