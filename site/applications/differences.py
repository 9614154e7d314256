"""What an applicant changed between two submissions: field by field, file by file, in words."""

from dataclasses import dataclass

from catalog import sheet
from registry.models import Township
from rules import vocabulary

from .models import Application

YES_NO = {True: "是", False: "否"}
NOTHING = "（空）"


@dataclass(frozen=True)
class Change:
    """One thing that differs: what it is, how it read before and how it reads now."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Part:
    """The changes of the applicant's particulars, of one product, or of the materials."""

    title: str
    changes: list


def compare(before, after):
    """The :class:`Part` s in which two payloads of ``snapshots`` differ; empty when they do not."""
    parts = [
        Part("申请单位和联系方式", _header(before["header"], after["header"])),
        *_items(before["items"], after["items"]),
        Part("材料", _materials(before["materials"], after["materials"])),
    ]
    return [part for part in parts if part.changes]


def since(application, number=None):
    """``(earlier, latest, parts)``: the latest submission against number ``number``.

    Without a number, against the one before it. None when there is nothing to compare.
    """
    submissions = list(application.submissions.order_by("number"))
    if len(submissions) < 2:
        return None
    latest = submissions[-1]
    earlier = next((each for each in submissions[:-1] if each.number == number), submissions[-2])
    return earlier, latest, compare(earlier.payload, latest.payload)


def _items(before, after):
    earlier_items = {item["uid"]: item for item in before}
    for item in after:
        earlier = earlier_items.pop(item["uid"], None)
        if earlier is None:
            yield Part(f"产品“{item['name']}”", [Change("产品", NOTHING, "新增")])
        else:
            yield Part(f"产品“{item['name']}”", _facts(earlier, item))
    for item in earlier_items.values():
        yield Part(f"产品“{item['name']}”", [Change("产品", item["name"], "已删除")])


def _header(before, after):
    return [
        Change(str(Application._meta.get_field(name).verbose_name), *values)
        for name, *values in _changed(before, after, _plain)
    ]


def _facts(before, after):
    names = {column.name for column in sheet.COLUMNS if column.shows("change")}
    return [
        Change(sheet.title(name), *values)
        for name, *values in _changed(before, after, _words)
        if name in names
    ]


def _changed(before, after, read):
    """``(name, before, after)`` of what differs, each value as ``read`` tells it."""
    for name, value in after.items():
        if before.get(name) != value:
            yield name, read(name, before.get(name)) or NOTHING, read(name, value) or NOTHING


def _words(name, value):
    if name == "origin_township" and value:
        return f"{Township.objects.filter(gb_code=value).first() or value}"
    return sheet.words(name, value) if name in sheet.COLUMN else ""


def _plain(name, value):
    if isinstance(value, bool):
        return YES_NO[value]
    return "" if value is None else f"{value}"


def _materials(before, after):
    """Files that came and files that went, by what they are; the same bytes are the same file.

    Of a file that stayed, what was put right beside it: number and end of a licence.
    """

    def named(files):
        return {(each["kind"], each["sha256"]): each["name"] for each in files}

    old, new = named(before), named(after)
    gone = [(kind, name) for (kind, digest), name in old.items() if (kind, digest) not in new]
    come = [(kind, name) for (kind, digest), name in new.items() if (kind, digest) not in old]
    changes = []
    for kind, title in vocabulary.MATERIAL_KINDS:
        left = "、".join(name for each, name in gone if each == kind)
        right = "、".join(name for each, name in come if each == kind)
        if left or right:
            changes.append(Change(title, left or NOTHING, right or "已撤下"))
    return [*changes, *_put_right(before, after)]


def _put_right(before, after):
    earlier = {(each["kind"], each["sha256"]): _licence(each) for each in before}
    for each in after:
        words, now = earlier.get((each["kind"], each["sha256"])), _licence(each)
        if words not in (None, now):
            yield Change(f"“{each['name']}”的编号、有效期", words, now)


def _licence(material):
    number, until = material["licence_no"], material["valid_until"]
    return f"{number or NOTHING}，{f'有效期至{until}' if until else '长期有效'}"
