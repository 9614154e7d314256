"""The wiring of ``/api/v1/``: the public's read-only JSON, window-exact like the pages."""

from django.conf import settings
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from pages.machines import api as pages


class Docs(DocsBase):
    """The description of the interface in the site's own frame; nothing comes from elsewhere."""

    def render_page(self, request, api, **path):
        """Swagger UI as ninja ships it reads ``settings`` from the page: no inline script."""
        address = self.get_openapi_url(api, path)
        settings = {"url": address, "layout": "BaseLayout", "deepLinking": True}
        context = {"title": api.title, "address": address, "docs": settings}
        return render(request, "pages/api_docs.html", context)


api = NinjaAPI(
    title=f"{settings.PROGRAMME_NAME}公开数据接口",
    version="1.0",
    description="公开网站上的公示、文件、产品目录和证书核验，与网页同一时刻、同一内容；只读，不需要登录。",
    urls_namespace="public_api",
    docs=Docs(),
)
api.add_router("/notices", pages.notices)
api.add_router("/documents", pages.documents)
api.add_router("/products", pages.products)
api.add_router("/search", pages.search)
api.add_router("/verify", pages.verification)
