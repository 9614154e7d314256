"""Who gets in: sign-in, second factor, lock-out, sessions, single sign-on; browsers' limits."""

from datetime import timedelta
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from rules.vocabulary import DISTRICT, PROGRAMME

env = environ.Env()

#: What the system is about, before a database can be asked: in mails' subjects, on a telephone.
PROGRAMME_NAME = env.str("PROGRAMME_NAME", f"{DISTRICT}{PROGRAMME}")


def origin(url: str) -> str:
    """``https://host:port`` of ``url``, as a policy names it."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


ACCOUNT_ADAPTER = "portal.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
# No user name is asked: whoever may choose one is told which are taken, those of officers too.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"【{PROGRAMME_NAME}】"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who has no account
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
# Of one account django-axes keeps count, below; allauth's own count would outlast an unlocking.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "portal.forms.accounts.LoginForm",
    "signup": "portal.forms.registration.SignUpForm",
    "add_email": "portal.forms.accounts.ChangeEmailForm",
    "change_password": "portal.forms.accounts.ChangePasswordForm",
    "set_password": "portal.forms.accounts.SetPasswordForm",
    "reset_password": "portal.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "portal.forms.accounts.NewPasswordForm",
    "reauthenticate": "portal.forms.accounts.ReauthenticateForm",
}
MFA_ADAPTER = "portal.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = PROGRAMME_NAME
MFA_FORMS = {
    "authenticate": "portal.forms.accounts.CodeForm",
    "reauthenticate": "portal.forms.accounts.CodeAgainForm",
    "activate_totp": "portal.forms.accounts.ActivateForm",
}
# Whoever works for the office signs in with a second factor.
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", False)
#: Before accounts, duties, rule versions and calendars change, who does it is asked again.
IDENTITY_AGAIN = env.bool("IDENTITY_AGAIN", False)

# Lock-out: five wrong passwords for one account from one place (an IPv4 address, an IPv6 /64)
# close it there for a quarter.
# Over all addresses registry.guessing counts, in the database like axes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "portal.views.signing_in.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "registry.guessing.account_name"
AXES_CLIENT_IP_CALLABLE = "registry.callers.place_of"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions: half an hour without a request ends one; an officer's ends after eight hours anyway.
SESSION_COOKIE_AGE = 24 * 3600
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", 30) * 60
STAFF_SESSION_SECONDS = 8 * 3600
CSRF_FAILURE_VIEW = "config.sessions.stale_form"

# What a browser may load and run: nothing inline, nothing of others. Wagtail's admin needs more.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}
ADMIN_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}

# Single sign-on of the provincial service platform, when it is configured.
SOCIALACCOUNT_ADAPTER = "portal.single_sign_on.PlatformAdapter"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "sso"
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")
OIDC_NAME = env.str("OIDC_NAME", "省政务服务平台")
OIDC_CREDIT_CODE_CLAIM = env.str("OIDC_CREDIT_CODE_CLAIM", "credit_code")
SOCIALACCOUNT_PROVIDERS: dict = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "platform",
            "name": OIDC_NAME,
            "client_id": env.str("OIDC_CLIENT_ID"),
            "secret": env.str("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_SERVER_URL},
        }
    ]
    # The button that leads to the platform is a form of ours which is redirected there.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(origin(OIDC_SERVER_URL))

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
EMAIL_TIMEOUT = 10
