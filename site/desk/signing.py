"""Signing opinions: all products of one application that wait at one step, in one form.

The form's buttons say what is wanted (``do``): sign, keep a draft, see the letters first, or fill
in a template. Only signing asks for completeness. Whatever is wanted, chosen files go into the
draft first, so no refusal loses them; signing names those that its page listed.
"""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from applications.models import Item
from doors.refusals import add_reasons
from records.beside import read_beside
from records.prepared import KEYS, NUMBER, TEXT, Prepared, among, listed
from registry.permissions import duties
from rules.refusal import refuse_if
from workflow.models import Opinion, OpinionDraft, OpinionProposal, OpinionTemplate
from workflow.policies.countersigning import wants_head
from workflow.positions import NODE_OF, items_at
from workflow.services.batch import each
from workflow.services.countersigning import submit
from workflow.services.drafting import save_draft, take_files
from workflow.services.reversals import open_steps
from workflow.whereabouts import whereabouts

from . import queries
from .access import refuse_busy
from .applications import ApplicationView
from .filling_in import FillsIn, words_of
from .opinion_forms import OpinionForm
from .paper import paper, products_of
from .previews import preview
from .second_press import is_second_press, press_digest
from .sheets import Sheet
from .steps import STEPS
from .unsigned_opinions import unsigned_opinions

ANEW = "页面打开以后，该产品退回后又重新提交或者重新流转到本环节，请核对现在的内容再签署"
FILES_CHANGED = "草稿的附件在另一窗口有变动，已按现有附件列出，请核对后再签署"

#: What a person has typed at a step about these items, and what lies before the head of tasks.
DRAFTS = Prepared(
    lambda person, step, items: OpinionDraft.objects.filter(
        person=person, step=step, item__in=among(items)
    ),
    *(NUMBER, TEXT, KEYS),
)
PROPOSALS = Prepared(
    lambda tasks: (
        OpinionProposal.objects.filter(task__in=among(tasks))
        .select_related("decided_by")
        .order_by("pk")
    ),
    KEYS,
)

#: So many products stand open side by side.
OPEN_AT_ONCE = 5

PARTLY_SIGNED = "部分产品未能签署，请看各产品下的说明。"
NOT_SIGNED = "未能签署，请看产品下的说明。"


def answer_text(answer):
    """What signing did, in words: a signature, or a proposal that waits for the head."""
    if isinstance(answer.result, OpinionProposal):
        return f"已提交负责人审签：{answer.item} {answer.result.result_label}"
    return f"已签署：{answer.item} {answer.result.get_result_display()}"


