"""Every door of the system, on one page."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from pages.editions import edition_at

from .api import api

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("portal/", include("portal.urls")),
    # Wagtail's own addresses have no dot
    re_path(r"^((?:[\w-]+/)+)(document\.(?:pdf|docx))$", edition_at, name="document_edition"),
    path("", include(wagtail_urls)),
]
