"""Templates of opinions in the Wagtail admin: written by heads, used by everybody who signs."""

from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from registry.permissions import headed
from workflow.models import OpinionTemplate

#: Where the desk's submenu 督办管理 takes in what others register.
OVERSIGHT_HOOK = "register_oversight_menu_item"


class HeadsWrite(ModelPermissionPolicy):
    """Whoever heads an office writes its words; so does who was given the model's permissions."""

    def user_has_permission(self, user, action):
        return bool(headed(user)) or super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return bool(headed(user)) or super().user_has_any_permission(user, actions)


def _in_use(template):
    return "是" if template.is_active else "否"


register_permission_policy(OpinionTemplate, HeadsWrite(OpinionTemplate))


class OpinionTemplates(SnippetViewSet):
    model = OpinionTemplate
    icon = "edit"
    menu_label = "意见模板"
    menu_order = 40
    menu_hook = OVERSIGHT_HOOK
    list_display = ["title", "step", "result", Column("in_use", label="启用", accessor=_in_use)]
    list_filter = ["step", "result", "is_active"]
    search_fields = ["title", "text"]
