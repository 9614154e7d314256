"""A static copy that is killed, meets another or fills its disk, and what the next makes of it."""

import errno
import os
import signal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pages.machines.exporting import MARK, Copy, FolderInUse, held_folder

SITE = {
    "/": (200, "text/html", b'<link href="/s.css"><a href="a/">a</a> <a href="b/">b</a>'),
    "/s.css": (200, "text/css", b"body { background: url(p.png) }"),
    "/p.png": (200, "image/png", b"\x89PNG"),
    "/a/": (200, "text/html", b'<a href="c/">c</a>'),
    "/a/c/": (200, "text/html", b"c"),
    "/b/": (200, "text/html", b"b"),
}
FILES = 6


def copied(folder):
    with held_folder(folder):
        copy = Copy(SITE.__getitem__, folder)
        copy.make()
        copy.remove_others()
    return copy


def contents(folder):
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {f"{path.relative_to(folder)}": path.read_bytes() for path in paths}


def stats(folder):
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in paths}


def killed_while_copying(folder, number, moment):
    """A process of its own makes a copy; the kernel ends it before or after the move ``number``."""
    child = os.fork()
    if child:
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        return
    moves, replace = [], Path.replace

    def move(path, target):
        moves.append(path)
        if len(moves) == number and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        replace(path, target)
        if len(moves) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    Path.replace = move
    copied(folder)
    os._exit(0)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("number", range(1, FILES + 1))
def test_a_copy_killed_between_any_two_files_is_made_whole_by_the_next(tmp_path, number, moment):
    copied(tmp_path / "whole")
    killed_while_copying(tmp_path / "killed", number, moment)
    parts = list((tmp_path / "killed").rglob("*.part"))
    assert len(parts) == (1 if moment == "before" else 0)
    again = copied(tmp_path / "killed")
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")
    assert len(again.changed) == FILES - number + (1 if moment == "before" else 0)


def test_a_second_copy_of_the_same_writes_nothing(tmp_path):
    copied(tmp_path)
    before = stats(tmp_path)
    copied(tmp_path)
    assert stats(tmp_path) == before
    assert len(before) == FILES + 1  # and its mark


def test_two_copies_into_one_folder_never_mix(office, tmp_path):
    with held_folder(tmp_path):
        with pytest.raises(FolderInUse), held_folder(tmp_path):
            pytest.fail("held twice")
        with pytest.raises(CommandError, match="另一个导出正在写入"):
            call_command("export_site", out=tmp_path, stdout=StringIO())
    assert list(tmp_path.iterdir()) == [tmp_path / MARK]
    copied(tmp_path)


@pytest.mark.usefixtures("one_connection")
def test_a_full_disk_is_said_and_takes_nothing_that_stands(office, tmp_path, monkeypatch):
    earlier = contents_of_a_first_copy(tmp_path)
    write, room = Path.write_bytes, [3]

    def fill(path, content):
        room[0] -= 1
        if room[0] < 0:
            write(path, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), f"{path}")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(CommandError, match="No space left"):
        call_command("export_site", out=tmp_path, stdout=StringIO())
    monkeypatch.undo()
    assert {name for name in earlier if name not in contents(tmp_path)} == set()
    assert list(tmp_path.rglob("*.part")) == []
    call_command("export_site", out=tmp_path, stdout=StringIO())
    assert "old.html" not in contents(tmp_path)
    assert "<html" in contents(tmp_path)["index.html"].decode()


def contents_of_a_first_copy(folder):
    """What an earlier copy left, one page of it no longer on the site."""
    with held_folder(folder):
        (folder / "index.html").write_text("earlier")
        (folder / "old.html").write_text("gone since")
    return contents(folder)
