"""What is asked of others, and what they answer."""

from django import forms

from doors.text_forms import TextForm
from registry.models import Membership, Organisation, User
from registry.roles import Auditor
from workflow.models import Consultation
from workflow.policies.consultations import last_possible_day

from .opinion_forms import day_input, long_text

PERSON, OFFICE, EXPERT = "person", "office", "expert"
WHOM = ((PERSON, "本系统人员"), (OFFICE, "单位"), (EXPERT, "外部专家（寄送答复链接）"))
OF = {
    PERSON: ("person",),
    OFFICE: ("office",),
    EXPERT: ("expert_name", "expert_unit", "expert_email"),
}


def officers(on):
    """Whoever works for an office on day ``on``, auditors apart: they judge and take no part."""
    works = Membership.objects.in_force(on).exclude(role=Auditor.word)
    people = User.objects.filter(pk__in=works.values("user"), is_active=True, applicant=None)
    return people.order_by("username")


def colleagues(user, on):
    """The others of the offices of ``user``."""
    own = Membership.objects.in_force(on).filter(user=user).values("organisation")
    works = Membership.objects.in_force(on).filter(organisation__in=own)
    return officers(on).filter(pk__in=works.values("user")).exclude(pk=user.pk)


class PersonField(forms.ModelChoiceField):
    """A person, named with the offices: names alone may be those of two."""

    def __init__(self, label, **kwargs):
        super().__init__(
            User.objects.none(), label=label, required=False, empty_label="请选择", **kwargs
        )

    def label_from_instance(self, person):
        return named_with_offices(person)


def named_with_offices(person):
    offices = dict.fromkeys(f"{each.organisation}" for each in person.memberships.all())
    return f"{person}（{'、'.join(offices)}）"


def with_offices(people):
    return people.prefetch_related("memberships__organisation")


def question_field(label):
    return forms.CharField(label=label, required=False, max_length=1000, widget=long_text(4))


def limit_field():
    return forms.DateField(
        label="答复期限",
        required=False,
        widget=day_input(),
        help_text="不得晚于本环节的办理期限；办理期限不因此延长",
    )


class _Question(TextForm):
    """Suggests the last possible day."""

    def __init__(self, *args, task, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        if task is not None:
            self.fields["due_on"].initial = last_possible_day(task, on)


class AskForm(_Question):
    """One question to a person, an office or an expert: what the others ask for is left out."""

    must = ("whom", "question", "due_on")
    whom = forms.ChoiceField(
        label="征求谁的意见",
        choices=WHOM,
        initial=PERSON,
        required=False,
        widget=forms.RadioSelect,
    )
    person = PersonField("人员")
    office = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", required=False, empty_label="请选择"
    )
    expert_name = forms.CharField(label="专家姓名", required=False, max_length=40)
    expert_unit = forms.CharField(label="专家所在单位", required=False, max_length=80)
    expert_email = forms.CharField(
        label="专家电子邮箱",
        required=False,
        max_length=254,
        help_text="答复链接寄到该邮箱，期限届满失效；专家只能看到产品情况，看不到申请材料和名册",
    )
    question = question_field("事项")
    due_on = limit_field()
    field_order = ["whom", "person", "office", *OF[EXPERT], "question", "due_on"]

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, user=user, on=on, **kwargs)
        self.fields["person"].queryset = with_offices(officers(on).exclude(pk=user.pk))
        staffed = Membership.objects.in_force(on).exclude(role=Auditor.word)
        offices = Organisation.objects.filter(pk__in=staffed.values("organisation"))
        self.fields["office"].queryset = offices.order_by("code")

    def values(self):
        """The arguments of the service: of the three kinds of addressee the chosen one's."""
        typed = self.cleaned_data
        chosen = OF.get(typed["whom"], OF[PERSON])
        addressee = {name: typed[name] for name in chosen}
        return {**addressee, "question": typed["question"], "due_on": typed["due_on"]}


class EntrustForm(_Question):
    """A colleague of one's own office who prepares one's opinion."""

    must = ("person", "question", "due_on")
    person = PersonField("委派给", help_text="本单位的同事；准备好的意见回到您的草稿，由您签署")
    question = question_field("要求")
    due_on = limit_field()

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, user=user, on=on, **kwargs)
        self.fields["person"].queryset = with_offices(colleagues(user, on))

    def values(self):
        return self.cleaned_data


class AnswerForm(TextForm):
    """The answer to a question."""

    must = ("stance", "answer")
    stance = forms.ChoiceField(
        label="态度",
        choices=Consultation.Stance.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label="意见", required=False, max_length=4000, widget=long_text(6))


class PreparationForm(TextForm):
    """The words that a colleague prepares: the verdict stays with who signs."""

    must = ("answer",)
    answer = forms.CharField(label="拟签意见", required=False, max_length=4000, widget=long_text(6))


class ReadersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person):
        return named_with_offices(person)


class CircularForm(TextForm):
    """For whose knowledge, and why."""

    must = ("readers",)
    readers = ReadersField(
        User.objects.none(),
        label="传阅给",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只列出有权查看该申请的人员",
    )
    note = forms.CharField(label="说明", required=False, max_length=300, widget=long_text(3))
