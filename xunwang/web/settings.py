"""Django's settings, all of them from the environment; docs/operations.md lists the variables.

Importing this module touches nothing: no folder is made, no server started. What must not be missing in
an office is checked by :mod:`xunwang.web.safety` before the server opens its port.
"""

from __future__ import annotations

import os
from pathlib import Path

from xunwang.database import Cluster, connection_from_environment, data_home, runs_folder
from xunwang.web.office.configuration import provider_from

_environ = os.environ
_ON = {"1", "true", "yes", "on"}

HOME = data_home(_environ)
LOOPBACK_TRIAL = _environ.get("XUNWANG_LOOPBACK_TRIAL", "").lower() in _ON
"""Set by ``serve --loopback``: http on this machine only. An office never sets it."""
ORIGIN = _environ.get("XUNWANG_ORIGIN", "").rstrip("/")
"""Public address, such as https://jiancha.example.gov.cn."""

DEBUG = False
SECRET_KEY_FILE = HOME / "secret.key"
SECRET_KEY = _environ.get("XUNWANG_SECRET_KEY", "") or (
    SECRET_KEY_FILE.read_text(encoding="ascii").strip() if SECRET_KEY_FILE.is_file() else ""
)
ALLOWED_HOSTS = (
    ["127.0.0.1", "localhost", "[::1]"]
    if LOOPBACK_TRIAL
    else [host for host in _environ.get("XUNWANG_HOSTS", "").replace(" ", "").split(",") if host]
)
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "xunwang.audit",
    "xunwang.registry",
    "xunwang.access",
    "xunwang.background",
    "xunwang.holidays",
    "xunwang.inspection",
    "xunwang.supervision",
    "xunwang.media",
    "xunwang.rectify",
    "xunwang.notices",
    "xunwang.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "xunwang.web.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xunwang.web.middleware.second_factor",
    "xunwang.web.middleware.acting_person",
    "xunwang.api.gate.gate",
]
ROOT_URLCONF = "xunwang.web.urls"
WSGI_APPLICATION = "xunwang.web.wsgi.application"
FORM_RENDERER = "xunwang.web.components.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xunwang.web.context.console",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["xunwang.web.templatetags.console"],
        },
    }
]

_connection = connection_from_environment(_environ) or Cluster(HOME).connection()
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _connection.name,
        "USER": _connection.user,
        "PASSWORD": _connection.password,
        "HOST": _connection.host,
        "PORT": _connection.port,
        "OPTIONS": dict(_connection.options),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
CACHES = {
    # Shared by all processes: the lock-out after wrong passwords counts in it.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
"""Only the worker knows the code of the jobs; pages queue them by name."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
_HTMX = Path(__file__).parents[2] / "tools" / "frontend" / "node_modules" / "htmx.org" / "dist"
STATICFILES_DIRS = [("htmx", _HTMX)] if _HTMX.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = HOME / "uploads"
RUNS = runs_folder(_environ)
"""Folder of the runs' archives, where the evidence lies."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_500
"""One ruling on many things sends a field for each of them, see ``MOST_ALIKE`` of the review."""
FILE_UPLOAD_PERMISSIONS = 0o600

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "xunwang.web.sign_in.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/900s/key",
    "reauthenticate": "10/m/user",
}
"""Five wrong passwords lock a name for a quarter of an hour, ten in a minute an address."""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
OFFICE_PROVIDER = provider_from(_environ)
"""The office's own identity provider; None: off."""
SOCIALACCOUNT_PROVIDERS = OFFICE_PROVIDER.allauth() if OFFICE_PROVIDER is not None else {}
SOCIALACCOUNT_ADAPTER = "xunwang.web.office.adapter.KnownPeople"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "巡网"
MFA_TOTP_TOLERANCE = 1  # a code that was typed slowly (RFC 6238, 5.2)
MFA_ADAPTER = "xunwang.web.sign_in.SealedSecrets"
MFA_FORMS = {
    "authenticate": "xunwang.web.sign_in.SecondFactorForm",
    "activate_totp": "xunwang.web.sign_in.EnrolForm",
}
REQUIRE_SECOND_FACTOR = not LOOPBACK_TRIAL
API_REQUESTS_A_MINUTE = int(_environ.get("XUNWANG_API_RATE", "") or 600)
"""For each token."""

PUBLIC_RATE = int(_environ.get("XUNWANG_PUBLIC_RATE", "") or 120)
"""Requests a minute that an address may make to the public pages."""

SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOOPBACK_TRIAL
SESSION_COOKIE_NAME = "sessionid" if LOOPBACK_TRIAL else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if LOOPBACK_TRIAL else "__Host-csrftoken"
CSRF_FAILURE_VIEW = "xunwang.web.pages.problems.csrf_failure"
SECURE_SSL_REDIRECT = not LOOPBACK_TRIAL
PROXIES = 0 if LOOPBACK_TRIAL else int(_environ.get("XUNWANG_PROXIES", "0") or 0)
"""How many of the office's own proxies stand before the console; their headers are trusted then."""
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 0 if LOOPBACK_TRIAL else 365 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"level": "WARNING"}, "xunwang": {"level": "INFO"}},
}
