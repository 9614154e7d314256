"""The lists of words, series and groups that documents take from, kept in the back office."""

from wagtail.snippets.views.snippets import SnippetViewSet

from .models import DocumentSeries, RecipientGroup, SearchWord, VocabularyTerm


class SearchWords(SnippetViewSet):
    """What people write into the search box, beside what the site calls it."""

    model = SearchWord
    icon = "search"
    menu_label = "搜索用语"
    menu_order = 350
    add_to_admin_menu = True
    list_display = ["word", "means", "page"]
    search_fields = ["word", "means"]


class VocabularyTerms(SnippetViewSet):
    """The words that documents are classified with, kept by administrators."""

    model = VocabularyTerm
    icon = "list-ul"
    menu_label = "词表"
    menu_order = 352
    add_to_admin_menu = True
    list_display = ["word", "vocabulary", "place", "is_retired"]
    list_filter = ["vocabulary", "is_retired"]
    search_fields = ["word"]


class DocumentNumberSeries(SnippetViewSet):
    """The series in which documents are numbered when they are signed."""

    model = DocumentSeries
    icon = "list-ol"
    menu_label = "发文代字"
    menu_order = 354
    add_to_admin_menu = True
    list_display = ["agency", "issuer", "is_retired"]
    search_fields = ["agency", "issuer"]


class RecipientGroups(SnippetViewSet):
    """Organisations that documents are addressed to together."""

    model = RecipientGroup
    icon = "group"
    menu_label = "收文分组"
    menu_order = 356
    add_to_admin_menu = True
    list_display = ["name"]
    search_fields = ["name"]


VOCABULARY_LISTS = (SearchWords, VocabularyTerms, DocumentNumberSeries, RecipientGroups)
