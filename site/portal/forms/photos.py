"""Adding photos of a product, each with words for who cannot see it."""

from django import forms

from .portal_form import PortalForm


class PhotoForm(PortalForm):
    file = forms.FileField(
        label="照片",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.heic,.heif,.webp"}),
        error_messages={"required": "请选择照片"},
        help_text="JPG、PNG，或者手机的 HEIC、WebP。拍摄地点、设备等信息会自动去除。",
    )
    alt_text = forms.CharField(
        label="文字说明",
        max_length=120,
        error_messages={"required": "请填写照片的文字说明"},
        help_text="说明照片里有什么，供看不到照片的人了解，例如：装箱的脐橙，每箱5公斤。不要写个人姓名。",
    )
