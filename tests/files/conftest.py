"""Each test finds the private storage empty: what others left may be sealed under any key."""

import shutil
from pathlib import Path

import pytest

from applications.services import materials
from files.models import private_storage

from .papers import ROSTER


@pytest.fixture(autouse=True)
def _empty_storage():
    place = Path(private_storage().location)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def roster(draft, at):
    """A co-operative's roster in a draft, and who handed it in."""
    from demo.acts import agent

    application = draft(1, serial=3)
    by = agent(application.applicant_id)
    return materials.attach(
        application, "M4b_member_roster", name="名册.pdf", data=ROSTER, by=by, at=at
    )
