"""类别和理由: the words of controlled lists, drafted by one person and approved by another."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from registry import word_changes
from registry.listed_words import CATEGORY, LAST, SHIPPED, words
from registry.models import ListedWord
from registry.officers import may_word
from rules.periods import local_day

from .access import DeskForm, DeskView
from .opinion_forms import day_input, long_text
from .wordings import APPROVE, DecisionForm

COLUMNS = {
    "name": "名称",
    "help_text": "说明",
    "position": "次序",
    "begins_on": "施行日期",
    "ends_on": "停用日期",
    "platform_code": "报送时对应的类别",
    "basis": "依据",
}
HELP_TEXT = {
    CATEGORY: "哪些产品属于该类别，显示在申请表上；可不填",
    ListedWord.List.REFUSAL: "申请单位可以怎样改正，写入不予认定反馈书",
}


#: What must be there, and what is said where it is not.
MUST = {
    "name": "请填写名称",
    "position": "请填写次序",
    "because": "请写明修改理由",
    "platform_code": "请选择报送国家平台时对应的类别",
    "basis": "请写明依据的文件和条款",
}


class WordForm(TextForm):
    must = ("name", "begins_on", "because")
    name = forms.CharField(
        label="名称",
        required=False,
        max_length=20,
        help_text="只改叫法，不改含义：代码不变，已有的申请、统计、报送都按代码计；含义不同的请新增",
    )
    help_text = forms.CharField(label="说明", required=False, max_length=300, widget=long_text(2))
    position = forms.IntegerField(
        label="次序", required=False, min_value=1, max_value=LAST, help_text="小的在前"
    )
    begins_on = forms.DateField(
        label="施行日期",
        required=False,
        widget=day_input(),
        help_text="最早为批准次日；不填的为批准次日",
    )
    ends_on = forms.DateField(
        label="停用日期",
        required=False,
        widget=day_input(),
        help_text="自该日起不再供选择，已经用了的照常显示；不停用的不填",
    )
    because = forms.CharField(label="修改理由", required=False, max_length=300, widget=long_text(2))

    def __init__(self, *args, word_list, is_own, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["help_text"].help_text = HELP_TEXT[word_list]
        if is_new:
            self.fields["name"].help_text = ""
            self.fields["code"] = forms.CharField(
                label="代码",
                required=False,
                max_length=20,
                help_text="小写字母、数字和下划线，此后不能改；不填的由系统编定",
            )
        if is_own and word_list == CATEGORY:
            self.fields["platform_code"] = forms.ChoiceField(
                label="报送时对应的类别",
                required=False,
                choices=[("", "（请选择）"), *SHIPPED[CATEGORY]],
                disabled=not is_new,
                help_text="全国平台只收统一的类别，本区自设的按这里的对应报送，批准后不能改",
            )
        elif is_own:
            self.fields["basis"] = forms.CharField(
                label="依据",
                required=False,
                max_length=200,
                widget=long_text(2),
                help_text="文件名称、文号和条款；不得超出法律、法规和认定办法增设条件",
            )
        for name in MUST.keys() & self.fields.keys():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = MUST[name]
        self.order_fields(["name", "code", "platform_code", "basis"])


class _OfWords(DeskView):
    header_icon = "list-ul"
    page_title = "类别和理由"

    def is_allowed(self):
        return may_word(self.request.user)

    @cached_property
    def on(self):
        return local_day(self.at)


class Lists(_OfWords):
    """Both lists as they hold today: in whose words, what begins or ends, and what waits."""

    template_name = "desk/listed_words.html"

    def get_context_data(self, **kwargs):
        rows = ListedWord.objects.waiting().select_related("entered_by")
        waiting = {(row.word_list, row.code): row for row in rows}
        lists = [(each, list(self._lines(each, waiting))) for each in ListedWord.List]
        return super().get_context_data(lists=lists, **kwargs)

    def _lines(self, word_list, waiting):
        """``(what is named, its state, what waits)``; last those that nobody has approved yet."""
        today = words(word_list, on=self.on)
        for code, word in word_changes.to_come(word_list, on=self.on).items():
            row = waiting.pop((word_list, code), None)
            yield today.get(code, word), self._state(today.get(code), word), row
        for key in [key for key in waiting if key[0] == word_list]:
            yield waiting[key], {"is_draft": True}, waiting.pop(key)

    def _state(self, word, later):
        """How ``word`` holds today (None: not yet), where ``later`` is what is approved of it."""
        is_open = word is not None and (word.ends_on is None or self.on < word.ends_on)
        return {"is_now": word is not None, "is_open": is_open, "changes": word and word != later}


class _OfList(DeskForm, _OfWords):
    def onward(self, result):
        return ("desk:listed_words",)

    @cached_property
    def word_list(self):
        if self.kwargs["word_list"] not in ListedWord.List.values:
            raise Http404
        return ListedWord.List(self.kwargs["word_list"])

    def get_page_title(self):
        return f"{self.page_title}：{self.word_list.label}"


class _Drafting(_OfList):
    template_name = "desk/listed_word.html"
    success_message = "已提交，由另一人批准后生效"
    form_class = WordForm
    #: The word that is called otherwise from a day on; "" of one that is not there yet.
    code, is_new, is_own = "", False, True

    def get_form_kwargs(self):
        about = {"word_list": self.word_list, "is_own": self.is_own, "is_new": self.is_new}
        return super().get_form_kwargs() | about

    def act(self, form):
        values = {"code": self.code, "is_new": self.is_new, **form.cleaned_data}
        return word_changes.enter(self.word_list, **values, **self.who)

    def get_context_data(self, **kwargs):
        versions = ListedWord.objects.filter(word_list=self.word_list, code=self.code)
        versions = versions.select_related("entered_by", "decided_by")
        return super().get_context_data(
            code=self.code,
            is_new=self.is_new,
            waiting=next((row for row in versions if row.decided_at is None), None),
            versions=versions,
            **kwargs,
        )


class New(_Drafting):
    """A word of the district's own."""

    is_new = True

    def get_initial(self):
        return {"position": 500}


