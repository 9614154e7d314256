"""The paper: application, items, materials, what was printed, signed and submitted."""

from .applications import Application, Submission
from .authorisations import Authorisation, AuthorisationAccess
from .items import Item, Outcome
from .licences import LicenceVersion
from .materials import Material, MaterialAccess
from .photos import Photo
from .printing import PrintedForm
from .unsaved import UnsavedForm

__all__ = [
    "Application",
    "Authorisation",
    "AuthorisationAccess",
    "Item",
    "LicenceVersion",
    "Material",
    "MaterialAccess",
    "Outcome",
    "Photo",
    "PrintedForm",
    "Submission",
    "UnsavedForm",
]
