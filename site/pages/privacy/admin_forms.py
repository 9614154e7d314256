"""The two fields by which a person says of a file that nobody could read whole what is in it."""

import hashlib

from django import forms
from django.utils import timezone

from doors.text_forms import PlainText
from rules.official_dates import official_moment

from ..models.confirmations import SHORTEST_NOTE
from .confirming import confirm, confirmation_of, unread_parts
from .file_types import Unreadable
from .pictures import reading_of, see
from .stored import digest_of

WHOLE = "本文件的文字已全部读出，不须查看"


class ConfirmsUnread(PlainText, forms.ModelForm):
    """A form of the library that asks about what gave no words, and records who answered.

    Whoever leaves it open may keep the file; no public page may name it meanwhile.
    """

    is_looked_at = forms.BooleanField(
        label="我已查看原件，其中没有个人信息",
        required=False,
        help_text="有扫描件、照片或者其他读不出文字的部分时须勾选，否则不能用于公开页面",
    )
    look_note = forms.CharField(
        label="查看情况", required=False, max_length=200, help_text="例如：逐页查看，均为产品照片"
    )

    def __init__(self, *args, **kwargs):
        self.person = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.file:
            self.fields["is_looked_at"].help_text = self._standing()

    def _standing(self):
        """What is asked of the stored file, or who has answered."""
        if parts := unread_parts(self.instance):
            return f"须查看：{'；'.join(parts)}"
        row = confirmation_of(self.instance)
        if row is None:
            by_machine = reading_of(digest_of(self.instance.file))
            return "图片中的文字已由程序识别，不须查看" if by_machine else WHOLE
        at = official_moment(timezone.localtime(row.confirmed_at))
        return f"{row.confirmed_by}已于{at}确认：{row.note}"

    def clean(self):
        cleaned = super().clean()
        note = cleaned.get("look_note", "").strip()
        if cleaned.get("is_looked_at") and len(note) < SHORTEST_NOTE:
            self.add_error("look_note", f"请写明如何查看（至少{SHORTEST_NOTE}个字）")
        return cleaned

    def save(self, commit=True):
        thing = super().save(commit=commit)
        if commit and self.cleaned_data.get("is_looked_at") and unread_parts(thing):
            confirm(thing, note=self.cleaned_data["look_note"], by=self.person, at=timezone.now())
        return thing


def refuse_private(file, data=None, *, advice=""):
    """Raise ``ValidationError`` with what the gate finds in a new ``file``.

    ``data``: its bytes as they will be kept. A single picture is read at once where anything can;
    the rest waits for ``manage.py read_pictures``.
    """
    try:
        data = file.read() if data is None else data
        sha256 = hashlib.sha256(data).hexdigest()
        reasons = see(file.name, data, sha256, at=timezone.now(), at_once=True).reasons
    except Unreadable as error:
        reasons = [str(error)]
    finally:
        file.seek(0)
    if reasons:
        raise forms.ValidationError([*reasons, advice] if advice else reasons)
