"""One act view: the form, the service, every reason at its field as 422, the message, and away."""

import ast
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.views.generic import View
from tests.test_house import find, tree

from doors.acts import ButtonAct, FormAct
from doors.text_forms import TextForm
from rules.refusal import Refused, refuse_fields

SITE = Path(__file__).parents[2] / "site"
#: Where a view meets a refusal by itself, and why no act view can do it.
BY_HAND = {
    "desk/archives.py": "answers with the package that it made",
    "desk/authorisations.py": "a scan is looked at by GET; what stands against it is told behind",
    "desk/change_files.py": "evidence is looked at by GET",
    "desk/countersigning.py": "what a refusal would send is shown; none where it cannot be signed",
    "desk/complaints.py": "evidence is looked at by GET",
    "desk/dishonesty.py": "evidence is looked at by GET",
    "desk/documents.py": "a paper that cannot be drawn is a 503",
    "desk/ledger_entries.py": "a voucher is looked at by GET",
    "desk/loading/report.py": "rows of a file, each with an answer of its own",
    "desk/exchange_batches.py": "a batch that is no more to be made is told beside the others",
    "desk/notices.py": "a notice whose evidence cannot be drawn says why on its page",
    "pages/management/commands/notice_evidence.py": "a command says why and ends with 1",
    "pages/notices/board_photos.py": "a photo that is not there is a 404",
    "desk/making_exports.py": "what a worker is refused ends the export with its reasons",
    "desk/sealed_trail.py": "a package is asked for by GET; its key may fail, which the list tells",
    "desk/giving_tables.py": "a GET asks for a table; what is against it is told above the list",
    "desk/files.py": "a file is looked at by GET, and its POST answers with the file",
    "desk/platform_files.py": "a platform's file is looked at by GET",
    "desk/previews.py": "shows what signing would be refused for, and signs nothing",
    "desk/publications.py": "evidence is looked at by GET",
    "desk/second_press.py": "the first press is a rehearsal: refused, it is the form again",
    "pages/hands_views.py": "Wagtail's own view of taking down",
    "pages/previewing/bundles.py": "pages of a bundle, each with an answer of its own",
    "pages/subscribing/views.py": "a letter's link has no form: it says why it is over",
    "pages/word_in/services.py": "the reader's reasons are told at the field of the file",
    "pages/word_in/views.py": "a file that cannot be read just now leads back with the reason",
    "portal/own_archive.py": "what cannot be packed is named in the contents",
    "supervision/views.py": "the query page has two forms; the second one is shown again",
    "pages/privacy/cleaning.py": "the field of a library file tells what its reader said",
    "portal/forms/registration.py": "allauth's form calls the service, not our view",
    "portal/views/authorisations.py": "a scan is looked at by GET",
    "portal/views/changes.py": "evidence of one's own report is looked at by GET",
    "portal/views/dishonesty.py": "a file of one's own is looked at by GET",
    "portal/views/letters.py": "a letter that cannot be drawn is a 503",
    "portal/views/materials.py": "many files in one form, each with an answer of its own",
    "portal/views/photos.py": "a photo is looked at by GET",
    "portal/views/profile.py": "a licence of one's own is looked at by GET",
    "portal/views/replies.py": "evidence of one's own answer is looked at by GET",
    "portal/views/printing.py": "answers with the file that it drew",
    "portal/views/sales.py": "a voucher of one's own sale is looked at by GET",
    "portal/views/unsaved_forms.py": "what is typed is kept by a script, which is answered in JSON",
}


class Wish(TextForm):
    number = forms.IntegerField()
    words = forms.CharField(required=False)


class Asking(FormAct, View):
    form_class = Wish
    field_names = {"count": "number"}
    field_of_the_rest = "words"
    success_message = "已登记"

    def act(self, form):
        if form.cleaned_data["number"] > 9:
            raise Refused(["太多了", "现在不行"], {"count": ["太多了"]})
        return form.cleaned_data["number"]

    def onward(self, number):
        return (f"/done/{number}/",)

    def render_to_response(self, context, status=200):
        errors = {name: list(found) for name, found in context["form"].errors.items()}
        return HttpResponse(f"{errors}", status=status)


class Pressing(ButtonAct, View):
    reasons = ()

    def act(self):
        refuse_fields([("any", reason) for reason in self.reasons])

    def back(self):
        return ("/here/",)


@pytest.fixture
def send(rf):
    """``send(view, **data)``: the answer to a POST, and the messages that it leaves."""

    def post(view, **data):
        request = rf.post("/", data)
        request._messages = CookieStorage(request)
        answer = view(request)
        return answer, [f"{message}" for message in get_messages(request)]

    return post


def test_a_done_act_is_told_and_leads_on(send):
    answer, messages = send(Asking.as_view(), number="3")
    assert (answer.status_code, answer.url, messages) == (302, "/done/3/", ["已登记"])


def test_a_form_that_is_wrong_in_itself_never_reaches_the_service(send):
    answer, messages = send(Asking.as_view(), number="three")
    assert (answer.status_code, messages) == (422, [])
    assert "number" in answer.content.decode()


def test_every_reason_stands_at_its_field_and_the_rest_where_the_view_says(send):
    answer, messages = send(Asking.as_view(), number="12")
    assert (answer.status_code, messages) == (422, [])
    assert answer.content.decode() == "{'number': ['太多了'], 'words': ['现在不行']}"


def test_a_button_tells_every_reason_where_it_stands(send):
    answer, messages = send(Pressing.as_view(reasons=("甲", "乙")))
    assert (answer.status_code, answer.url, messages) == (302, "/here/", ["甲", "乙"])


def test_a_button_that_acted_leads_back_as_well(send):
    answer, messages = send(Pressing.as_view())
    assert (answer.url, messages) == ("/here/", ["已办理"])


@pytest.mark.parametrize("view", [FormAct, ButtonAct])
def test_a_view_that_names_no_place_to_go_says_so(view):
    with pytest.raises(LookupError, match="says nowhere to go"):
        view().onward(None)


def test_no_view_catches_a_refusal_by_hand():
    rooms = ("desk", "portal", "supervision", "pages", "publicity")
    files = (path for room in rooms for path in (SITE / room).rglob("*.py"))
    catching = {
        f"{path.relative_to(SITE)}"
        for path in files
        if "services" not in path.parts
        for node in find(tree(path), ast.ExceptHandler)
        if "Refused" in ast.dump(node.type or ast.Pass())
    }
    tell_the_trail = {"desk/access.py", "portal/views/access.py"}
    assert catching - tell_the_trail == set(BY_HAND)
