"""Each test finds the private storage empty: what others left may be sealed under any key."""

import shutil
from pathlib import Path

import pytest

from files.models import private_storage


@pytest.fixture(autouse=True)
def _empty_storage():
    place = Path(private_storage().location)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, exist_ok=True)
