"""A complaint is what the tests send in: the doors themselves know no form."""

from tests.supervision.conftest import certificate, complain, now

__all__ = ["certificate", "complain", "now"]
