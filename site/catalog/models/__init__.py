"""What the district stands behind, as rows: products, their photos, certificates and events."""

from .certificates import Certificate, CertificateEvent
from .exits import ExitRequest
from .facts import ProductFacts
from .milestones import Milestone
from .photos import ProductPhoto
from .products import Product, ProductVersion
from .publications import NationalPublication

__all__ = [
    "Certificate",
    "CertificateEvent",
    "ExitRequest",
    "Milestone",
    "NationalPublication",
    "Product",
    "ProductFacts",
    "ProductPhoto",
    "ProductVersion",
]
