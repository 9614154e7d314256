"""What every template may say: sentences over several lines, dates and money."""

from datetime import UTC, date, datetime

from django.template import engines


def rendered(source, /, **context):
    return engines["django"].from_string(source).render(context)


def test_a_sentence_over_several_lines_is_one_line_of_the_page():
    text = (
        "{% oneline %}\n  自{{ day }}起\n  {% if True %}公示　\n  五日{% endif %}\n{% endoneline %}"
    )
    assert rendered(text, day="今天") == "自今天起公示　五日"


def test_line_breaks_of_what_is_shown_stay():
    assert rendered("{% oneline %}\n  {{ text }}\n{% endoneline %}", text="一\n 二") == "一\n 二"


def test_moments_are_shown_in_the_time_of_china():
    at = datetime(2020, 9, 27, 17, 5, tzinfo=UTC)
    said = "{{ at|official_date }}，{{ at|official_moment }}，{{ at|iso_day }}，{{ at|iso_moment }}"
    assert (
        rendered(said, at=at) == "2020年9月28日，2020年9月28日 01:05，2020-09-28，2020-09-28 01:05"
    )


def test_a_day_that_is_not_known_is_left_out_and_money_is_parted_in_thousands():
    assert rendered("{{ day|official_date }}{{ day|iso_day }}", day=None) == ""
    assert rendered("{{ day|iso_day }} {{ fen|yuan }}", day=date(2020, 1, 2), fen=123456) == (
        "2020-01-02 1,234.56"
    )
