"""Are the facts of one product complete and believable? (R78–R84)"""

from django.core.exceptions import ValidationError

from doors.field_words import in_words
from rules import vocabulary

#: Lists of words: (field, what it may hold, what to say when it is empty or "" if it may be).
LISTS = (
    ("input_sources", vocabulary.INPUT_SOURCES, "请选择生产资料来源"),
    ("supply_months", vocabulary.MONTHS, "请选择供货月份"),
    ("mechanisms", vocabulary.MECHANISMS, "请选择带贫减贫机制"),
    ("tags", vocabulary.PRODUCT_TAGS, ""),
    ("certifications", vocabulary.CERTIFICATIONS, ""),
)
NUMBERS = (
    ("annual_output", "请填写年产量"),
    ("households", "请填写带动户数"),
    ("persons", "请填写带动人数"),
)


def reasons_against_facts(product):
    """Why the facts of ``product`` cannot be submitted, as ``[(field, reason)]``."""
    reasons = [*_about_columns(product), *_about_lists(product)]
    reasons += [(field, text) for field, text in NUMBERS if getattr(product, field) is None]
    if None not in (product.households, product.persons) and product.persons < product.households:
        reasons.append(("persons", "带动人数不得少于带动户数"))
    if product.category == "other" and not product.category_other.strip():
        reasons.append(("category_other", "类别为“其他”的，请说明"))
    if product.origin_township_id is None:
        reasons.append(("origin_township", "请选择产地所在乡镇街道"))
    return reasons


def _about_columns(product):
    """What each column itself says (length, choices, validators), in its own words."""
    skip = {*(name for name, *_ in LISTS), *(name for name, _ in NUMBERS), "origin_township"}
    names = [name for name in product.fact_names() if name not in skip]
    others = [field.name for field in product._meta.fields if field.name not in names]
    try:
        product.clean_fields(exclude=others)
    except ValidationError as invalid:
        return [
            (name, reason)
            for name, errors in invalid.error_dict.items()
            for reason in _named(product._meta.get_field(name), errors)
        ]
    return []


def _named(field, errors):
    """In plain words what is missing; what will not do, with the name of its column."""
    for error in errors:
        if error.code in ("blank", "null"):
            yield f"{'请选择' if field.choices else '请填写'}{field.verbose_name}"
        else:
            yield in_words(field, error)


def _about_lists(product):
    reasons = []
    for field, choices, when_empty in LISTS:
        words = getattr(product, field) or []
        if not words and when_empty:
            reasons.append((field, when_empty))
        if any(word not in dict(choices) for word in words) or len(set(words)) != len(words):
            title = product._meta.get_field(field).verbose_name
            reasons.append((field, f"{title}有不在列表中或重复的选项"))
    return reasons
