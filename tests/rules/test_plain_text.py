"""Text as it is typed becomes text as everything can hold it."""

from xml.etree import ElementTree
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from rules.plain_text import plain, plain_line, plain_values

ANY = st.text(st.characters(codec=None, categories=None), max_size=60)
WRITTEN = "赣南脐橙（纽荷尔）𠮷㐂😀 \t5公斤/箱"


def test_every_line_end_is_one_line_feed():
    assert plain("一\r\n二\r三\n四\x0b五\x0c六\u2028七\u2029八\x85九") == "\n".join(
        "一二三四五六七八九"
    )
    assert plain_line("脐橙\x0b果干\t5\r\n公斤") == "脐橙 果干 5 公斤"


def test_what_nobody_sees_is_gone_and_what_is_written_stays():
    for code in (0, 1, 8, 0x1B, 0x7F, 0x9F, 0x200B, 0x202E, 0x2066, 0xFEFF, 0xFFFE, 0xFFFF, 0xD800):
        assert plain(f"脐{chr(code)}橙") == "脐橙"
    assert plain("脐\U0001fffe橙\U0010ffff") == "脐橙"
    assert plain(WRITTEN) == WRITTEN


@given(ANY)
def test_plain_text_is_legal_in_xml_and_can_be_encoded(text):
    kept = plain(text)
    assert ElementTree.fromstring(f"<a>{escape(kept)}</a>").text in (kept, None)
    kept.encode()
    assert plain(kept) == kept


def test_values_are_made_plain_through_lists_and_tables():
    values = {"name": "脐\x0b橙", "rows": [["甲\x00", 1]], "said": {"a": "b\r\n"}, "count": 3}
    assert plain_values(values) == {
        "name": "脐\n橙",
        "rows": [["甲", 1]],
        "said": {"a": "b\n"},
        "count": 3,
    }
