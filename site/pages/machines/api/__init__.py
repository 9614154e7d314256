"""The public's JSON: typed, and showing exactly what the pages show at that moment."""

from . import (
    bulletins,
    changes,
    columns,
    dishonesty,
    documents,
    features,
    figures,
    notices,
    pages,
    previews,
    products,
    results,
    sales,
    search,
    site,
    verification,
    watching,
)
from .writing import drafts, ledgers, own, own_sales, submissions

#: Where each is mounted below ``/api/v1``.
ROUTERS = {
    "": (
        site.router,
        pages.router,
        watching.router,
        figures.router,
        sales.router,
        dishonesty.router,
        changes.router,
        previews.router,
        own.router,
        submissions.router,
    ),
    "/columns": (columns.router,),
    "/notices": (notices.router,),
    "/results": (results.router,),
    "/removals": (results.removals_router,),
    "/bulletins": (bulletins.router,),
    "/documents": (documents.router,),
    "/features": (features.router,),
    "/products": (products.router,),
    "/search": (search.router,),
    "/verify": (verification.router,),
    "/drafts": (drafts.router,),
    "/ledgers": (ledgers.router,),
    "/own": (own_sales.router,),
}
__all__ = ["ROUTERS"]
