"""What Wagtail names in its own code, in English, where no catalogue of words reaches it."""

from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.sites.views import IndexView
from wagtail.users.forms import PagePermissionsForm

SITE_COLUMNS = {"port": "端口号", "site_name": "站点名称", "root_page": "根页面"}


def say_in_chinese():
    for form in (PagePermissionsForm, WorkflowPageForm):
        form.base_fields["page"].label = "页面"
    for column in IndexView.columns:
        column.label = SITE_COLUMNS.get(column.name, column.label)
