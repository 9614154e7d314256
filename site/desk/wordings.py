"""文书用语: the words of the office's letters, drafted by one person and approved by another."""

from difflib import ndiff

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from registry.officers import may_word
from workflow.letter_cases import example, own_cases
from workflow.letter_sentences import own_sentences, places, shipped_sentences
from workflow.letter_words import gaps, shipped_wording
from workflow.models import Letter, LetterWording
from workflow.policies import wordings as policies
from workflow.services import wordings

from .access import DeskForm, DeskView
from .opinion_forms import long_text

APPROVE, DECLINE = "approve", "decline"


class WordingForm(TextForm):
    must = ("because",)
    text = forms.CharField(
        label="用语",
        required=False,
        max_length=policies.LONGEST,
        widget=long_text(12),
        help_text="花括号里的填充项发文时由系统填写，可以移动位置，不能删去、不能自造",
    )
    is_shipped = forms.BooleanField(
        label="恢复系统自带文本", required=False, help_text="勾选后不看上面的用语"
    )
    because = forms.CharField(label="修改理由", required=False, max_length=300, widget=long_text(2))

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for field, name, number, sentence in places(kind):
            own = "、".join(f"{{{each}}}" for each in sentence.gaps)
            self.fields[field] = forms.CharField(
                label=f"{{{name}}}：情形{number + 1}",
                required=False,
                widget=long_text(2),
                help_text=f"须有的填充项：{own}" if own else "",
            )

    def sentences(self):
        """What was typed for each case, in the form of ``shipped_sentences``; a field that was not
        sent stands as it is.
        """
        rows = shipped_sentences(self.kind)
        for field, name, number, _ in places(self.kind):
            is_there = self.add_prefix(field) in self.data
            rows[name][number] = (
                self.cleaned_data.get(field, "") if is_there else self[field].initial
            )
        return rows

    def sentence_fields(self):
        return [self[field] for field, *_ in places(self.kind)]

    def plain_fields(self):
        return [self[name] for name in ("is_shipped", "because")]


