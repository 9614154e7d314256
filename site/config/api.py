"""The wiring of ``/api/v1/``: the public's read-only JSON, window-exact like the pages."""

from ninja import NinjaAPI

from pages.machines import api as pages

api = NinjaAPI(
    title="章贡区扶贫产品认定公开数据接口",
    version="1.0",
    urls_namespace="public_api",
    docs_url=None,
)
api.add_router("/notices", pages.notices)
api.add_router("/documents", pages.documents)
api.add_router("/products", pages.products)
api.add_router("/search", pages.search)
api.add_router("/verify", pages.verification)
