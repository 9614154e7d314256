"""What two hundred files and two thousand mutations of them come to at the way in."""

import io
import re
import time
import zipfile

import pikepdf
import pytest
from PIL import Image
from tests.support import upload_corpus

from files.intake import examine
from rules.refusal import Refused

#: Seconds in which a child is stopped at the latest, and what a busy machine needs beside.
LONGEST = 30
IN_PDF = rb"/(JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE|EmbeddedFile|XFA|Rendition)\b"
IN_OFFICE = re.compile(r"vbaProject|oleObject|activeX|externalLink|(^|/)\.\.(/|$)|^/")
EXTERNAL = re.compile(r'<Relationship [^>]*TargetMode="External"[^>]*>')


def dangers(name, data):
    """What a second reader, which shares no code with ours, finds in a file that was taken."""
    if name.lower().endswith(".pdf"):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as document:
            modes = {"object_stream_mode": pikepdf.ObjectStreamMode.disable}
            document.save(out, qdf=True, **modes)
        return re.findall(IN_PDF, out.getvalue())
    if name.lower().endswith((".docx", ".xlsx")):
        return list(_in_office(data))
    with Image.open(io.BytesIO(data)) as image:
        return [image.size] if image.width * image.height > 40_000_000 else []


def _in_office(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from (part for part in archive.namelist() if IN_OFFICE.search(part))
        for part in archive.namelist():
            text = archive.read(part).decode(errors="replace")
            yield from (row for row in EXTERNAL.findall(text) if not _leads_to_the_web(row))


def _leads_to_the_web(row):
    return "/hyperlink" in row and re.search(r'Target="(https?|mailto):', row)


def taken(name, data):
    """Whether the file comes in; anything but a refusal in words is an error."""
    began = time.monotonic()
    try:
        examine(name, data)
        reasons = []
    except Refused as refused:
        reasons = refused.reasons
    assert time.monotonic() - began < LONGEST, name
    assert all(isinstance(each, str) and each for each in reasons)
    return not reasons


@pytest.fixture(scope="module")
def corpus():
    return upload_corpus.files()


@pytest.mark.walk
@pytest.mark.timeout(900)
def test_of_two_hundred_files_the_sound_ones_come_in_and_no_other(corpus):
    assert len(corpus) >= 200
    assert sum(is_sound for *_, is_sound in corpus) >= 20
    wrong = [
        (name, data[:40]) for name, data, is_sound in corpus if taken(name, data) is not is_sound
    ]
    assert wrong == []


@pytest.mark.walk
@pytest.mark.timeout(1800)
def test_two_thousand_mutations_break_nothing_and_bring_nothing_dangerous_in():
    answers = [(name, data) for name, data in upload_corpus.mutations(2000) if taken(name, data)]
    assert 20 <= len(answers) < 1500, "the mutations are no longer about what is taken and refused"
    assert [(name, found) for name, data in answers if (found := dangers(name, data))] == []


def test_the_second_reader_sees_what_the_corpus_hides(corpus):
    """It would find what our reader let through: else an empty list above would prove nothing."""
    seen = [bool(dangers(name, data)) for name, data, _ in corpus if name == "表.pdf"]
    assert sum(seen) >= 40
    parts = [data for name, data, _ in corpus if name in ("文.docx", "文.xlsx")]
    assert sum(bool(list(_in_office(data))) for data in parts) >= 18
