"""All that a unit has here as one ZIP: papers, files, letters, questions, certificates.

Made while it is sent: at no time does more than one file lie in memory. What cannot be given (a
sealed letter, a destroyed file) is named in the contents.
"""

import subprocess
import zipfile

from cryptography.fernet import InvalidToken

from applications.services import materials
from printing.pdf import PrinterMissing
from rules.official_dates import official_moment
from rules.periods import SHANGHAI, local_day
from rules.refusal import Refused
from workflow.services import documents

from . import certificate_paper, overview

PURPOSE = "本单位打包下载"
CONTENTS = "目录.txt"
NOT_DRAWN = (PrinterMissing, subprocess.SubprocessError)
LOST = (InvalidToken, FileNotFoundError)


class _Outlet:
    """Where the ZIP is written to: what came in since the last look is sent on."""

    def __init__(self):
        self.pieces = []

    def write(self, data):
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing is held back."""

    def taken(self):
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def stream(applicant, *, by, at):
    """The bytes of the ZIP, piece by piece."""
    outlet, names, missing = _Outlet(), [], []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, read in _entries(applicant, by=by, at=at):
            try:
                archive.writestr(name, read())
            except Refused as refused:
                missing.append(f"{name}：{'；'.join(refused.reasons)}")
            except LOST:
                missing.append(f"{name}：文件已损坏或者丢失，请与主办单位联系")
            else:
                names.append(name)
            yield outlet.taken()
        archive.writestr(CONTENTS, _contents(applicant, names, missing, at=at))
    yield outlet.taken()


def _contents(applicant, names, missing, *, at):
    when = official_moment(at.astimezone(SHANGHAI))
    lines = [f"{applicant}（{applicant.credit_code}）", f"{when} 下载", "", *names]
    if missing:
        lines += ["", "没有装入的：", *missing]
    return "\n".join(lines)


def _entries(applicant, *, by, at):
    """``(name in the ZIP, function that gives its bytes)``, nothing read yet."""
    papers = applicant.applications.submitted().select_related("ruleset", "applicant")
    for paper in papers.order_by("submitted_at", "pk"):
        yield from _of_paper(paper, f"申请{paper.number}", by=by, at=at)
    letters = overview.letters(by).select_related("document__file", "item__application__ruleset")
    for letter in letters.order_by("sent_at", "pk"):
        yield from _of_letter(letter)
    for entry in overview.certificates(applicant, local_day(at)):
        yield from _of_certificate(entry.certificate, at)


def _of_paper(paper, folder, *, by, at):
    from .word_form import word_bytes

    items = list(paper.items.select_related("origin_township"))
    printed = paper.printed_forms.order_by("-printed_at", "-pk").first()
    yield f"{folder}/认定申请书.docx", lambda: word_bytes(paper, items, paper.ruleset, printed)
    for material in paper.materials.current().select_related("file", "application"):
        name = f"{folder}/材料/{material.pk}-{material.get_kind_display()}-{_plain(material.name)}"
        yield name, lambda each=material: materials.read(each, by=by, at=at, purpose=PURPOSE)
    questions = list(paper.questions.select_related("office"))
    if questions:
        yield f"{folder}/咨询.txt", lambda: "\n\n".join(map(_question, questions))


def _question(question):
    lines = [f"{official_moment(question.asked_at.astimezone(SHANGHAI))} 咨询：{question.text}"]
    if question.answered_at is not None:
        when = official_moment(question.answered_at.astimezone(SHANGHAI))
        lines.append(f"{when} {question.office}答复：{question.answer}")
    return "\n".join(lines)


def _of_letter(letter):
    """As drawn where somebody asked for the PDF; else its words. A sealed one stays sealed."""
    name = f"告知/{local_day(letter.sent_at)}-{letter.pk}-{letter.get_kind_display()}"
    if letter.is_closed:
        yield f"{name}.txt", _sealed
    elif hasattr(letter, "document"):
        yield f"{name}.pdf", lambda: documents.read(letter.document)
    else:
        yield f"{name}.txt", lambda: letter.text


def _sealed():
    raise Refused(["该告知还没有打开，请在“来件—告知”打开后再下载"])


def _of_certificate(certificate, at):
    if certificate.is_live(local_day(at)):
        yield f"证书/{certificate.number}.pdf", lambda: _certificate(certificate, at)


def _certificate(certificate, at):
    try:
        return certificate_paper.drawn(certificate, at=at)
    except NOT_DRAWN as missing:
        raise Refused(["证书暂时不能生成，请在该产品的页面单独下载"]) from missing


def _plain(name):
    """A name that every file system takes."""
    return "".join("_" if each in '\\/:*?"<>|\0' else each for each in name)[-80:]
