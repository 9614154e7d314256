"""The catalogue's forms in the admin: every error in Chinese, at its field."""

from django import forms

from catalog.models import ProductPhoto
from doors.text_forms import TextForm


class PhotoForm(TextForm):
    """照片: one picture and what is to be seen in it."""

    picture = forms.FileField(
        label="图片文件",
        help_text="JPEG、PNG或WebP，至少400×300像素。拍摄地点等附带信息会自动清除。",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "请选择图片文件", "empty": "文件是空的"},
    )
    alt_text = forms.CharField(
        label="替代文字",
        help_text="供看不到图片的人了解内容，例如“竹筐里的脐橙”。不要写个人姓名。",
        max_length=ProductPhoto._meta.get_field("alt_text").max_length,
        error_messages={"required": "请填写替代文字", "max_length": "替代文字不得超过80字"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def point(self, refused):
        """Show what the service said: at the words when they are meant, else at the picture."""
        for reason in refused.reasons:
            self.add_error("alt_text" if "替代文字" in reason else "picture", reason)
