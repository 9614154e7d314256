"""The addresses at which administrators word what the office says."""

from django.urls import path

from . import listed_words, wordings

WORDS = [
    path("letter-wordings/", wordings.Wordings.as_view(), name="letter_wordings"),
    path("letter-wordings/<slug:kind>/", wordings.Draft.as_view(), name="letter_wording"),
    path("wordings/<int:pk>/", wordings.Decide.as_view(), name="wording"),
    path("listed-words/", listed_words.Lists.as_view(), name="listed_words"),
    path("listed-words/<slug:word_list>/new/", listed_words.New.as_view(), name="new_word"),
    path("listed-words/<slug:word_list>/<slug:code>/", listed_words.Draft.as_view(), name="word"),
    path("word-versions/<int:pk>/", listed_words.Decide.as_view(), name="word_version"),
]
