"""A new draft from an old paper: a refused or withdrawn one, or a draft to be copied."""

import uuid

from applications.policies.starting_anew import may_begin_anew
from applications.services.starting_anew import copy_draft, start_anew

from ..forms.starting_anew import StartAnewForm
from .access import Button, FormPage, OfApplication, OfDraft
from .products import token_of


class StartAnew(OfApplication, FormPage):
    """The products that ended without being listed; those ticked become a draft."""

    template_name = "portal/start_anew.html"
    form_class = StartAnewForm
    success_message = "已建立草稿，原来填写的内容已带入。请核对、修改后提交"

    def reasons_against_opening(self):
        there_are = may_begin_anew(self.application).exists()
        return [] if there_are else ["该申请没有可以重新申请的产品"]

    def get_form_kwargs(self):
        items = may_begin_anew(self.application).select_related("outcome")
        return {**super().get_form_kwargs(), "items": items}

    def get_initial(self):
        ticks = self.request.GET.getlist("item")
        ended = [f"{item.pk}" for item in may_begin_anew(self.application)]
        return {
            "items": [pk for pk in ended if pk in ticks] or ended,
            "reuse_licences": True,
            "token": uuid.uuid4(),
        }

    def act(self, form):
        chosen = form.cleaned_data
        return start_anew(
            self.application,
            list(chosen["items"]),
            reuse_licences=chosen["reuse_licences"],
            token=chosen["token"],
            **self.signed,
        )

    def onward(self, draft):
        return "portal:application", draft.pk


class CopyDraft(OfDraft, Button):
    """Another draft with the same products, opened at once."""

    closed = "该申请已提交，不能复制；不予认定、撤回的产品可以重新申请"
    success_message = "已复制草稿。材料没有复制，请在新的草稿中上传"

    def act(self):
        return copy_draft(self.application, token=token_of(self.request), **self.signed)

    def onward(self, draft):
        return "portal:application", draft.pk
