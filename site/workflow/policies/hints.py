"""What a machine can check in a paper: hints for the reviewer, never verdicts.

Each hint says what was compared and what was found. A hint that finds nothing says so too, so
that the reviewer knows what has been looked at. Other people's personal data is never repeated:
a hint says that two telephone numbers agree, not what they are.
"""

import hashlib
import re
import statistics
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.core.cache import cache

from applications.models import Item, Material, Submission
from applications.policies.materials import expired_licences
from catalog.models import ProductVersion
from registry.models import Applicant, DishonestyEntry
from registry.names import get_names
from rules.identifiers import check_credit_code, check_phone
from rules.identity import product_identity
from rules.official_dates import official_date

#: How alike two names must be to be worth a look.
ALIKE = 0.8
#: How many times the usual figure (or its reciprocal) is worth a look, and the fewest to compare.
TIMES, FEWEST = 5, 5
#: In seconds.
ONE_DAY = 24 * 3600
#: Of how many latest products of its category a product is compared with the names.
COMPARED = 500
#: Words that nearly every applicant's name contains and that therefore tell nothing.
COMMON = ("有限公司", "有限责任", "股份", "农民", "专业合作社", "合作社")
CITY = re.compile(r"^[\u4e00-\u9fff]{2,3}市")
FIGURES = (
    ("reference_price_fen", "参考价格", 100, "元"),
    ("average_income_fen", "户均年增收", 100, "元"),
    ("households", "带动户数", 1, "户"),
    ("employed_workers", "吸纳务工人数", 1, "人"),
)


@dataclass(frozen=True)
class Hint:
    """``is_worth_a_look`` marks what deserves attention; ``text`` says what was found."""

    title: str
    text: str
    is_worth_a_look: bool = False


def hints(application, items, *, on):
    """Every hint about a paper on day ``on``; queries grow with its categories, not its items."""
    return [
        *_about_numbers(application),
        _about_dishonesty(application.applicant, on),
        *_about_licences(application, on),
        *_compared(application, items, on),
    ]


def _compared(application, items, on):
    """What is held against others' papers: reckoned when something was submitted or listed,
    or the day is another; whoever opens the page in between is told the same.
    """
    newest = [
        Submission.objects.order_by("-pk").values_list("pk", "sha256").first(),
        ProductVersion.objects.order_by("-pk").values_list("pk", "name").first(),
    ]
    about = f"{application.pk} {[item.pk for item in items]} {newest} {on}"
    key = f"hints:{hashlib.sha256(about.encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: _compare(application, items), ONE_DAY)


def _compare(application, items):
    return [
        _about_namesakes(application.applicant),
        _about_shared_contacts(application),
        _about_shared_files(application),
        *_about_items(items),
    ]


def _hint(title, sentences, nothing):
    """One hint from a list of sentences."""
    return Hint(title, "；".join(sentences) or nothing, bool(sentences))


def _about_numbers(application):
    terms = application.ruleset.terms
    code = check_credit_code(
        application.applicant.credit_code,
        home_region=terms.local_region,
        require_legal_person=terms.require_legal_person,
    )
    yield _hint("统一社会信用代码", [*code.errors, *code.warnings], "校验位正确，登记地为本区")
    phone = check_phone(application.phone)
    yield _hint("联系电话", [*phone.errors, *phone.warnings], "号码格式正确")


def _about_dishonesty(applicant, on):
    entries = DishonestyEntry.objects.filter(applicant=applicant)
    in_force = [f"{each.get_cause_display()}，现行有效" for each in entries.in_force(on)]
    past = entries.exclude(pk__in=entries.in_force(on)).exclude(state="withdrawn").count()
    sentences = [*in_force, *([f"另有{past}条未生效或已结束的登记"] if past else [])]
    return _hint("失信登记", sentences, "没有登记")


def _about_licences(application, on):
    expired = [
        f"{each}已于{official_date(each.valid_until)}到期" for each in _licences(application, on)
    ]
    yield _hint("资格证书有效期", expired, "登记的证书和上传的扫描件均在有效期内")


def _licences(application, on):
    yield from expired_licences(application, on)
    yield from application.materials.current().filter(valid_until__lt=on)


