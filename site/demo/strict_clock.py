"""A clock for stories and simulations: a failed job, which the real one survives, ends them."""

from workflow.services import clock


def tick(at):
    """One pass; raises :class:`RuntimeError` that names the jobs in which something failed."""
    done = clock.tick(at)
    if done["failures"]:
        raise RuntimeError(f"jobs failed at {at:%F %T}: {done['failures']}")
    return done
