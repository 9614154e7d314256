"""A GIF, WebP or TIFF without what it says beside its pixels, which stay as they are.

Word and Excel keep such pictures beside JPEG and PNG (:mod:`files.bare_pictures`), remarks and all.
"""

import struct

#: Blocks of a GIF: an extension, a picture, the end; of extensions how long a picture stays.
EXTENSION, PICTURE, END = 0x21, 0x2C, 0x3B
CONTROL, PROGRAM = 0xF9, 0xFF
#: Extensions of programs that say how often a film repeats, and what its colours mean.
PROGRAMS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")

CHUNKS_OF_PICTURE = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
#: The marks of a WebP that say: there is EXIF, there is XMP.
SAYS_MORE = 0x08 | 0x04

#: Tags of a TIFF below 700 that are words, names or moments; above, few belong to the pixels.
WORDS = {269, 270, 271, 272, 285, 305, 306, 315, 316, 337}
ABOVE_OF_PICTURE = {32995, 32996, 32997, 32998, 34675}
#: Where directories below a TIFF's own stand: further pictures; EXIF, GPS, and what belongs to it.
PICTURES_BELOW, TAGS_BELOW = 330, {34665, 34853, 40965}
SIZES = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}


def bare_gif(data):
    """The head, the pictures, and what says how a film goes on."""
    at = 13 + _colours(data[10])
    parts = [data[:at]]
    while at < len(data) and data[at] != END:
        start, at = at, _behind_block(data, at)
        if data[start] == PICTURE or _is_of_film(data[start:at]):
            parts.append(data[start:at])
    return b"".join([*parts, bytes([END])])


def _behind_block(data, at):
    """Where the next block may begin; a byte between two blocks is nothing."""
    if data[at] not in (EXTENSION, PICTURE):
        return at + 1
    at += 2 if data[at] == EXTENSION else 11 + _colours(data[at + 9])
    while size := int.from_bytes(data[at : at + 1]):
        at += 1 + size
    return at + 1


def _colours(flags):
    """How many bytes the table of colours takes that follows such a head."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _is_of_film(extension):
    """How long a picture stays; how often all repeat."""
    if extension[:1] != bytes([EXTENSION]):
        return False
    kind = extension[1]
    return kind == CONTROL or (kind == PROGRAM and extension[3:14] in PROGRAMS)


def bare_webp(data, exif=b""):
    """``exif``: what is to stand in it all the same, and nothing else."""
    parts, at = [], 12
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = data[at : at + 8 + size + size % 2]
        at += len(chunk)
        if chunk[:4] == b"VP8X":
            flags = chunk[8] & ~SAYS_MORE | (0x08 if exif else 0)
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if chunk[:4] in CHUNKS_OF_PICTURE:
            parts.append(chunk)
    if exif:
        parts.append(b"EXIF" + struct.pack("<I", len(exif)) + exif + bytes(len(exif) % 2))
    content = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def bare_tiff(data):
    """All stays in its place; what does not belong to the pixels is zeros and in no list."""
    return Tiff(data).bare()


class Tiff:
    """A copy of the bytes, and how numbers are written in it."""

    def __init__(self, data):
        self.data = bytearray(data)
        self.order = "<" if data.startswith(b"II") else ">"

    def bare(self):
        waiting, visited = [self.number(4)], {0}
        while waiting:
            at = waiting.pop()
            if at not in visited:
                visited.add(at)
                waiting += self.bare_directory(at)
        return bytes(self.data)

    def bare_directory(self, at):
        """Where the directories stand that come after it and lie below it."""
        entries = self.entries(at)
        end = at + 2 + 12 * len(entries)
        following = bytes(self.data[end : end + 4]).ljust(4, b"\0")
        stay = [entry for entry in entries if _is_of_pixels(entry[0])]
        if stay != entries:
            for entry in entries:
                if not _is_of_pixels(entry[0]):
                    self.wipe(entry)
            lines = b"".join(line for *_, line in stay)
            content = struct.pack(f"{self.order}H", len(stay)) + lines + following
            self.data[at : end + 4] = content.ljust(end + 4 - at, b"\0")
        return [*struct.unpack(f"{self.order}I", following), *self.pictures_below(stay)]

    def pictures_below(self, entries):
        for tag, place, size, _ in entries:
            if tag == PICTURES_BELOW:
                yield from self.numbers(place, size // 4)

    def entries(self, at):
        """(tag, where its value stands, how long it is, its line) of a directory."""
        if at + 2 > len(self.data):
            return []
        (count,) = struct.unpack_from(f"{self.order}H", self.data, at)
        count = min(count, (len(self.data) - at - 2) // 12)
        return [self.entry(at + 2 + 12 * each) for each in range(count)]

    def entry(self, at):
        tag, kind, count = struct.unpack_from(f"{self.order}HHI", self.data, at)
        size = SIZES.get(kind, 1) * count
        place = at + 8 if size <= 4 else self.number(at + 8)
        return tag, place, size, bytes(self.data[at : at + 12])

    def wipe(self, entry):
        """Zeros instead of a value; and of the directories that it leads to."""
        waiting = [entry]
        while waiting:
            tag, place, size, _ = waiting.pop()
            if tag in TAGS_BELOW and size == 4:
                at = self.number(place)
                below = self.entries(at)
                waiting += below
                self.zero(at, 2 + 12 * len(below) + 4)
            self.zero(place, size)

    def zero(self, at, size):
        size = max(0, min(size, len(self.data) - at))
        self.data[at : at + size] = bytes(size)

    def number(self, at):
        return self.numbers(at, 1)[0]

    def numbers(self, at, count):
        return list(struct.unpack_from(f"{self.order}{count}I", self.data, at))


def _is_of_pixels(tag):
    return tag in ABOVE_OF_PICTURE or (tag < 700 and tag not in WORDS)
