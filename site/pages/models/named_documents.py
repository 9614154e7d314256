"""Documents named by their 文号, 索引号 or title, one a line: as an editor has them before them."""

from django import forms
from django.db.models import Q

from .document_queries import document_key

HELP = "一行一件，写发文字号、索引号或者标题。"


class NamedDocumentsField(forms.ModelMultipleChoiceField):
    """Costs the same however many documents there are: none is offered, each line is looked up."""

    widget = forms.Textarea

    def __init__(self, queryset, **kwargs):
        kwargs = {"required": False, "help_text": HELP, **kwargs}
        super().__init__(queryset, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def prepare_value(self, value):
        """The lines of what is stored; what was typed stays as it was typed."""
        if value is None or isinstance(value, str):
            return value or ""
        keys = [getattr(each, "pk", each) for each in value]
        named = self.queryset.filter(pk__in=keys).order_by("pk")
        return "\n".join(each.doc_no or each.index_no or each.title for each in named)

    def clean(self, value):
        """The documents; every line that names none, or several, is told."""
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        documents, reasons = [], []
        for line in dict.fromkeys(lines):
            named = list(self._named(line)[:2])
            if len(named) == 1:
                documents += named
            else:
                why = "有几件，请写索引号" if named else "没有这样的已公开文件"
                reasons.append(f"“{line[:60]}”：{why}")
        if reasons:
            raise forms.ValidationError(reasons)
        return self.queryset.filter(pk__in=[each.pk for each in documents])

    def _named(self, line):
        name = Q(index_no=line) | Q(doc_no_key=document_key(line)) | Q(title=line)
        return self.queryset.filter(name).order_by("pk")

    def has_changed(self, initial, data):
        was = self.prepare_value(initial or []).splitlines()
        now = [line.strip() for line in (data or "").splitlines() if line.strip()]
        return sorted(was) != sorted(now)