class Sign(FillsIn, ApplicationView):
    """GET shows the paper with a form per product; POST signs those with a result, one by one."""

    template_name = "desk/sign.html"
    header_icon = "edit"
    kind = None

    @property
    def step(self):
        return STEPS[NODE_OF[self.kind]]

    def get_page_title(self):
        return self.step.task_title

    def get(self, request, pk):
        sheets = self.sheets()
        own = [sheet.task["turn"].task for sheet in sheets if not sheet.reasons]
        if not open_steps(own, **self.who):  # taken back, withdrawn or done this very instant
            sheets = self.sheets()
        return self.show(sheets)

    def post(self, request, pk):
        do, _, about = request.POST.get("do", "").partition(":")
        sheets = self.sheets(request.POST)
        if do == "draft":
            return self.store_drafts(sheets)
        signs = do not in ("preview", *self.fillers)
        for sheet in sheets:
            self.store_files(sheet, signs=signs)
        if not signs:
            self.tell_anew(sheets)
        if do == "preview":
            return self.preview_letters(sheets)
        if do in self.fillers:
            return self.fill_in(do, about, sheets)
        return self.sign_chosen(
            {sheet.item: sheet for sheet in sheets}, self.unsigned_opinions(sheets)
        )

    def tell_anew(self, sheets):
        """The page that answers names the steps of now: what came since is told with it."""
        for sheet in sheets:
            if not sheet.is_what_was_read:
                messages.warning(self.request, f"{sheet.item}：{ANEW}。")

    def unsigned_opinions(self, sheets):
        """What was filled in for products that wait here no more."""
        waiting = {sheet.item for sheet in sheets}
        items = [product.item for product in self.products]
        gone = [item for item in items if item not in waiting]
        late = unsigned_opinions(self.request, gone, kind=self.kind, node=self.step.name)
        for one in late:
            if one.is_own:
                messages.info(self.request, f"{one.item}：{one.reason}。")
        return [one for one in late if not one.is_own]

    def store_files(self, sheet, *, signs):
        """Put the chosen files into the draft and the ticked ones out; reasons go to the form."""
        form, reasons, fresh = sheet.form, [], set()
        if not sheet.reasons and (form.files or form.dropped_digests()):
            reasons, fresh = self.store_draft(sheet)
        if signs and form.has_result:
            digests = form.listed_digests() - set(form.dropped_digests()) | fresh
            form.add_file_errors(reasons or ([FILES_CHANGED] if sheet.digests != digests else []))
        else:
            for reason in reasons:
                messages.error(self.request, reason)

    def sign_chosen(self, sheets, gone):
        chosen = [item for item, sheet in sheets.items() if sheet.form.has_result]
        if sheets and not chosen and not gone:
            self.tell_anew(sheets.values())
            messages.error(self.request, "请至少对一个产品作出结论。")
            return self.show(sheets.values(), status=422)
        if previews := self.ends_a_product([sheets[item] for item in chosen]):
            self.tell_anew(sheets.values())
            digest = press_digest(self.request.POST)
            again = self.sheets(typed=self.request.POST)
            return self.show(again, previews=previews, digest=digest, gone=gone)
        ready = [item for item in chosen if sheets[item].form.is_valid()]
        answers = each(ready, refuse_busy(lambda item: self.sign(sheets[item])))
        self.tell(answers, sheets)
        self.tell_anew(sheet for item, sheet in sheets.items() if item not in ready)
        signed = {answer.item for answer in answers if answer.ok}
        if signed == set(chosen) and not gone:
            return self.redirect_onward(sheets[item] for item in sheets.keys() - signed)
        messages.error(self.request, PARTLY_SIGNED if signed else NOT_SIGNED)
        gone += self.unsigned_since_reading(answers, sheets)
        left = [sheet for item, sheet in sheets.items() if item not in signed]
        if signed:
            self.read_anew(left)
        return self.show(left, status=422, gone=gone)

    def read_anew(self, sheets):
        """What was signed by this press stands on the page, too."""
        self.products = products_of(self.application, self.request.user, self.at)
        fresh = {product.item: product for product in self.products}
        for sheet in sheets:
            sheet.product = fresh[sheet.product.item]

    def ends_a_product(self, chosen):
        """Previews of what this press would end at once, unless it is pressed a second time."""
        if is_second_press(self.request.POST):
            return []
        previews = [
            preview(sheet, self.kind, **self.who) for sheet in chosen if self.ends_it(sheet)
        ]
        return previews if any(not each.reasons for each in previews) else []

    def ends_it(self, sheet):
        """Whether signing ends the product; what the head signs off first does not."""
        refuses = sheet.form.is_valid() and sheet.form.opinion()["result"] == Opinion.Result.REFUSE
        is_ready = refuses and not sheet.reasons and sheet.is_what_was_read
        return is_ready and not wants_head(sheet.item, self.kind, "refuse")

    def unsigned_since_reading(self, answers, sheets):
        """What was filled in for those that went between reading and signing."""
        refused = [answer.item for answer in answers if not answer.ok]
        at_node = items_at(self.step.name).filter(pk__in=[item.pk for item in refused])
        still = set(at_node.values_list("pk", flat=True))
        gone = [item.pk for item in refused if item.pk not in still]
        fresh = Item.objects.select_related("outcome").filter(pk__in=gone)
        for item in fresh:
            del sheets[item]
        return unsigned_opinions(self.request, fresh, kind=self.kind, node=self.step.name)

    def sign(self, sheet):
        """What goes to the head stays in the draft too, to be mended if it is sent back."""
        refuse_if([] if sheet.is_what_was_read else [ANEW])
        opinion = sheet.form.opinion()
        if wants_head(sheet.item, self.kind, opinion["result"]):
            save_draft(sheet.item, self.kind, sheet.form.typed(), **self.who)
        files = [each.file for each in sheet.files]
        return submit(sheet.item, self.kind, files=files, **self.who, **opinion)

    def tell(self, answers, sheets):
        """One line for all that was signed, with the way to the paper."""
        done = [answer_text(answer) for answer in answers if answer.ok]
        if done:
            address = reverse("desk:application", args=[self.application.pk])
            button = messages.button(address, "查看申请")
            messages.success(self.request, "；".join(done), buttons=[button])
        for answer in answers:
            if not answer.ok:
                self.note_refused(answer.reasons, answer.item)
                add_reasons(sheets[answer.item].form, answer)

    def redirect_onward(self, left):
        """Back to the same form while siblings wait, then to the next paper at this step."""
        if any(not sheet.reasons for sheet in left):
            return redirect(self.step.page, pk=self.application.pk)
        following = queries.next_paper(self.request.user, self.step.name, than=self.application)
        if following is None:
            return redirect("desk:application", pk=self.application.pk)
        messages.info(self.request, "以下是本环节等待您办理的下一件。")
        return redirect(self.step.page, pk=following)

    def store_draft(self, sheet):
        """Keep what was typed and chosen for one product: the reasons why not, the new digests."""
        taken, reasons = take_files(sheet.form.new_files(), **self.who)
        files = {**self.who, "taken": taken, "dropped": sheet.form.dropped_digests()}
        [answer] = each(
            [sheet.item],
            refuse_busy(lambda item: save_draft(item, self.kind, sheet.form.typed(), **files)),
        )
        sheet.draft = answer.result or sheet.draft
        return [*reasons, *answer.reasons], {file.sha256 for file in taken}

    def store_drafts(self, sheets):
        """Keeps what was typed; told as JSON to the page's own autosave."""
        reasons = []
        for sheet in sheets:
            reasons += [] if sheet.reasons else self.store_draft(sheet)[0]
        message = f"草稿已保存（{timezone.localtime(self.at):%H:%M}）"
        if not self.request.accepts("text/html"):
            return JsonResponse({"message": reasons[0] if reasons else message})
        self.tell_anew(sheets)
        for reason in reasons:
            messages.error(self.request, reason)
        if not reasons:
            messages.success(self.request, message)
        return redirect(self.step.page, pk=self.application.pk)

    def preview_letters(self, sheets):
        chosen = [sheet for sheet in sheets if sheet.form.has_result and not sheet.reasons]
        if not chosen:
            messages.warning(self.request, "请先对至少一个产品选择结论。")
        previews = [preview(sheet, self.kind, **self.who) for sheet in chosen]
        return self.show(self.sheets(typed=self.request.POST), previews=previews)

    def sheets(self, data=None, typed=None):
        """A sheet per product that waits at this step; who may take none of them is sent off.

        ``data`` binds the forms; ``typed`` only fills them in, asking for nothing.
        """
        self.products = products_of(self.application, self.request.user, self.at)
        waiting = [
            (product, task)
            for product in self.products
            for task in product.tasks
            if task["turn"].task.flow_task.name == self.step.name
        ]
        may = {task["turn"].task.owner_permission for _product, task in waiting}
        if waiting and not may & duties(self.request.user):
            raise PermissionDenied
        mine = list(DRAFTS(self.request.user.pk, self.kind, listed(self._items(waiting))))
        read_beside(mine, "files__file")
        drafts = {draft.item_id: draft for draft in mine}
        tasks = listed(task["turn"].task_id for _product, task in waiting)
        latest = {each.task_id: each for each in PROPOSALS(tasks)}
        sheets = [self.sheet(*each, drafts, data, typed) for each in waiting]
        for sheet in sheets:
            sheet.show_proposal(latest.get(sheet.task["turn"].task_id))
            sheet.reversal = self.reversal_of(sheet.item)
            sheet.reader = self.request.user
        return sheets

    def reversal_of(self, item):
        """The last way back to this step in this round; the paper has read them all."""
        rows = [each for each in item.reversals.all() if each.step == self.kind]
        return next((each for each in reversed(rows) if each.round == item.round), None)

    @staticmethod
    def _items(waiting):
        return [product.item.pk for product, _task in waiting]

    def sheet(self, product, task, drafts, data, typed):
        item = product.item
        returned, draft = Opinion.Result.RETURN, drafts.get(item.pk)
        again = any(
            (opinion.step, opinion.result) == (self.kind, returned)
            for opinion in item.opinions.all()
        )
        form = OpinionForm(
            data,
            self.request.FILES if data is not None else None,
            prefix=f"item-{item.pk}",
            step=self.kind,
            asks_again=again,
            item=item,
        )
        form.initial = form.typed(typed) if typed is not None else (draft.values if draft else {})
        return Sheet(product, task, form, list(task["reasons"]), draft)

    def show(self, sheets, status=200, previews=(), gone=(), digest=""):
        sheets = list(sheets)
        if not sheets and not gone:
            for reason in self.reasons_of_absence():
                messages.warning(self.request, f"{reason}。")
            return redirect("desk:application", pk=self.application.pk)
        for number, sheet in enumerate(sheets):
            sheet.has_many_beside = len(sheets) > OPEN_AT_ONCE
            sheet.is_folded = number and sheet.has_many_beside and not sheet.form.errors
        context = self.get_context_data(
            **paper(self.application, self.request.user, self.at, self.products),
            sheets=sheets,
            previews=previews,
            press_digest=digest,
            unsigned_opinions=gone,
            templates=OpinionTemplate.objects.filter(step=self.kind, is_active=True),
            can_sign=any(not sheet.reasons for sheet in sheets),
            last=self.last_opinion,
            last_words=words_of(self.last_opinion) if self.last_opinion else {},
        )
        return self.render_to_response(context, status=status)

    def reasons_of_absence(self):
        """Who took this step of the products, and when; each sentence once."""
        nodes, by = [self.step.name], self.request.user
        items = [product.item for product in self.products]
        return dict.fromkeys(whereabouts(item, nodes, by=by) for item in items)
