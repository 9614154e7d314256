"""What remains to be filled in: the sections of a draft in the order of the paper form."""

from dataclasses import dataclass

from django.urls import reverse

from applications.models import UnsavedForm

from . import reason_links

SECTIONS = (
    ("particulars", "申请单位", "联系方式、生产地"),
    ("products", "产品", "名称、产地、类别、产量、供货时间，一个产品一行"),
    ("benefits", "带贫减贫机制及成效", "每个产品怎样带动、带动多少"),
    ("materials", "申报材料", "资格证书、成效证明、名册"),
    ("commitment", "承诺和签名", "阅读承诺，填写签字人"),
    ("signing", "申请书签字盖章", "打印申请书，签字盖章后扫描上传"),
)
#: Which sections the pages of reason links and the keys of unsaved forms belong to.
SECTION_OF = {"benefit": "benefits", "licence": "materials", "product": "products"}
UNTOUCHED, BEGUN, DONE, WRONG = "未开始", "填写中", "已完成", "需修改"
TONES = {UNTOUCHED: "neutral", BEGUN: "info", DONE: "success", WRONG: "warning"}


@dataclass(frozen=True)
class Section:
    """One section: where it is, how far it is, and how much is still against it."""

    name: str
    title: str
    hint: str
    url: str
    status: str
    against: int

    @property
    def is_done(self):
        return self.status == DONE

    @property
    def tone(self):
        return TONES[self.status]


def sections(application, *, by, on):
    """The sections of ``application``, and every link that is against submitting it."""
    links = reason_links.links_against_submitting(application, on=on)
    begun = _begun(application, by)
    rows = [_section(application, section, links, begun) for section in SECTIONS]
    return rows, links


def _section(application, section, links, begun):
    name, title, hint = section
    mine = [each for each in links if SECTION_OF.get(each.page, each.page) == name]
    return Section(
        name=name,
        title=title,
        hint=hint,
        url=reverse(f"portal:{name}", args=[application.pk]),
        status=_status(mine, is_begun=name in begun["some"], has_text=name in begun["unsaved"]),
        against=len(mine),
    )


def _status(mine, *, is_begun, has_text):
    if any(each.is_wrong for each in mine):
        return WRONG
    if has_text or (mine and is_begun):
        return BEGUN
    return DONE if is_begun and not mine else UNTOUCHED


def _begun(application, by):
    """The sections in which something is saved, and those with something typed and unsaved."""
    items = list(application.items.all())
    kinds = set(application.materials.current().values_list("kind", flat=True))
    has_benefit = any(item.mechanisms or item.benefit_text or item.persons for item in items)
    signed = application.commitment_accepted_at or application.signatory or application.signed_on
    some = {
        "particulars": True,
        "products": bool(items),
        "benefits": has_benefit,
        "materials": bool(kinds - {"M1_application_form"}),
        "commitment": bool(signed),
        "signing": "M1_application_form" in kinds or application.printed_forms.exists(),
    }
    typed = UnsavedForm.objects.filter(application=application, user=by)
    keys = {key.split("-")[0] for key in typed.values_list("form", flat=True)}
    return {
        "some": {name for name, there in some.items() if there},
        "unsaved": {SECTION_OF.get(key, key) for key in keys},
    }
