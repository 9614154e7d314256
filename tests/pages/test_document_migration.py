"""Bodies of rich text became blocks without losing a word, and can go back."""

import importlib

import pytest

moved = importlib.import_module("pages.migrations.0003_document_bodies")


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<p>一、甲</p>\n<p>二、乙&amp;丙</p>", ["paragraph"]),
        (
            "<h2>一、总则</h2><p>甲</p><h3>（一）</h3><ul><li>乙</li></ul>",
            ["heading", "paragraph"] * 2,
        ),
        ("纯文字<b>粗</b>", ["paragraph"]),
        ("<p>甲</p><hr/><p>乙<br/>丙</p>", ["paragraph"]),
        ('<p><a linktype="page" id="3">链接</a></p>', ["paragraph"]),
        ("", []),
        ("<h2></h2>", []),
    ],
)
def test_rich_text_becomes_blocks_with_the_same_words(html, kinds):
    found = moved.blocks(html)
    assert [block["type"] for block in found] == kinds
    assert moved.words(moved.markup(found)).split() == moved.words(html).split()


def test_links_keep_their_targets():
    [block] = moved.blocks('<p><a linktype="page" id="3">链接</a></p>')
    assert 'linktype="page" id="3"' in block["value"]
