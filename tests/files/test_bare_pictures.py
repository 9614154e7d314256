"""A picture inside a paper loses what it says beside its pixels, wherever that stands."""

import io
import random
import struct
import zipfile
import zlib

import pikepdf
import pytest
from docx import Document
from PIL import Image, ImageSequence
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from tests.support.photos import picture

from files.bare_pictures import ORIENTATION, without_remarks
from files.metadata import bare

PLACE = b"Shahe Town"
REMARK = b"\xff\xfe" + (len(PLACE) + 2).to_bytes(2) + PLACE
FILLED = b"\xff\xff"


def photo(**how):
    out = io.BytesIO()
    noise = Image.effect_noise((200, 200), 50).convert("RGB")
    noise.save(out, "JPEG", **how)
    return out.getvalue()


def put(data, at, what):
    return data[:at] + what + data[at:]


def behind_a_fill(data):
    return put(data, data.index(b"\xff\xe1"), FILLED)


def behind_a_fill_of_tables(data):
    return put(data, data.index(b"\xff\xdb"), FILLED)


def between_two_scans(_):
    data = photo(progressive=True)
    return put(data, data.index(b"\xff\xc4", data.index(b"\xff\xda")), REMARK)


def behind_the_last_scan(_):
    data = photo()
    return put(data, data.rindex(b"\xff\xd9"), FILLED + REMARK[1:] + FILLED[1:])


def between_two_segments(_):
    data = photo()
    return put(data, data.index(b"\xff\xdb"), PLACE)


def in_a_segment_of_a_program(_):
    data = photo()
    return put(data, data.index(b"\xff\xdb"), b"\xff\xee" + REMARK[2:])


@pytest.mark.parametrize(
    "change",
    [
        behind_a_fill,
        behind_a_fill_of_tables,
        between_two_scans,
        behind_the_last_scan,
        between_two_segments,
        in_a_segment_of_a_program,
    ],
)
def test_what_a_jpeg_says_goes_wherever_it_stands(change):
    data = change(picture(place=PLACE.decode()))
    assert PLACE in data
    loses_its_words(data, "image1.jpg")


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"restart_marker_blocks": 4}])
def test_a_jpeg_that_says_nothing_stays_as_it_is_byte_for_byte(how):
    data = photo(**how)
    assert taken_in(data, "image1.jpg") == data


def telling():
    """EXIF with words in its list, in the lists below, and in a note of the camera's maker."""
    exif = Image.Exif()
    exif[0x010E], exif[ORIENTATION] = PLACE.decode(), 6
    exif.get_ifd(0x8825)[29] = PLACE.decode()
    exif.get_ifd(0x8769)[0x927C] = b"maker" + PLACE
    return exif


def film(form, **how):
    """Two pictures, one after the other, for ever."""
    out, first = io.BytesIO(), Image.effect_noise((120, 90), 50).convert("RGB")
    more = {"save_all": True, "append_images": [first.rotate(180)], "duration": 70, "loop": 0}
    first.save(out, form, **more, **how)
    return out.getvalue()


def gif_of_a_program():
    xmp = b"!\xff\x0bXMP DataXMP" + PLACE + b"\x01" + bytes(range(255, -1, -1)) + b"\0;"
    return film("GIF")[:-1] + xmp


def with_a_smaller_picture_below():
    """A list below the list of the picture, as cameras keep a preview."""
    tags = ImageFileDirectory_v2()
    tags[0x014A] = place = 70_000
    data = film("TIFF", tiffinfo=tags).ljust(place, b"\0")
    line = struct.pack("<HHII", 0x010E, 2, len(PLACE), place + 18)
    return data + struct.pack("<H", 1) + line + bytes(4) + PLACE


def motorola():
    tags = ImageFileDirectory_v2(prefix=b"MM")
    tags[0x010E], tags[700] = PLACE.decode(), PLACE
    return tags


