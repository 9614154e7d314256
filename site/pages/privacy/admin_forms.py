"""What a person says of a file: that it was looked at, or that the gate mistook what is in it."""

import hashlib

from django import forms
from django.db import transaction
from django.utils import timezone

from doors.text_forms import PlainText
from rules.official_dates import official_moment

from ..models.confirmations import SHORTEST_NOTE
from .answers import ended
from .confirming import confirm, confirmation_of, unread_parts
from .file_lifting import claim, claim_of, reasons_against_claiming
from .file_types import Unreadable
from .lifting import LONGEST_REASON
from .pictures import reading_of, see
from .stored import digest_of

WHOLE = "本文件的文字已全部读出，不须查看"
WAY_OUT = "确属误判的，请从左侧菜单“误判的文件”上传并写明理由，由签发人员判断。"


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


class ClaimsMistake(ConfirmsUnread):
    """A form of the library that refuses personal data, unless who brings it calls it mistaken.

    Then the file is kept for the staff, and a signer decides (``file_lifting.py``).
    """

    is_mistaken = forms.BooleanField(
        label="程序认错了，请签发人员判断",
        required=False,
        help_text="只用于程序把单号、机关账号、可以公开的名单等认成个人信息的；"
        "签发人员解除以前，公开页面不能使用这个文件",
    )
    mistake_note = forms.CharField(
        label="误判说明",
        required=False,
        max_length=LONGEST_REASON,
        help_text="例如：第2行是订货单号，不是手机号码；记入审计记录",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.claimed = None
        if self.instance.pk and self.instance.file:
            self._say_what_was_claimed()

    def _say_what_was_claimed(self):
        row = claim_of(self.instance)
        if row is not None:
            at = official_moment(timezone.localtime(row.claimed_at))
            text = f"{row.claimed_by}已于{at}说明：{row.reason}。在“误判的文件”中由签发人员判断"
            self.fields["is_mistaken"].help_text = text

    def refuse_private(self, file, fresh, *, advice=""):
        """Raise ``ValidationError`` with what the gate finds in a new ``file``.

        ``fresh``: its bytes as they will be kept, None when as they are. A single picture is read
        at once where anything can; the rest waits for ``manage.py read_pictures``.
        """
        try:
            data = file.read() if fresh is None else fresh
            sha256 = hashlib.sha256(data).hexdigest()
            reasons = see(file.name, data, sha256, at=timezone.now(), at_once=True).reasons
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        finally:
            file.seek(0)
        if reasons and not self["is_mistaken"].data:
            sentences = map(ended, (*reasons, *filter(None, [advice]), WAY_OUT))
            raise forms.ValidationError(list(sentences))
        self.claimed = (data, reasons) if reasons else None

    def clean(self):
        cleaned = super().clean()
        for name, why in reasons_against_claiming(cleaned.get("mistake_note", "")):
            if self.claimed:
                self.add_error(name, why)
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        if self.claimed:
            data, sentences = self.claimed
            note, title = self.cleaned_data["mistake_note"], self.cleaned_data["title"]
            words = {"name": title, "sentences": sentences, "reason": note}
            claim(data, **words, by=self.person, at=timezone.now())
        return super().save(commit=commit)
