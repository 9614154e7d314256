"""The same for a site on which people act: what follows COMMIT follows it, as in a real office."""

from config.settings import base

from .served import *  # noqa: F403

TASKS = base.TASKS
