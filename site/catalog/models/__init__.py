"""What the district stands behind, as rows: products, their photos, certificates and events."""

from .certificates import Certificate, CertificateEvent
from .facts import ProductFacts
from .photos import ProductPhoto
from .products import Product, ProductVersion

__all__ = [
    "Certificate",
    "CertificateEvent",
    "Product",
    "ProductFacts",
    "ProductPhoto",
    "ProductVersion",
]
