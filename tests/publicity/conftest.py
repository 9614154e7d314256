"""A district publicity opened as the pages' tests open it."""

from tests.pages.conftest import publicity

__all__ = ["publicity"]
