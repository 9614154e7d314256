"""A picture inside a paper loses what it says beside its pixels, wherever that stands."""

import io
import zipfile
import zlib

import pikepdf
import pytest
from docx import Document
from PIL import Image
from tests.support.photos import picture

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
        shown = document.pages[0].obj.Resources.XObject.I
        assert pixels(shown.read_raw_bytes()) == pixels(photo)
        assert PLACE not in shown.read_raw_bytes()
        assert shown.stream_dict.DecodeParms.ColorTransform == 0, "colours mean what they meant"
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
        return image.convert("RGBA").tobytes()