class Draft(_Drafting):
    """Another version of a word."""

    @cached_property
    def word(self):
        """As it is to be, with all that is approved."""
        rows = word_changes.to_come(self.word_list, on=self.on)
        if self.kwargs["code"] not in rows:
            raise Http404
        return rows[self.kwargs["code"]]

    @property
    def code(self):
        return self.word.code

    @property
    def is_own(self):
        return self.word.is_own

    def get_initial(self):
        return {name: getattr(self.word, name) for name in COLUMNS if name != "begins_on"}


class Decide(_OfList):
    """One version beside what held when it was drafted, for another person to decide."""

    template_name = "desk/listed_word_decision.html"
    success_message = "已决定"
    form_class = DecisionForm

    @cached_property
    def version(self):
        rows = ListedWord.objects.select_related("entered_by", "decided_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def word_list(self):
        return ListedWord.List(self.version.word_list)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        approve, decline = form.fields["decision"].choices
        form.fields["decision"].choices = [
            (approve[0], "批准，自施行日期起照此（最早为明天）"),
            (decline[0], "不批准，维持现状"),
        ]
        return form

    def act(self, form):
        approves = form.cleaned_data["decision"] == APPROVE
        return word_changes.decide(self.version, is_approved=approves, **self.who)

    def get_context_data(self, **kwargs):
        version = self.version
        on = local_day(version.entered_at)
        before = None if version.decided_at else word_changes.to_come(self.word_list, on=on)
        before = before and before.get(version.code)
        return super().get_context_data(
            version=version,
            is_compared=version.decided_at is None,
            rows=[row for row in map(self._row(before), COLUMNS) if row[1] or row[2]],
            barred=word_changes.reasons_against_deciding(
                version, is_approved=False, by=self.request.user
            ),
            is_own=version.entered_by_id == self.request.user.pk,
            **kwargs,
        )

    def _row(self, before):
        """``(title, before, now)`` of a column in words."""

        def row(name):
            old = getattr(before, name, "") if before else ""
            return (
                COLUMNS[name],
                self._text(name, old),
                self._text(name, getattr(self.version, name)),
            )

        return row

    def _text(self, name, value):
        if name == "platform_code":
            return dict(SHIPPED[CATEGORY]).get(value, "")
        return "" if value is None else f"{value}"