class CasesForm(TextForm):
    """Which sentence the preview shows, where a letter chooses among several by the case."""

    def __init__(self, kind, own, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, sentences in own_cases(kind, own).items():
            choices = [(number, _short(words)) for number, words in enumerate(sentences)]
            self.fields[name] = forms.TypedChoiceField(
                label=name, choices=choices, coerce=int, empty_value=0, required=False
            )


def _short(words):
    return " ".join(words.split())[:40] or "（不写）"


class _OfWordings(DeskView):
    header_icon = "edit"
    page_title = "文书用语"

    def is_allowed(self):
        return may_word(self.request.user)


class Wordings(_OfWordings):
    """Every kind of letter: in whose words it is written now, and what waits."""

    template_name = "desk/wordings.html"

    def get_context_data(self, **kwargs):
        newest, waiting = {}, {}
        rows = LetterWording.objects.select_related("entered_by", "decided_by")
        for row in rows.order_by("decided_at", "pk"):
            if row.decided_at is None:
                waiting[row.kind] = row
            elif row.is_approved:
                newest[row.kind] = row
        lines = [(kind, newest.get(kind), waiting.get(kind)) for kind in Letter.Kind]
        return super().get_context_data(lines=lines, **kwargs)


class _OfKind(DeskForm, _OfWordings):
    def onward(self, result):
        return ("desk:letter_wordings",)

    def get_page_title(self):
        return f"{self.page_title}：{self.kind.label}"

    def get_context_data(self, **kwargs):
        versions = LetterWording.objects.filter(kind=self.kind)
        return super().get_context_data(
            kind=self.kind,
            cases=list(own_cases(self.kind, self.own).items()),
            versions=versions.select_related("entered_by", "decided_by"),
            **kwargs,
        )


class Draft(_OfKind):
    """Other words for one kind of letter, shown with an example before they are put forward."""

    template_name = "desk/wording.html"
    success_message = "已提交，由另一人批准后生效"
    form_class = WordingForm

    @cached_property
    def kind(self):
        if self.kwargs["kind"] not in Letter.Kind.values:
            raise Http404
        return Letter.Kind(self.kwargs["kind"])

    @cached_property
    def current(self):
        return wordings.current_text(self.kind, self.at)

    @cached_property
    def own(self):
        """The office's own sentences that hold now."""
        return wordings.current_sentences(self.kind, self.at)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_initial(self):
        rows = shipped_sentences(self.kind) | self.own
        sentences = {field: rows[name][number] for field, name, number, _ in places(self.kind)}
        return {"text": self.current, **sentences}

    def post(self, request, *args, **kwargs):
        if "preview" in request.POST:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def act(self, form):
        names = ("text", "is_shipped", "because")
        values = {name: form.cleaned_data[name] for name in names}
        return wordings.enter(self.kind, sentences=form.sentences(), **values, **self.who)

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self.get_form()
        text, own = self._words_of(form)
        against = policies.reasons_against_words(self.kind, text, own)
        cases_form = self._cases_form(own if not against else self.own)
        titles = {field: form.fields[field].label for field, *_ in places(self.kind)}
        reasons = [
            f"{titles[field]}：{reason}" if field in titles else reason for field, reason in against
        ]
        return super().get_context_data(
            form=form,
            waiting=LetterWording.objects.waiting().filter(kind=self.kind).first(),
            outdated=wordings.is_outdated(self.kind, self.at),
            gaps=[(name, example(self.kind, f"{{{name}}}")) for name in gaps(self.kind)],
            preview="" if against else example(self.kind, text, _chosen(cases_form), own),
            cases_form=cases_form,
            reasons=reasons if "preview" in self.request.POST else [],
            **kwargs,
        )

    def _cases_form(self, own):
        is_wanted = "preview" in self.request.POST
        return CasesForm(self.kind, own, self.request.POST if is_wanted else None, prefix="case")

    def _words_of(self, form):
        """``(text, own sentences)`` as typed, as far as the form could read it; else in force."""
        if not form.is_bound:
            return self.current, self.own
        form.is_valid()
        if form.cleaned_data.get("is_shipped"):
            return shipped_wording(self.kind), {}
        return form.cleaned_data.get("text", ""), own_sentences(self.kind, form.sentences())


def _chosen(cases_form):
    return cases_form.cleaned_data if cases_form.is_bound and cases_form.is_valid() else {}


class DecisionForm(TextForm):
    decision = forms.ChoiceField(
        label="决定",
        choices=[(APPROVE, "批准，此后发出的文书照此用语"), (DECLINE, "不批准，维持现行用语")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择批准或者不批准"},
    )


class Decide(_OfKind):
    """One version beside what is in force, for another person to decide."""

    template_name = "desk/wording_decision.html"
    success_message = "已决定"
    form_class = DecisionForm

    @cached_property
    def wording(self):
        rows = LetterWording.objects.select_related("entered_by", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def kind(self):
        return Letter.Kind(self.wording.kind)

    @property
    def own(self):
        return self.wording.current_sentences

    def act(self, form):
        approves = form.cleaned_data["decision"] == APPROVE
        return wordings.decide(self.wording, is_approved=approves, **self.who)

    def get_context_data(self, **kwargs):
        wording = self.wording
        text = wording.text or shipped_wording(wording.kind)
        is_outdated = wording.is_outdated
        before = wordings.current_text(wording.kind, wording.entered_at)
        own_before = wordings.current_sentences(wording.kind, wording.entered_at)
        names = own_before | wording.sentences
        return super().get_context_data(
            wording=wording,
            lines=_differences(
                _whole(wording.kind, before, own_before, names),
                _whole(wording.kind, text, wording.sentences, names),
            ),
            preview="" if is_outdated else example(wording.kind, text, own=wording.sentences),
            outdated=policies.OUTDATED if is_outdated and not wording.decided_at else "",
            barred=policies.reasons_against_deciding(
                wording, is_approved=False, by=self.request.user
            ),
            is_own=wording.entered_by_id == self.request.user.pk,
            **kwargs,
        )


def _whole(kind, text, own, names):
    """The words with the sentences of the gaps ``names`` below, each after its gap and case."""
    rows = shipped_sentences(kind) | own
    lines = [
        f"{{{name}}}情形{number + 1}：{words}"
        for name in names
        for number, words in enumerate(rows.get(name, ()))
    ]
    return "\n".join([text, *lines])


def _differences(before, after):
    """``[(sign, line)]``: what goes, what comes and what stays."""
    lines = ndiff(before.splitlines(), after.splitlines())
    return [(line[0].strip(), line[2:]) for line in lines if line[0] != "?"]
