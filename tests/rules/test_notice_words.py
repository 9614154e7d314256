"""The words of a notice are those of its article, and nothing that changes with the day alone."""

from rules.notice_words import digest, links_of, words_of

PAGE = """<!doctype html><html><body><p>页眉</p>
<article class="paper"><h1>关于 拟认定的
公示</h1><div data-passing><p>还有<b>3</b>个工作日<br></p><a href="objection/">异议</a></div>
<p>一、内容&amp;说明<br>二、期限<script>var a = "x"</script></p>
<a href="table/">表格</a><a href="table/">表格</a>
<img src="board/1/" alt="照片"></article><p>页脚</p></body></html>"""


def test_the_article_alone_is_read_without_white_space_and_passing_parts():
    assert words_of(PAGE) == "关于拟认定的公示一、内容&说明二、期限表格表格"


def test_a_day_less_changes_nothing_and_a_word_more_does():
    same = PAGE.replace("<b>3</b>", "<b>2</b>").replace("\n", "  ").replace("页脚", "尾")
    assert digest(words_of(same)) == digest(words_of(PAGE))
    assert digest(words_of(PAGE.replace("说明", "声明"))) != digest(words_of(PAGE))


def test_links_are_told_once_each_and_none_of_a_passing_part():
    assert links_of(PAGE) == ["table/", "board/1/"]


def test_a_page_without_an_article_or_with_broken_tags_has_the_words_it_has():
    assert words_of("<p>维护中</p>") == ""
    assert words_of("<article><p>甲</b></i><div>乙") == "甲乙"
    assert words_of("</article><article>甲</article>乙") == "甲"
