"""Asking the virus scanner, when there is one. Who is not asked has said nothing."""

import logging

from django.conf import settings
from django.utils.module_loading import import_string

from rules.refusal import Refused

from .models import Scan

VIRUS = "文件含有病毒，已拒绝接收。请清除病毒后重新上传"
log = logging.getLogger(__name__)


def scan_for_viruses(data):
    """What the configured scanner says of ``data``.

    The scanner is the dotted path ``MATERIAL_SCANNER``: a function of bytes that answers the name
    of the virus, "" for none, and raises ``OSError`` when it cannot tell.
    """
    if not settings.MATERIAL_SCANNER:
        return Scan.UNSCANNED
    try:
        virus = import_string(settings.MATERIAL_SCANNER)(data)
    except OSError as error:
        log.warning("virus scanner did not answer: %s", type(error).__name__)
        return Scan.WAITING
    return Scan.INFECTED if virus else Scan.CLEAN


def refused_if_infected(data):
    """What to note of a new file; an infected one is not taken at all."""
    result = scan_for_viruses(data)
    if result == Scan.INFECTED:
        raise Refused([VIRUS])
    return result
