"""From the desk to one's own account: password, second factor, devices."""

from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_settings_menu_item")
def account_menu():
    return MenuItem(
        "账号安全", reverse_lazy("portal:account"), name="account-safety", icon_name="key", order=10
    )