def _about_namesakes(applicant):
    """Applicants whose names nearly agree, or who have the same legal representative."""
    others = Applicant.objects.exclude(pk=applicant.pk)
    own = _bare(applicant.name)
    names = others.values_list("name", flat=True)
    alike = [name for name in names if own and _likeness(own, _bare(name)) >= ALIKE]
    sentences = [f"与“{name}”名称相近" for name in alike[:5]]
    same = others.filter(legal_representative=applicant.legal_representative)
    sentences += [f"与“{other.name}”的法定代表人姓名相同" for other in same[:5]]
    return _hint("相近的申请单位", sentences, "没有名称相近或法定代表人同名的单位")


def _about_shared_contacts(application):
    """Another applicant under the same telephone or at the same place."""
    applicant = application.applicant
    others = Applicant.objects.exclude(pk=applicant.pk)
    sentences = [
        f"与“{other.name}”登记的联系电话相同"
        for other in others.filter(phone__in=[application.phone, applicant.phone])[:5]
    ]
    place = application.production_address.strip()
    if place:
        same = others.filter(production_address=place)
        sentences += [f"与“{other.name}”的生产地址相同" for other in same[:5]]
    return _hint("相同的联系方式", sentences, "没有其他单位使用同一电话或生产地址")


def _about_shared_files(application):
    """The very same file in another applicant's paper (by digest, whatever its name)."""
    digests = application.materials.current().values("file__sha256")
    same = Material.objects.filter(file__sha256__in=digests).exclude(
        application__applicant=application.applicant
    )
    sentences = [
        f"{each.get_kind_display()}“{each.name}”与申请{each.application}中的文件完全相同"
        for each in same.select_related("application__applicant")[:5]
    ]
    return _hint("重复的材料", sentences, "没有与其他单位完全相同的文件")


def _about_items(items):
    """Two hints about each item; what is compared with is read once for each category."""
    for category in dict.fromkeys(item.category for item in items):
        others = Item.objects.filter(process__isnull=False, category=category)
        others = others.exclude(outcome__kind__in=["withdrawn", "terminated"])
        others = others.select_related("application__applicant").order_by("-pk")[:COMPARED]
        others = [(other, _identity(other)) for other in others]
        versions = ProductVersion.objects.filter(category=category)
        names = [name for name, _title, _unit, _word in FIGURES]
        usual = {name: [] for name in names}
        for row in versions.values_list(*names):
            for name, value in zip(names, row, strict=True):
                usual[name] += [] if value is None else [value]
        usual = {name: (len(rows), statistics.median(rows or [0])) for name, rows in usual.items()}
        for item in items:
            if item.category == category:
                yield _about_twins(item, others)
                yield _about_figures(item, usual)


def _about_twins(item, others):
    """Products of this or another applicant whose name and specification nearly agree."""
    own, sentences = _identity(item), []
    for other, identity in others:
        if other.pk == item.pk:
            continue
        if item.renewal_of_id and other.certificate_id == item.renewal_of_id:
            continue
        same_owner = other.application.applicant_id == item.application.applicant_id
        if _likeness(own, identity) >= (ALIKE if same_owner else 0.95):
            whose = "本单位" if same_owner else f"“{other.application.applicant}”"
            sentences.append(
                f"与{whose}申请{other.application}中的“{other}”（{other.sales_spec}）相近"
            )
    return _hint(f"“{item}”相近的产品", sentences[:5], "没有名称和规格相近的产品")


def _about_figures(item, usual_figures):
    """Figures far from what certified products of the same category usually say."""
    sentences = []
    for name, title, unit, word in FIGURES:
        value, (count, usual) = getattr(item, name), usual_figures[name]
        is_told = value and usual and count >= FEWEST
        if is_told and not usual / TIMES <= value <= usual * TIMES:
            sentences.append(
                f"{title}{value / unit:,.0f}{word}，同类{count}个已认定产品的"
                f"中位数为{usual / unit:,.0f}{word}"
            )
    return _hint(
        f"“{item}”的数字", sentences, f"与同类产品（{item.category_text}）相比没有明显偏离"
    )


def _likeness(one, other):
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0
    return matcher.ratio()


def _bare(name):
    text = CITY.sub("", unicodedata.normalize("NFKC", name))
    for word in (*COMMON, get_names().district):
        text = text.replace(word, "")
    return "".join(text.split())


def _identity(item):
    return product_identity(item.name, item.sales_spec)
