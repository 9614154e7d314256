"""The order of steps. Each flow reads top to bottom as the process is walked."""

from .certification import Certification

__all__ = ["Certification"]
