"""The portal's menu: five places in one line, the pages of a place beside each other."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from demo.acts import agent
from registry.models import Applicant
from workflow.models import Letter

pytestmark = pytest.mark.django_db
STYLES = Path(settings.BASE_DIR) / "config/static/gongshi"
