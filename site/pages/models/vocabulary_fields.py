"""Fields of a document's form that offer the words of a vocabulary, and the one that is stored."""

from django import forms

from .vocabularies import VocabularyTerm

NOTHING = ("", "请选择")


class LateSelect(forms.Select):
    """Asked for when the text is handed in: a browser that wants it sooner stops every autosave."""

    def use_required_attribute(self, initial):
        return False


class TermField(forms.ChoiceField):
    """One word of a vocabulary; a word that went out of use stays where it was chosen."""

    widget = LateSelect

    def __init__(self, vocabulary, value, **kwargs):
        words = VocabularyTerm.objects.words(vocabulary)
        words += [value] if value and value not in words else []
        super().__init__(choices=[NOTHING, *((word, word) for word in words)], **kwargs)


class TermsField(forms.MultipleChoiceField):
    """Any number of words, stored in one column with 、 between them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, vocabulary, value, **kwargs):
        words = VocabularyTerm.objects.words(vocabulary)
        words += [each for each in parted(value) if each not in words]
        super().__init__(choices=[(word, word) for word in words], **kwargs)

    def prepare_value(self, value):
        return parted(value) if isinstance(value, str) else value

    def clean(self, value):
        return "、".join(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed(parted(initial), data)


def parted(value):
    return [each for each in (value or "").split("、") if each]
