"""Where a link leads says something too."""

import pytest

from rules.link_addresses import addresses_in, is_address, read_address

SAID = {
    "mailto:a@example.com?body=%E7%BC%96%E5%8F%B73607": ("", "mailto:a@example.com?body=编号3607"),
    "tel:+8615400000001": ("", "tel:+8615400000001"),
    "https://example.com/a%20b?id=36%2530&x=1#to=5": (
        "https://example.com/a b",
        "id=360\nx=1\nto=5",
    ),
    "//example.com/art_1540": ("//example.com/art_1540", ""),
    "/bszn/1540/#part": ("/bszn/1540/", "part"),
    "sms:154+0000+0001": ("", "sms:154 0000 0001"),
    "": ("", ""),
}


@pytest.mark.parametrize("url", SAID)
def test_an_address_is_read_without_its_percent_signs(url):
    assert read_address(url) == SAID[url]


def test_links_and_pictures_of_a_text_are_found_whatever_their_quotes():
    markup = '<p><a class="x" href="tel:1&amp;2">电话</a> <img src=\'a.jpg\'><a>无</a></p>'
    assert addresses_in(markup) == ["tel:1&2", "a.jpg"]
    assert addresses_in("") == addresses_in(None) == []


def test_only_a_whole_address_is_one():
    urls = ["https://example.com/", "mailto:a@example.com", "tel:12317"]
    assert all(map(is_address, urls))
    assert not any(
        map(is_address, ["见 https://example.com/", "备注：无", "时间：9:00", "", "正文"])
    )