RARER = {
    "remark.gif": lambda: film("GIF", comment=PLACE),
    "xmp.gif": gif_of_a_program,
    "cut.gif": lambda: film("GIF", comment=PLACE)[:-1],
    "film.webp": lambda: film("WEBP", exif=telling(), xmp=PLACE),
    "exact.webp": lambda: film("WEBP", exif=telling(), lossless=True),
    "intel.tiff": lambda: film("TIFF", exif=telling(), artist=PLACE.decode()),
    "packed.tif": lambda: film("TIFF", exif=telling(), compression="tiff_lzw"),
    "preview.tif": with_a_smaller_picture_below,
    "motorola.tif": lambda: film("TIFF", tiffinfo=motorola()),
}


@pytest.mark.parametrize("name", RARER)
def test_a_picture_of_a_rarer_kind_loses_its_words_and_no_picture(name):
    data = RARER[name]()
    assert PLACE in data
    loses_its_words(data, name)
    assert way_up(taken_in(data, name)) == way_up(data)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "TIFF"])
def test_a_picture_of_a_rarer_kind_that_says_nothing_stays_as_it_is(form):
    data = film(form)
    assert taken_in(data, "film") == data


@pytest.mark.parametrize("name", RARER)
def test_a_mangled_picture_of_a_rarer_kind_breaks_nothing(name):
    chance, data = random.Random(name), RARER[name]()
    for _ in range(200):
        mangled = bytearray(data[: chance.randrange(20, len(data))])
        for _ in range(4):
            mangled[chance.randrange(min(len(mangled), 400))] = chance.randrange(256)
        without_remarks(bytes(mangled))


def way_up(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.getexif().get(ORIENTATION)


COLOURS = pikepdf.Dictionary(ColorTransform=0)


def as_it_is(data):
    return data


def in_digits(data):
    return zlib.compress(data).hex().encode() + b">"


@pytest.mark.parametrize(
    ("pack", "filters", "parameters"),
    [
        (as_it_is, ["/DCTDecode"], [COLOURS]),
        (as_it_is, ["/DCT"], [COLOURS]),
        (zlib.compress, ["/FlateDecode", "/DCTDecode"], [None, COLOURS]),
        (zlib.compress, ["/Fl", "/DCT"], [None, COLOURS]),
        (in_digits, ["/ASCIIHexDecode", "/FlateDecode", "/DCTDecode"], [None, None, COLOURS]),
    ],
)
def test_a_photo_in_a_pdf_loses_its_place_however_it_was_packed(pack, filters, parameters):
    photo = picture(place=PLACE.decode())
    paper = paper_with(pack(photo), filters, parameters)
    after = bare(paper)
    with pikepdf.open(io.BytesIO(after)) as document:
        image = document.pages[0].obj.Resources.XObject.I
        assert pixels(image.read_raw_bytes()) == pixels(photo)
        assert PLACE not in image.read_raw_bytes()
        assert image.stream_dict.DecodeParms.ColorTransform == 0, "colours mean what they meant"
    assert bare(after) == after, "once is enough"


@pytest.mark.parametrize("first", ["/FlateDecode", "/Unknown"])
def test_a_photo_that_nobody_can_unpack_breaks_nothing(first):
    paper = paper_with(b"no such stream", [first, "/DCTDecode"], [None, None])
    assert bare(paper) == paper


def paper_with(data, filters, parameters):
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        stream = document.make_stream(data, Subtype=pikepdf.Name.Image)
        stream.stream_dict.Filter = pikepdf.Array(map(pikepdf.Name, filters))
        stream.stream_dict.DecodeParms = pikepdf.Array(parameters)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=stream))
        document.save(out)
    return out.getvalue()


def loses_its_words(data, name):
    after = taken_in(data, name)
    assert PLACE not in after
    assert pixels(after) == pixels(data)
    assert taken_in(after, name) == after, "once is enough"


def taken_in(data, name):
    """What becomes of a picture in a Word file."""
    out = io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(f"word/media/{name}", data)
    with zipfile.ZipFile(io.BytesIO(bare(out.getvalue()))) as archive:
        return archive.read(f"word/media/{name}")


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return [
            (each.convert("RGBA").tobytes(), each.info.get("duration"), each.info.get("loop"))
            for each in ImageSequence.Iterator(image)
        ]
