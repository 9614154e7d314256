"""What a unit fills in when it hands in the ledgers of a quarter."""

from django import forms

from doors.text_forms import TextForm

from .opinion_forms import long_text


class FilingForm(TextForm):
    """``ledgers``: those without an entry, each to be said so."""

    empty = forms.MultipleChoiceField(
        label="本季度没有发生的台账",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="没有记录的台账逐项勾选；漏记的请先补记",
    )
    note = forms.CharField(label="说明", required=False, max_length=500, widget=long_text(3))

    def __init__(self, *args, ledgers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["empty"].choices = [(each.word, each.title) for each in ledgers]
        if not ledgers:
            del self.fields["empty"]
