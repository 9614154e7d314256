"""Bringing many files at once: what the gate refuses there can be called mistaken one by one.

Wagtail's page asks nothing but the files, so a reason has no field on it.
"""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from wagtail.documents.views.multiple import AddView as AddFiles
from wagtail.images.views.multiple import AddView as AddPictures

from .admin_forms import WAY_OUT

LEADS_TO = "<br><a href='{}' target='_blank' rel='noopener'>单独上传这一个，写明为什么属于误判</a>"
#: The title of each of many files is its name.
RENAME = "请改了文件名再上传。"


class _AtTheFile:
    """Every reason is one against the file: nothing is put aside to be named later.

    What Wagtail puts aside was neither cleaned nor turned into a JPEG.
    """

    def full_clean(self):
        super().full_clean()
        others = [name for name in self.errors if name != "file"]
        for name in others:
            reasons = self.errors.pop(name)
            self.add_error("file", [f"{RENAME}{reason}" for reason in reasons])


class _SaysTheWay:
    """Wagtail's script shows a reason as markup: what was read in a file is escaped here."""

    single_url_name = ""

    def get_upload_form_class(self):
        form_class = super().get_upload_form_class()
        return type(form_class.__name__, (_AtTheFile, form_class), {})

    def get_invalid_response_data(self, form):
        reasons = form.errors["file"]
        message = format_html_join("\n", "{}", ((reason,) for reason in reasons))
        if WAY_OUT in reasons:
            message += format_html(LEADS_TO, reverse(self.single_url_name))
        return {**super().get_invalid_response_data(form), "error_message": message}


class ManyFiles(_SaysTheWay, AddFiles):
    """Wagtail's 上传多个文件."""

    single_url_name = "wagtaildocs:add"


class ManyPictures(_SaysTheWay, AddPictures):
    """Wagtail's 上传多张图片."""

    single_url_name = "wagtailimages:add"
