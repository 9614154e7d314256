"""Simulated days go on whatever the rules refuse."""

from datetime import date

import pytest

from demo import simulation
from rules.refusal import Refused

pytestmark = pytest.mark.django_db


def test_a_step_that_is_refused_is_counted_and_ends_nothing(office, monkeypatch):
    def refuse(item, node, **details):
        raise Refused(["该意见须由本单位负责人审签，而本单位没有在任的负责人"])

    monkeypatch.setattr(simulation, "perform", refuse)
    days = simulation.Simulation(applications=2, start=date(2020, 4, 1), days=4, seed=7)
    days.run()
    result = days.result()
    assert result["steps_refused"] > 0
    assert (result["applications"], result["violations"]) == (2, [])
