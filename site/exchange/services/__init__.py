"""What may be done in this room; each act has one function."""

from ..contents import Damaged, contents, open_files
from .batches import export_catalog, export_dataset

__all__ = ["Damaged", "contents", "export_catalog", "export_dataset", "open_files"]
