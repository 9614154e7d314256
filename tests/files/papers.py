"""Papers that the tests of files hand in, and one that a draft let go."""

from pathlib import Path

from demo.papers import pdf
from workflow.services.drafting import take_files

ROSTER, SHOT, PLAIN, PROPOSED = pdf("名册"), pdf("截图"), pdf("甲"), pdf("乙")


def thrown(at, name="甲.pdf", data=PLAIN):
    """A file of a draft that is used no more, and the place of its bytes."""
    [[held], _reasons] = take_files([(name, data)], by=None, at=at)
    return held, Path(held.file.sealed.path)
