"""Every door of the system, on one page."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from desk.expert_answers import ExpertAnswer
from exchange.views import ReceiptCallBack
from pages.documents.editions import edition_at
from pages.views import closed
from portal.views import signing_in

from .api import api
from .first_factor import FirstFactor, FirstFactorLink
from .metrics import metrics
from .readiness import healthz, readyz

handler500 = "config.failing.server_error"
urlpatterns = [
    # Wagtail's own doors with a password are side doors: all of them lead to the one sign-in.
    path("admin/login/", signing_in.login),
    re_path("^_util/", signing_in.login),
    re_path("^documents/authenticate_with_password/", signing_in.login),
    re_path("^admin/password_reset/", signing_in.forgotten),
    path("account/first-factor/", FirstFactor.as_view(), name="first_factor"),
    path("account/first-factor/<str:word>/", FirstFactorLink.as_view(), name="first_factor_link"),
    path("account/", include("allauth.urls")),
    # Acts on pages over the back office's own API know no reasons and no hooks: pages have forms.
    re_path(r"^admin/api/main/pages/\d+/action/", closed),
    # A folder has no limits of its own: what is signed is public, whatever folder it lies in.
    re_path(r"^admin/collections/\d+/privacy/", closed),
    path("admin/", include(wagtailadmin_urls)),
    re_path("^api/(?:v1/?)?$", RedirectView.as_view(pattern_name="public_api:openapi-view")),
    path("api/v1/", api.urls),
    re_path("^api/", closed),  # no page of the tree, with or without its last slash
    path("consultations/<str:token>/", ExpertAnswer.as_view(), name="expert_answer"),
    path("documents/", include(wagtaildocs_urls)),
    path("exchange/v1/receipts", ReceiptCallBack.as_view(), name="exchange_receipts"),
    path("metrics", metrics, name="metrics"),
    path("portal/", include("portal.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("supervision.urls")),
    path("", include("pages.urls")),
    # Wagtail's own addresses have no dot
    re_path(r"^((?:[\w-]+/)+)(document\.(?:pdf|docx))$", edition_at, name="document_edition"),
    path("", include(wagtail_urls)),
]
