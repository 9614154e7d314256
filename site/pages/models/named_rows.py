"""Rows named one a line, as an editor has them before them, with a search that adds a line.

Costs the same however many rows there are: none is offered, each line is looked up.
"""

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy

from .document_queries import document_key


class SearchedLines(forms.Textarea):
    """Lines of names; ``named_rows.js`` puts a search box above that asks ``url``."""

    def __init__(self, url, placeholder):
        words = {"rows": 2, "data-named-rows": url, "data-named-placeholder": placeholder}
        super().__init__(attrs=words)

    class Media:
        js = ["pages/named_rows.js"]
        css = {"all": ["pages/editors.css"]}


class NamedRowsField(forms.ModelMultipleChoiceField):
    """The rows of the lines; every line that names none, or several, is told."""

    url, placeholder, none, several = "", "", "", ""

    def __init__(self, queryset, **kwargs):
        kwargs = {"required": False, "help_text": self.help, **kwargs}
        widget = SearchedLines(self.url, self.placeholder)
        super().__init__(queryset, widget=widget, **kwargs)

    def name_of(self, row):
        raise NotImplementedError

    def named(self, line):
        """The rows that ``line`` names, in a settled order."""
        raise NotImplementedError

    def prepare_value(self, value):
        """The lines of what is stored; what was typed stays as it was typed."""
        if value is None or isinstance(value, str):
            return value or ""
        keys = [getattr(each, "pk", each) for each in value]
        return "\n".join(map(self.name_of, self.queryset.filter(pk__in=keys).order_by("pk")))

    def clean(self, value):
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        rows, reasons = [], []
        for line in dict.fromkeys(lines):
            named = list(self.named(line)[:2])
            if len(named) == 1:
                rows += named
            else:
                reasons.append(f"“{line[:60]}”：{self.several if named else self.none}")
        if reasons:
            raise forms.ValidationError(reasons)
        return self.queryset.filter(pk__in=[each.pk for each in rows])

    def has_changed(self, initial, data):
        was = self.prepare_value(initial or []).splitlines()
        now = [line.strip() for line in (data or "").splitlines() if line.strip()]
        return sorted(was) != sorted(now)


class NamedDocumentsField(NamedRowsField):
    """Documents by their 文号, 索引号 or title."""

    url = reverse_lazy("pages_find_documents")
    help = "一行一件，写发文字号、索引号或者标题；也可以查找后点选。"
    placeholder = "按标题、发文字号、索引号查找"
    none, several = "没有这样的已公开文件", "有几件，请写索引号"

    def name_of(self, row):
        return row.doc_no or row.index_no or row.title

    def named(self, line):
        name = Q(index_no=line) | Q(doc_no_key=document_key(line)) | Q(title=line)
        return self.queryset.filter(name).order_by("pk")


class NamedOrganisationsField(NamedRowsField):
    """Organisations and groups of them by their name, in short or in full."""

    url = reverse_lazy("pages_find_organisations")
    help = "一行一个单位或者分组，写名称；分组在送达时展开为当时的成员单位。"
    placeholder = "按单位名称查找"
    none, several = "没有这个单位", "有几个同名单位，请写代码"

    def name_of(self, row):
        return row.name

    def named(self, line):
        name = Q(name=line) | Q(full_name=line) | Q(code=line)
        return self.queryset.filter(name).order_by("pk")
