"""The controlled words of documents, and the series in which they are numbered: kept by people."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from registry.names import fill
from rules.first_terms import FIRST_CATEGORIES, FIRST_KEYWORDS, FIRST_TOPICS
from rules.numbers import parse_document_number

from .gated import GatedRow


class TermQuerySet(models.QuerySet):
    def offered(self, vocabulary):
        """The words of ``vocabulary`` that may be chosen, in the order of the office."""
        return self.filter(vocabulary=vocabulary, is_retired=False)

    def words(self, vocabulary):
        return list(self.offered(vocabulary).values_list("word", flat=True))

    def begin(self):
        """Enter the first words of each vocabulary that has none yet."""
        for vocabulary, words in FIRST_TERMS.items():
            if not self.filter(vocabulary=vocabulary).exists():
                self.bulk_create(
                    self.model(vocabulary=vocabulary, word=fill(word), place=place)
                    for place, word in enumerate(words, 1)
                )


class VocabularyTerm(GatedRow, models.Model):
    """词表用语: a word that documents are classified with; out of use it is retired."""

    class Vocabulary(models.TextChoices):
        TOPIC = "topic", "主题分类"
        KEYWORD = "keyword", "主题词"
        CATEGORY = "category", "组配分类"

    vocabulary = models.CharField("词表", max_length=10, choices=Vocabulary)
    word = models.CharField("用语", max_length=40)
    place = models.PositiveSmallIntegerField("次序", default=100, help_text="数字小的排在前面")
    is_retired = models.BooleanField(
        "停用", default=False, help_text="停用的不再供选择，已经使用的文件不受影响"
    )

    objects = TermQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("vocabulary"), FieldPanel("word")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("is_retired")]),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "词表用语"
        ordering = ["vocabulary", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "word"],
                name="vocabularyterm_once",
                violation_error_message="该词表中已有这个用语",
            )
        ]

    def __str__(self):
        return self.word

    def clean(self):
        super().clean()
        self.word = self.word.strip()
        if self.vocabulary == self.Vocabulary.KEYWORD and re.search(r"[、，,;；\s]", self.word):
            raise ValidationError({"word": "一行一个主题词，不要用顿号、逗号或者空格连写"})


class DocumentSeries(models.Model):
    """发文代字: a series in which documents are numbered when they are signed (R03)."""

    agency = models.CharField(
        "机关代字", max_length=20, unique=True, help_text="例如“章扶办字”，不写年份和序号"
    )
    issuer = models.CharField(
        "发文机关", max_length=120, blank=True, help_text="全称；供拟稿时核对"
    )
    used_year = models.PositiveSmallIntegerField("启用时的年度", null=True, blank=True)
    used_until = models.PositiveIntegerField(
        "该年度已编到第几号",
        null=True,
        blank=True,
        help_text="启用本系统以前已经用过的序号，签发时接着往下编",
    )
    is_retired = models.BooleanField("停用", default=False)

    panels = [
        FieldPanel("agency"),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("used_year"), FieldPanel("used_until")]),
        FieldPanel("is_retired"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "发文代字"
        ordering = ["agency"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_year__isnull=True, used_until__isnull=True)
                | Q(used_year__gte=1949, used_year__lte=2199, used_until__gte=1),
                name="documentseries_used_numbers_are_whole",
                violation_error_message="年度和已编序号应一并填写",
            )
        ]

    def __str__(self):
        return self.agency

    def clean(self):
        super().clean()
        self.agency = self.agency.strip()
        try:
            number = parse_document_number(f"{self.agency}〔2020〕1号")
        except ValueError as error:
            raise ValidationError({"agency": "机关代字由汉字组成，不含年份、序号和括号"}) from error
        self.agency = number.agency


FIRST_TERMS = {
    VocabularyTerm.Vocabulary.TOPIC: FIRST_TOPICS,
    VocabularyTerm.Vocabulary.KEYWORD: FIRST_KEYWORDS,
    VocabularyTerm.Vocabulary.CATEGORY: FIRST_CATEGORIES,
}
