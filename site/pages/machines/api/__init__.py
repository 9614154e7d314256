"""The public's JSON: read-only, typed, and showing exactly what the pages show at that moment."""

from .documents import router as documents
from .notices import router as notices
from .products import router as products
from .search import router as search
from .verification import router as verification

__all__ = ["documents", "notices", "products", "search", "verification"]
