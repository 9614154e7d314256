"""The order of steps. Each flow reads top to bottom as the process is walked."""

from .bulletin import BulletinFlow
from .certification import Certification
from .change_report import ChangeReporting
from .complaint import ComplaintHandling
from .dishonesty import Dishonesty

__all__ = ["BulletinFlow", "Certification", "ChangeReporting", "ComplaintHandling", "Dishonesty"]
