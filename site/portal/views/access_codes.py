"""The door for a code on paper: open to everybody, as nobody who holds one can sign in yet."""

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from registry import access_codes

from ..forms.access_codes import UseCodeForm
from .access import FormPage


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class UseCode(FormPage):
    template_name = "portal/use_code.html"
    form_class = UseCodeForm

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect("portal:account")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def act(self, form):
        name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
        return access_codes.use(form.row, name=name, password=password, at=timezone.now())

    def message(self, user):
        return f"密码已设置，您的用户名是 {user.username}，请记下来。现在用用户名和密码登录"

    def onward(self, user):
        return ("account_login",)
