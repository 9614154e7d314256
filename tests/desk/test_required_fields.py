"""What is asked for in any case is marked, on every form of the desk; the rest is named here."""

import importlib
import pkgutil
from datetime import date

import pytest
from tests.support.desk import page

import desk
from demo.acts import holder
from doors.text_forms import TextForm
from registry.models import User

pytestmark = pytest.mark.django_db
#: Fields that may stay empty, or are asked for only beside what was chosen: the page says when.
MAY_STAY_EMPTY = {
    "AccessForm": "since until person act",
    "CheckForm": "because",
    "CityForm": "scan with_province",
    "ListingForm": "basis_doc_no",
    "OutcomeForm": "scan",
    "JudgeForm": "because",
    "FiguresForm": "households persons average_income_fen text",
    "FindingForm": "basis",
    "ForwardForm": "city_on province_on",
    "RegisterForm": "reason",
    "DecideForm": "cause",
    "HandlerForm": "note",
    "IntakeForm": "about_text certificate_no person_name person_contact evidence",
    "JoinForm": "note",
    "NoteForm": "note",
    "TransferForm": "note",
    "AskForm": "person office expert_name expert_unit expert_email",
    "CircularForm": "note",
    "CorrectionForm": "document_no decided_on is_result_wrong",
    "PurposeForm": "purpose",  # its own two pages mark it
    "DecisionForm": "months count demands reason_code",
    "ProposalForm": "source evidence",
    "ListForm": "receiver",
    "MakeForm": "full",
    "FilingForm": "empty note",
    "FollowUpForm": "text suspends",
    "PlanForm": "planned_on",
    "CompleteForm": "voucher",
    "EntryForm": "voucher",
    "WordForm": "help_text position ends_on",
    "PostingForm": "photo is_photo_public",
    "AnswerForm": "finding answer",
    "ObjectionForm": "person_name person_contact evidence",
    "AppointForm": "last_name",
    "PeriodForm": "since until township category",
    "ProgressForm": "evidence",
    "SurveyForm": "difficulties",
    "FileForm": "channel",
    "PublicationForm": "last_day",
    "ReachForm": "since until person act before",
    "TrailForm": "since until person act",
    "SubscriberForm": "kinds",
    "WordingForm": "text is_shipped",
}


def forms_of_the_desk(form_class=TextForm):
    for each in form_class.__subclasses__():
        if each.__module__.startswith("desk."):
            yield each
        yield from forms_of_the_desk(each)


def test_each_field_of_each_form_is_marked_or_may_stay_empty():
    for module in pkgutil.walk_packages(desk.__path__, "desk."):
        if ".management" not in module.name:
            importlib.import_module(module.name)
    offenders, count = [], 0
    for form in set(forms_of_the_desk()):
        if form.__name__ == "OpinionForm":  # each result asks for its own; ``test_signing.py``
            continue
        free = MAY_STAY_EMPTY.get(form.__name__, "").split()
        assert set(form.must) <= set(form.base_fields), form
        for name, field in form.base_fields.items():
            count += 1
            if not (field.required or name in form.must or name in free):
                offenders.append(f"{form.__module__}.{form.__name__}.{name}")
    assert count > 150
    assert offenders == []


DOORS = {
    "appoint": ("admin", ()),
    "move_officer": ("admin", ("person",)),
    "end_officer": ("admin", ("person",)),
    "terminate": ("manager@fpb", ("item",)),
    "hold": ("manager@fpb", ("item",)),
    "intake": ("fpb_clerk@fpb", ()),
    "delegations": ("fpb_clerk@fpb", ()),
    "send_to_station": ("fpb_reviewer@fpb", ("item",)),
}


@pytest.mark.parametrize("name", sorted(DOORS))
def test_what_an_empty_form_is_refused_for_was_marked_before(item, signed_in, on_day, name):
    on_day(date(2020, 4, 3))
    who, about = DOORS[name]
    keys = {"person": holder("fpb_clerk@fpb").pk, "item": item.pk}
    client = signed_in(User.objects.get(username=who) if "@" not in who else who)
    address = page(name, *(keys[each] for each in about))
    shown = client.get(address)
    assert shown.status_code == 200
    answer = client.post(address, {})
    assert answer.status_code == 422
    form = answer.context["form"]
    marks = {field.name for field in form if field.field.required or field.name in form.must}
    wrong = set(form.errors) - {"__all__"}
    assert wrong
    assert wrong <= marks
    html = shown.content.decode()
    assert html.count("desk-must") == len(set(form.must) & set(form.fields))
