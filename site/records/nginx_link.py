"""Whether what nginx keeps of the public site is still right: a link that it follows each time.

nginx keeps a page under the name of the folder to which the link leads just then
(``deploy/nginx.conf``, ``$realpath_root``), and such a name never comes back: when the link leads
to another, no page of before is found. Whoever commits what the public may read turns the link
away first, to a name under which nothing is kept, and leads it to a new one afterwards; so no page
is given out of what was kept while a change lands, nor after it. Several may commit at once: each
holds a shared lock on the folder meanwhile, and only who gets it alone leads the link on. The
kernel takes the lock from a process that dies; the link then leads away until the next commit, or
until ``mend``.

It is for one machine: what another machine commits turns no link here.
"""

import fcntl
import logging
import os
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

LINK, AWAY = "now", "away"
#: How long the link of a dead process leads away: its commit may still be landing in the database.
PATIENCE = 30


def is_used():
    return settings.NGINX_KEEPS_PAGES


@contextmanager
def away():
    """Nothing is given out of what nginx keeps while the block commits, nor what it kept before.

    A block that ends with an error may have committed all the same: the link stays away.
    """
    if not is_used():
        yield
        return
    with _locked(fcntl.LOCK_SH):
        _turn_away()
        yield
    lead_on()


def lead_on():
    """Lead the link to a name of its own, if nobody is committing just now; or they will."""
    with _locked(fcntl.LOCK_EX | fcntl.LOCK_NB) as is_alone:
        if is_alone:
            _guarded(_lead_to_new)


def mend():
    """Lead on a link that somebody who died left away, after a while; asked by whoever reads."""
    if not is_used():
        return
    try:
        name, since = os.readlink(_link()), os.lstat(_link()).st_mtime
    except OSError:
        name, since = AWAY, 0
    if name == AWAY and time.time() - since > PATIENCE:
        lead_on()


def begin():
    """A process begins to answer, perhaps with another program: what was kept is of before.

    Where it is not used, what nginx kept before is not given out either, and nginx, which may
    follow the link all the same, finds one.
    """
    if is_used():
        with away():
            pass
    elif _link().is_symlink() or _is_made():
        _turn_away()


def trouble():
    """Why the link cannot be moved, for ``doctor``; empty if it can.

    Root may write anywhere: what counts is whether the owner of the data may.
    """
    try:
        owner = _folder().stat().st_uid
        if not os.access(settings.NGINX_FOLDER, os.W_OK | os.X_OK):
            return "当前用户不能写"
        if not os.geteuid() and owner != settings.DATA_ROOT.stat().st_uid:
            return "属主与数据目录的不同"
        _lock_once()
    except OSError as error:
        return f"{error.strerror}"
    return ""


def _lock_once():
    """Raises ``OSError`` on a disk without locks; not the lock of who is committing."""
    handle = os.open(_folder() / AWAY, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
    finally:
        os.close(handle)


def _link():
    return settings.NGINX_FOLDER / LINK


def _folder():
    """The folder, made with what nginx must be able to pass; of whom the data are of."""
    folder = Path(settings.NGINX_FOLDER)
    if not (folder / AWAY).is_dir():
        (folder / AWAY).mkdir(parents=True, exist_ok=True)
        for each in (folder, folder / AWAY):
            each.chmod(0o755)
            if not os.geteuid():
                owner = folder.parent.stat()
                os.chown(each, owner.st_uid, owner.st_gid)
    return folder


def _is_made():
    try:
        _folder()
    except OSError:
        return False
    return os.access(settings.NGINX_FOLDER, os.W_OK | os.X_OK)


@contextmanager
def _locked(way):
    """Yields whether the lock was had; a folder that cannot be opened stops nobody's work."""
    try:
        handle = os.open(_folder(), os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        _tell(error)
        yield False
        return
    try:
        yield _is_had(handle, way)
    finally:
        os.close(handle)


def _is_had(handle, way):
    """A disk without locks stops nobody's work either: its link leads away for good."""
    try:
        fcntl.flock(handle, way)
    except BlockingIOError:
        return False
    except OSError as error:
        _tell(error)
        return False
    return True


def _turn_away():
    """A full disk makes no new link but lets go of one: without any nginx keeps nothing."""
    try:
        _lead_to(AWAY)
    except OSError:
        _guarded(lambda: _link().unlink(missing_ok=True))


def _lead_to_new():
    name = uuid.uuid4().hex
    (settings.NGINX_FOLDER / name).mkdir()
    _lead_to(name)
    for each in settings.NGINX_FOLDER.iterdir():
        if each.name not in (LINK, AWAY, name):
            each.unlink() if each.is_symlink() else each.rmdir()


def _lead_to(name):
    """In one step: nginx finds either the link of before or this one."""
    beside = settings.NGINX_FOLDER / f"{LINK}-{uuid.uuid4().hex}"
    os.symlink(name, beside)
    os.replace(beside, _link())


def _guarded(act):
    try:
        act()
    except OSError as error:
        _tell(error)


def _tell(error):
    log.error("nginx may give out kept pages for a minute: its link cannot be moved, %s", error)
