"""What people write into the search box, and what the office says it means."""

import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, PageChooserPanel

from records.prepared import Prepared
from rules.first_words import FIRST_WORDS
from rules.segmentation import tokens

NOTHING_SAID = "请填写同义词，或者选择优先显示的页面"
#: So many words are remembered as they are compared: each question compares them all.
MOST = 1_000


class SearchWordQuerySet(models.QuerySet):
    def begin(self):
        """Enter the first words where the office has none yet."""
        if not self.exists():
            rows = (self.model(word=word, means=means) for word, means in FIRST_WORDS.items())
            self.bulk_create(rows)


class SearchWord(models.Model):
    """搜索用语: a word of the people, what the site calls it, the page that answers it first."""

    word = models.CharField(
        "群众的说法", max_length=40, unique=True, help_text="例如“橙子”“公示几天”"
    )
    means = models.CharField(
        "同义词",
        max_length=200,
        blank=True,
        help_text="网站上的说法，几个之间用顿号分开，例如“脐橙”",
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="优先显示的页面",
        help_text="搜索中含有这个说法时排在最前；页面未公开时不显示",
    )

    objects = SearchWordQuerySet.as_manager()

    panels = [FieldPanel("word"), FieldPanel("means"), PageChooserPanel("page")]

    class Meta:
        verbose_name = verbose_name_plural = "搜索用语"
        ordering = ["word"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(means="", page=None),
                name="search_word_says_something",
                violation_error_message=NOTHING_SAID,
            )
        ]

    def __str__(self):
        return self.word

    @classmethod
    def within(cls, question):
        """Those that ``question`` (in one script, without marks) holds, the longest first."""
        words = [cls(*row) for row in WORDS() if _key(row[1]) in question]
        return sorted(words, key=lambda each: (-len(each.key), each.pk))

    def clean(self):
        super().clean()
        self.word = unicodedata.normalize("NFKC", self.word).strip()
        if not self.key:
            raise ValidationError({"word": "请填写文字或者数字"})

    @property
    def key(self):
        """The word in one script, without marks."""
        return _key(self.word)

    @property
    def meanings(self):
        """The other words that are looked for as well."""
        return [each.strip() for each in self.means.replace("，", "、").split("、") if each.strip()]


@lru_cache(MOST)
def _key(word):
    return "".join(tokens(word))


#: The columns of every word, in the order in which the model takes them.
WORDS = Prepared(lambda: SearchWord.objects.order_by().values_list())
