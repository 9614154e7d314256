"""What the district stands behind, as rows: products, certificates and their events."""

from .certificates import Certificate, CertificateEvent
from .facts import ProductFacts
from .products import Product, ProductVersion

__all__ = ["Certificate", "CertificateEvent", "Product", "ProductFacts", "ProductVersion"]
