"""The evidence of one notice as a package that a court can check without us.

Everything in it is copied from rows or derived from them; ``bundle_check`` says how it is checked.
"""

import hashlib
import io
import json
import zipfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.template.loader import render_to_string

from files.delivery import read
from printing.pdf import pdf
from records.evidence import leaves_of
from records.models import TreeHead
from rules import merkle, notice_words
from rules.refusal import refuse_if

from . import bundle_check

EPOCH = (1980, 1, 1, 0, 0, 0)
OBSERVATIONS, POSTINGS, EXTENSIONS = bundle_check.RECORDS


def bundle(page, *, at):
    """The bytes of the zip of ``page`` (a NoticePage) as the rows stand ``at``.

    Raises ``Refused`` where nobody has looked at the notice yet, and what the printer raises.
    """
    publicity = page.publicity
    observations = list(publicity.observations.select_related("leaf", "archive"))
    refuse_if([] if observations else ["该公示还没有观测记录，没有凭证可以导出"])
    heads = _heads(observations[0].leaf.number)
    postings = list(publicity.postings.select_related("leaf", "station", "photo"))
    extensions = list(publicity.extensions.select_related("leaf", "entry"))
    rows = {OBSERVATIONS: observations, POSTINGS: postings, EXTENSIONS: extensions}
    files = {
        **{name: b"".join(row.words() + b"\n" for row in each) for name, each in rows.items()},
        "proofs.json": _json(_proofs(publicity, rows, heads)),
        "notice.pdf": pdf(_paper(page, observations, extensions, heads, at)),
        **_head_files(heads),
        **_archives(observations),
        **_photos(postings),
        **_programs(),
        "README.txt": render_to_string(
            "pages/evidence_readme.txt", {"page": page, "heads": heads, "at": at}
        ).encode(),
    }
    return _zip(files)


def _heads(first):
    """The heads over leaf ``first`` and all after it, oldest first."""
    return list(TreeHead.objects.select_related("stamp").filter(size__gt=first).order_by("day"))


def _proofs(publicity, rows, heads):
    """How each line leads to the last head, and each head to the last one."""
    last = heads[-1] if heads else None
    leaves = leaves_of(last) if last else []
    covered = [
        (name, line, row.leaf.number)
        for name, each in rows.items()
        for line, row in enumerate(each)
        if row.leaf.number < len(leaves)
    ]
    done = [name for name, _line, _number in covered]
    waiting = {name: len(each) - done.count(name) for name, each in rows.items()}
    proofs = merkle.inclusion_proofs([number for _, _, number in covered], leaves)
    return {
        "notice": publicity.number,
        "head": f"{last.day}" if last else "",
        "waiting": waiting,
        "leaves": [
            {"file": name, "line": line, "number": number, "proof": _hex(proofs[number])}
            for name, line, number in covered
        ],
        "consistency": [
            {"day": f"{head.day}", "proof": _hex(merkle.consistency_proof(head.size, leaves))}
            for head in heads
        ],
    }


def _hex(digests):
    return [each.hex() for each in digests]


def _json(facts):
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def _paper(page, observations, extensions, heads, at):
    context = {
        "page": page,
        "publicity": page.publicity,
        "entries": page.entries_at(at),
        "extensions": extensions,
        "observations": observations,
        "postings": page.publicity.postings.select_related("station"),
        "heads": heads,
        "at": at,
    }
    return render_to_string("pages/evidence_paper.html", context)


def _head_files(heads):
    files = {f"heads/{head.day}.txt": head.statement.encode() for head in heads}
    stamped = [head for head in heads if hasattr(head, "stamp")]
    files |= {f"heads/{head.day}.tsr": bytes(head.stamp.response) for head in stamped}
    if stamped and settings.TIMESTAMP_CERTIFICATES:
        files["roots.pem"] = _roots()
    return files


def _roots():
    """The certificates alone, written anew: their file may hold what is nobody else's."""
    roots = x509.load_pem_x509_certificates(Path(settings.TIMESTAMP_CERTIFICATES).read_bytes())
    return b"".join(root.public_bytes(Encoding.PEM) for root in roots)


def _archives(observations):
    rows = [each for each in observations if each.archive]
    return {f"warc/{each.archive_sha256}.warc.gz": read(each.archive) for each in rows}


def _photos(postings):
    """Only those that may be public: a package is handed to anybody."""
    photos = [each.photo for each in postings if each.is_photo_public]
    return {f"photos/{photo.sha256}.jpg": read(photo) for photo in photos}


def _programs():
    modules = {"check.py": bundle_check, "rules/merkle.py": merkle}
    modules["rules/notice_words.py"] = notice_words
    return {name: Path(module.__file__).read_bytes() for name, module in modules.items()}


def _zip(files):
    """The same files, the same bytes; with a list that ``sha256sum -c`` reads."""
    sums = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())]
    files = {**files, bundle_check.SUMS: "".join(sums).encode()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in sorted(files.items()):
            package.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()
