"""Storing a file whole or not at all, and saying so in words when the disk is full."""

import errno
import os
import uuid
from contextlib import suppress

from django.core.files.storage import FileSystemStorage

from rules.refusal import Refused

#: The ending of what is being written; a crash leaves it behind, nothing reads it.
UNFINISHED = ".unfinished"
FULL = (errno.ENOSPC, errno.EDQUOT)
NO_SPACE = "服务器存储空间不足，文件没有保存。请稍后再试，仍不成功的请与我们联系"


class NoSpace(Refused):
    """There is no room for a file. What was being done did not happen."""

    def __init__(self):
        super().__init__([NO_SPACE])


def is_full(error):
    """Whether ``error``, or what it came of, is the disk's being full."""
    while error is not None:
        if isinstance(error, NoSpace) or (isinstance(error, OSError) and error.errno in FULL):
            return True
        error = error.__cause__ or error.__context__
    return False


class WholeFileStorage(FileSystemStorage):
    """Writes beside the place first and then puts it there in one step. Raises :class:`NoSpace`."""

    def _save(self, name, content):
        beside = f"{name}.{uuid.uuid4().hex}{UNFINISHED}"
        try:
            super()._save(beside, content)
            return self._put_in_place(beside, name)
        except OSError as error:
            if error.errno in FULL:
                raise NoSpace from error
            raise
        finally:
            with suppress(FileNotFoundError):
                os.remove(self.path(beside))

    def _put_in_place(self, beside, name):
        """A link never replaces what somebody stored there meanwhile: that gets another name."""
        while True:
            try:
                os.link(self.path(beside), self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name
