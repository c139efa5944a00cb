"""What the console makes of what the provider says: only known people come in, nothing else is kept of it."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.access.models import User
from xunwang.access.office_names import user_named
from xunwang.audit.acting import acting, record
from xunwang.web.office.configuration import PROVIDER, Provider
from xunwang.web.people import address_of

PROVEN = "second_factor_by_office"
"""In the session: key of the user whose second factor the provider has checked."""
_UNKNOWN = "您在统一身份认证中的账号还没有与本系统的用户绑定。请联系省级管理员登记后再试，或用本系统的用户名和密码登录。"
_FAILED = "统一身份认证没有完成，或返回的信息未通过核验。请重试；仍不成功时请联系管理员，或用本系统的用户名和密码登录。"


class KnownPeople(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Matched by the stored subject; at the first time by the name that an administrator registered."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: administrators make users."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Decide who it is. Raises ImmediateHttpResponse for strangers."""
        claims = dict(sociallogin.account.extra_data.get("id_token") or {})
        # What the provider knows about a person is no business of ours.
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        else:
            self._link(request, sociallogin, claims)
        user = sociallogin.user
        request.office_second_factor = _is_strong(claims)  # type: ignore[attr-defined]
        with acting(user, "web", address_of(request)):
            record(
                "sign_in", user, "统一身份认证" if user.is_active else "统一身份认证，用户已停用，未予登录"
            )

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say so in Chinese, whatever it was."""
        raise ImmediateHttpResponse(_refused(request, _FAILED))

    def _link(self, request: HttpRequest, sociallogin: SocialLogin, claims: dict[str, Any]) -> None:
        name = claims.get(_provider().name_claim)
        user = user_named(name) if isinstance(name, str) else None
        if user is None or SocialAccount.objects.filter(user=user, provider=PROVIDER).exists():
            with acting(None, "web", address_of(request)):
                record("sign_in_refused", "access_user", f"统一身份认证：{str(name)[:100]}没有绑定的用户")
            raise ImmediateHttpResponse(_refused(request, _UNKNOWN))
        with acting(user, "web", address_of(request)):
            sociallogin.connect(request, user)


class SecondFactor(AuthenticateStage):  # type: ignore[misc]
    """The code is not asked for where the provider has just checked a second factor and the office accepts that."""

    def _should_handle(self, request: HttpRequest) -> bool:
        proven = getattr(request, "office_second_factor", False)
        return False if proven else bool(super()._should_handle(request))


def has_proven_to_office(request: HttpRequest, user: User) -> bool:
    """True when this session began with a second factor that the provider checked."""
    return bool(request.session.get(PROVEN) == user.pk)


@receiver(user_logged_in)
def _keep(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    if getattr(request, "office_second_factor", False):
        request.session[PROVEN] = user.pk
    else:
        request.session.pop(PROVEN, None)


def _is_strong(claims: dict[str, Any]) -> bool:
    methods = claims.get("amr")
    told = {claims.get("acr"), *(methods if isinstance(methods, list) else ())}
    return bool(_provider().strong & {one for one in told if isinstance(one, str)})


def _provider() -> Provider:
    provider: Provider | None = settings.OFFICE_PROVIDER
    if provider is None:
        raise RuntimeError("nobody comes from a provider that is not configured")
    return provider


def _refused(request: HttpRequest, said: str) -> HttpResponse:
    return render(request, "problem.html", {"title": "不能登录", "said": said}, status=403)
