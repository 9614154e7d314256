"""Every door of the system, on one page."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from pages.editions import edition_at
from portal.views import signing_in

from .api import api

urlpatterns = [
    # Wagtail's own sign-in and forgotten password are side doors: both lead to the one.
    path("admin/login/", signing_in.login),
    re_path("^admin/password_reset/", signing_in.forgotten),
    path("account/", include("allauth.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", RedirectView.as_view(pattern_name="public_api:openapi-view")),
    path("api/v1/", api.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("portal/", include("portal.urls")),
    path("", include("supervision.urls")),
    path("", include("pages.urls")),
    # Wagtail's own addresses have no dot
    re_path(r"^((?:[\w-]+/)+)(document\.(?:pdf|docx))$", edition_at, name="document_edition"),
    path("", include(wagtail_urls)),
]
