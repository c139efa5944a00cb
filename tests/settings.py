"""Settings of the tests: those of an office, with plain http, quick password hashes and no second factor."""

from xunwang.web.settings import *  # noqa: F403

SECRET_KEY = "only for tests, only for tests, only for tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
REQUIRE_SECOND_FACTOR = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
