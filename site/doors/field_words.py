"""What is wrong with a field, said in our words and by its name.

Django's own sentences ("输入一个数字。") name no field and speak of variables. Whatever a form
says for itself stays; everything else is said here, by the kind of the field.
"""

from django import forms
from django.utils.functional import Promise

#: The codes of Django's checks in the words of the house; ``{title}`` is what the field is called.
WORDS = {
    "max_length": "{title}最多%(limit_value)d个字，现在有%(show_value)d个",
    "min_length": "{title}至少%(limit_value)d个字，现在有%(show_value)d个",
    "max_value": "{title}不能大于%(limit_value)s",
    "min_value": "{title}不能小于%(limit_value)s",
    "max_digits": "{title}的数字过长，最多%(max)d位",
    "max_whole_digits": "{title}的数字过大，小数点前最多%(max)d位",
    "max_decimal_places": "{title}最多%(max)d位小数",
    "null_characters_not_allowed": "{title}含有不能使用的字符，请重新填写",
    "unique": "{title}已经登记过",
    "blank": "请填写{title}",
    "null": "请填写{title}",
}
#: Only where the field itself has such a bound: a model's own may have words of its own.
BOUNDS = {"max_length", "min_length", "max_value", "min_value"}
CHOICE = dict.fromkeys(
    ("invalid_choice", "invalid_list", "invalid_pk_value"), "请从列出的选项中选择{title}"
)
FILE = {
    "invalid": "没有收到{title}，请重新选择文件",
    "missing": "没有收到{title}，请重新选择文件",
    "empty": "{title}是空文件，请重新选择",
    "max_length": "文件名最多%(max)d个字，现在有%(length)d个，请改短后再上传",
    "contradiction": "请只选择更换或者删除{title}中的一项",
}
PAGE_TOO_OLD = {"invalid": "页面已过期，请刷新页面后重试"}
#: By the kind of field, the more special one first.
BY_KIND = (
    (forms.EmailField, {"invalid": "{title}的格式不正确，应如 name@example.com"}),
    (forms.URLField, {"invalid": "{title}的格式不正确，应以 http:// 或者 https:// 开头"}),
    (forms.UUIDField, PAGE_TOO_OLD),
    (forms.DecimalField, {"invalid": "{title}请填写数字，例如 1200 或 12.5"}),
    (forms.FloatField, {"invalid": "{title}请填写数字，例如 1200 或 12.5"}),
    (forms.IntegerField, {"invalid": "{title}请填写整数，例如 12"}),
    (forms.DateTimeField, {"invalid": "{title}不正确，应如 2026-01-15 09:30"}),
    (forms.DateField, {"invalid": "{title}不正确，应如 2026-01-15"}),
    (forms.TimeField, {"invalid": "{title}不正确，应如 09:30"}),
    (forms.FileField, FILE),
    (forms.ChoiceField, CHOICE),
)


def speak(form):
    """Give every field of ``form`` its words, except those that it has already."""
    for name, field in form.fields.items():
        stock, title = _stock_words(type(field)), _title(name, field)
        for code, words in _words_for(field).items():
            if field.error_messages.get(code) == stock.get(code):
                field.error_messages[code] = words.format(title=title)


def in_words(field, error):
    """What a check of a model's ``field`` found, as one sentence with the name of the column.

    The framework's own words, which are always told late, are said in ours; a check's own stay.
    """
    title = f"{field.verbose_name}".partition("（")[0]
    words = {**WORDS, "invalid_choice": CHOICE["invalid_choice"]}.get(error.code)
    if isinstance(error.message, Promise):
        words = words or "{title}的格式不正确，请重新填写"
        return words.format(title=title) % (error.params or {})
    text = "；".join(error.messages)
    return text if text.startswith(title) else f"{title}：{text}"


def _words_for(field):
    bounds = {getattr(each, "code", None) for each in field.validators}
    words = {code: text for code, text in WORDS.items() if code not in BOUNDS or code in bounds}
    words["required"] = f"{_verb(field)}{{title}}"
    if field.widget.is_hidden:
        return dict.fromkeys((*words, *CHOICE, "invalid"), PAGE_TOO_OLD["invalid"])
    kinds = (more for kind, more in BY_KIND if isinstance(field, kind))
    return {**words, **next(kinds, {})}


def _verb(field):
    if isinstance(field, forms.BooleanField):
        return "请勾选"
    return "请选择" if isinstance(field, forms.ChoiceField | forms.FileField) else "请填写"


def _title(name, field):
    """The label without what stands in brackets; a per cent sign would be read as a place."""
    label = str(field.label or name).partition("（")[0].rstrip("：？")
    return label.replace("%", "％").replace("{", "").replace("}", "")


def _stock_words(kind):
    words = {}
    for each in reversed(kind.__mro__):
        words |= getattr(each, "default_error_messages", {})
    return words
