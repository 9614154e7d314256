"""文件核对: drop a file and be told whether it is ours; nothing of it is kept."""

import hashlib

from django import forms
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from doors import tickets
from doors.acts import FormAct
from doors.admissions import count
from doors.text_forms import TextForm
from registry.callers import address_of
from rules.refusal import refuse_if

from .issued import find_file
from .moment import asked_at

#: How many files one place may have looked up in an hour.
TRIES = 120
MOST_BYTES = 50 * 1024 * 1024


class LookUpForm(TextForm):
    """A file, or its digest from whoever does not want to hand it in."""

    file = forms.FileField(
        label="要核对的文件",
        help_text="PDF、Word、XLSX等，须是下载后没有改动的原件；不保存，只计算摘要。不超过50MB。",
        required=False,
        error_messages={"empty": "文件是空的，请重新选择"},
    )
    digest = forms.RegexField(
        r"^[0-9A-Fa-f]{64}$",
        label="或者填写文件的SHA-256摘要",
        required=False,
        error_messages={"invalid": "SHA-256摘要是64位十六进制数字"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过50MB，请填写它的SHA-256摘要")
        return file

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned.get("digest"):
            self.add_error("file", "请选择要核对的文件，或者填写摘要")
        return cleaned

    def sha256(self):
        """In hexadecimal, of the file where there is one; read in parts."""
        if self.cleaned_data["file"] is None:
            return self.cleaned_data["digest"].lower()
        digest = hashlib.sha256()
        for part in self.cleaned_data["file"].chunks():
            digest.update(part)
        return digest.hexdigest()


@method_decorator(never_cache, name="dispatch")
class LookUp(FormAct, TemplateView):
    """The answer stands on the page of the form; 200 also for a file that is not ours."""

    template_name = "pages/look_up.html"
    form_class = LookUpForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "label_suffix": ""}

    def act(self, form):
        at = asked_at(self.request)
        place = tickets.place_key(address_of(self.request), at=at)
        may = count("look up", place, limit=TRIES, at=at)
        refuse_if([] if may else ["您所在网络核对次数过多，请一小时后再试"])
        digest = form.sha256()
        return digest, find_file(digest, at=at)

    def succeed(self, result):
        digest, answer = result
        context = {"form": self.form_class(label_suffix=""), "digest": digest, "answer": answer}
        return render(
            self.request, self.template_name, {**context, "asked_at": asked_at(self.request)}
        )
