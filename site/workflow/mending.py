"""A request to mend, point by point: who asks what, what it is about, what changed since."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Model

from applications import snapshots
from applications.policies.materials import SIGNED_FORM
from catalog.sheet import COLUMN, COLUMNS

#: Where the points of a request stand: what is asked of → the field of an answer that names it.
SOURCES = {"opinion": "opinion", "upperreview": "upper_review", "investigation": "investigation"}
#: What stands for the photos of a product, beside the names of fields and kinds of materials.
PHOTOS = "photos"
CONTACT = ("contact_person", "phone", "email", "production_township", "production_address")
#: Words of a point → the field or the kind of material that it is about; the first that fits.
FIELDS = (
    ("M1_application_form", "申请书"),
    ("M4a_worker_roster", "劳动力名册|务工名册"),
    ("M4b_member_roster", "成员名册|社员名册"),
    ("M2_licence", "营业执照|许可证|资格证书|登记证|复印件"),
    ("M5_other", "检验报告|检测报告|合格证|补充材料"),
    ("M3_benefit_proof", "成效证明|带贫证明|益贫"),
    (PHOTOS, "照片|图片"),
    ("sales_spec", "规格"),
    ("reference_price", "价格|单价"),
    ("annual_output", "产量"),
    ("supply_months", "供货"),
    ("input_sources", "生产资料|原料|收购来源"),
    ("origin_text", "产地"),
    ("category", "类别"),
    ("standard_no", "执行标准|标准号"),
    ("name", "产品名称"),
    ("employed_workers", "务工|雇用"),
    ("households", "户数"),
    ("persons", "人数"),
    ("mechanisms", "机制"),
    ("benefit_text", "成效|带贫|增收|收益"),
    ("phone", "电话|联系方式"),
    ("M1_application_form", "签字|盖章|公章"),
)


def field_of(words):
    """The field or kind of material that a point is about, or "" when its words do not tell."""
    return next((field for field, pattern in FIELDS if re.search(pattern, words)), "")


@dataclass(frozen=True)
class Point:
    """One point of a request: the words of the demand, and the signed row with its ground."""

    source: Model
    number: int
    words: str
    office: str
    at: datetime

    @property
    def key(self):
        return f"point-{self.source._meta.model_name}-{self.source.pk}-{self.number}"

    @property
    def source_field(self):
        """The field of :class:`workflow.models.PointAnswer` that names the signed row."""
        return SOURCES[self.source._meta.model_name]

    @property
    def field(self):
        return field_of(self.words)


def requests(item):
    """``[(signed row, office, moment, words)]`` of who sent it back in its round, oldest first."""
    office = item.application.ruleset.office.name
    rows = [
        *(
            (row, row.organisation.name, row.signed_at, row.text)
            for row in _returns(item.opinions, item)
        ),
        *(
            (row, row.organisation.name, row.recorded_at, row.reasons)
            for row in _returns(item.upper_reviews, item)
        ),
        *(
            (row, office, row.decided_at, row.text)
            for row in _returns(item.investigations, item, "decision")
        ),
    ]
    return sorted(rows, key=lambda row: row[2])


def _returns(rows, item, column="result"):
    """In Python, so that what a list has fetched beforehand is not asked for again."""
    return [
        row for row in rows.all() if getattr(row, column) == "return" and row.round == item.round
    ]


def points(item):
    """The :class:`Point` s of the item's present round, in the order in which they were asked."""
    return [
        Point(row, number, words, office, at)
        for row, office, at, _text in requests(item)
        for number, words in enumerate(row.demands, start=1)
    ]


def returned_submission(item):
    """The submission that the reviewers of this round had before them; None when nobody asked."""
    moments = [at for _row, _office, at, _text in requests(item)]
    return (
        item.application.submissions.filter(submitted_at__lte=min(moments)).last()
        if moments
        else None
    )


class Mended:
    """What of the paper differs from the submission that came back."""

    def __init__(self, item):
        self.item, self.returned = item, returned_submission(item)
        self.before = (
            self.returned.payload if self.returned else snapshots.payload_of(item.application)
        )

    @cached_property
    def now(self):
        return snapshots.payload_of(self.item.application)

    @cached_property
    def changed(self):
        """The names of the fields that read otherwise, of product and header, and ``photos``."""
        names = _differing(
            _of(self.item, self.before["items"]), _of(self.item, self.now["items"])
        ) - {"round"}
        names |= _differing(self.before["header"], self.now["header"])
        before, now = (_photos(self.item, payload) for payload in (self.before, self.now))
        return names | ({PHOTOS} if before != now else set())

    @cached_property
    def new_files(self):
        """The materials that were not in the returned submission, oldest first.

        A licence whose number or end was put right beside the same scan is among them.
        """
        earlier = {
            (each["kind"], each["sha256"], each["licence_no"], each["valid_until"])
            for each in self.before["materials"]
        }
        current = self.item.application.materials.current().order_by("pk")
        return [each for each in current if _as_submitted(each) not in earlier]

    def is_changed(self, point):
        """Whether what ``point`` means reads otherwise; anything, where its words do not tell."""
        return bool(self.changed & _meant(point.field) if point.field else self.changed)

    def file_for(self, point):
        """The newest file that came for ``point``, or None."""
        files = [each for each in self.new_files if _may_answer(each.kind, point.field)]
        return files[-1] if files else None


def _as_submitted(material):
    until = material.valid_until
    return material.kind, material.sha256, material.licence_no, until and until.isoformat()


def is_material(field):
    return bool(re.match(r"M\d", field))


def _may_answer(kind, field):
    """A form that was only signed anew answers nothing but what asks for the form."""
    return kind == field if is_material(field) else kind != SIGNED_FORM


def _meant(field):
    """The columns that a demand about ``field`` may be met in: its own and those read beside it."""
    if field in CONTACT:
        return {*CONTACT}
    column = COLUMN.get(field) or COLUMN.get(f"{field}_fen")
    return {each.name for each in COLUMNS if each.section == column.section} if column else {field}


def _differing(before, now):
    return {name for name, value in now.items() if before.get(name) != value}


def _of(item, rows):
    return next((row for row in rows if row["uid"] == str(item.uid)), {})


def _photos(item, payload):
    return [each for each in payload.get("photos", []) if each["uid"] == str(item.uid)]
