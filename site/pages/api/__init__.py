"""The public's JSON: read-only, typed, and showing exactly what the pages show at that moment."""

from .documents import router as documents
from .notices import router as notices
from .products import router as products

__all__ = ["documents", "notices", "products"]
