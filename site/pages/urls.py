"""The addresses of the public site that are no page of the tree."""

from django.urls import path

from .catalogue.verification import verify, verify_number
from .dishonesty import register
from .district_figures_page import statistics, statistics_file
from .evidence import heads, stamp, statement
from .issued_page import LookUp
from .machines import feeds, open_data, signed_lists, signposts, sitemap
from .previewing.views import public_doors as previews
from .previewing.views.bundles_page import preview_bundle
from .sales_figures import sales_figures
from .search.page import search
from .search.suggesting import suggest
from .subscribing import views as subscribing
from .views import inspection_draw, inspection_draws, picture, reading

app_name = "public"
urlpatterns = [
    path("copy.css", signposts.copy_moment, name="copy_moment"),
    path("copy-search/", signposts.copy_search, name="copy_search"),
    path("data/", open_data.overview, name="data"),
    path("data/catalogue.<slug:form>", open_data.catalogue_file, name="data_file"),
    path("data/dcat.jsonld", open_data.dcat, name="dcat"),
    path("draws/", inspection_draws, name="draws"),
    path("draws/<str:number>/", inspection_draw, name="draw"),
    path("dishonesty/", register, name="dishonesty"),
    path("evidence/", heads, name="evidence"),
    path("evidence/<str:day>.txt", statement, name="evidence_statement"),
    path("evidence/<str:day>.tsr", stamp, name="evidence_stamp"),
    path("sales/", sales_figures, name="sales"),
    path("sales/<str:quarter>/", sales_figures, name="sales_of"),
    path("search/", search, name="search"),
    path("search/suggest/", suggest, name="suggest"),
    path("favicon.ico", signposts.favicon),
    path(".well-known/security.txt", signposts.security, name="security"),
    path("s/<slug:code>/", signposts.short_url, name="short_url"),
    path("share/<int:key>.png", signposts.share_card, name="share_card"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("sitemap/", signposts.site_map, name="site_map"),
    path("robots.txt", signposts.robots, name="robots"),
    path("feeds/", feeds.overview, name="feeds"),
    path("feeds/<slug:name>.<slug:form>", feeds.feed, name="feed"),
    path("media/images/<path:path>", picture, name="picture"),
    path("preview/bundle/<str:token>/", preview_bundle, name="preview_bundle"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("preview/<str:token>/documents/<int:key>/<str:name>", previews.file, name="preview_file"),
    path("preview/<str:token>/images/<path:path>", previews.image, name="preview_image"),
    path("reading/", reading, name="reading"),
    path("subscriptions/", subscribing.Subscribe.as_view(), name="subscribe"),
    path("subscriptions/sent/", subscribing.sent, name="subscribe_sent"),
    path("subscriptions/<str:token>/confirm/", subscribing.Confirm.as_view(), name="confirm_mail"),
    path("subscriptions/<str:token>/leave/", subscribing.Leave.as_view(), name="leave_mail"),
    path("statistics/", statistics, name="statistics"),
    path("statistics/<slug:key>.<slug:form>", statistics_file, name="statistics_file"),
    path("look-up/", LookUp.as_view(), name="look_up"),
    path("verify/keys.json", signed_lists.keys, name="verify_keys"),
    path("verify/status.json", signed_lists.status, name="verify_status"),
    path("verify/sm2.py", signed_lists.sm2_program, name="verify_sm2"),
    path("verify/", verify, name="verify"),
    path("verify/<str:number>/", verify_number, name="verify_number"),
]
