"""How people come in: allauth's flows, closed to strangers, with secrets sealed at rest."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.conf import settings
from django.http import HttpRequest

from xunwang.access.sealing import seal, unseal

_PURPOSE = "second factor"


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody registers himself: administrators make users."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或密码不正确。",
        "too_many_login_attempts": "密码错误次数过多，该用户已暂时锁定。请15分钟后再试，或联系省级管理员。",
        "incorrect_password": "密码不正确。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_reauthentication_required(self, app: str) -> bool:
        """Not within minutes of signing in: whoever sets a first factor up has just given the password."""
        records = self.request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [{}]
        return bool(time.time() - records[-1].get("at", 0) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_login_stages(self) -> list[str]:
        """With a second factor that also takes the word of the office's own provider."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "xunwang.web.office.adapter.SecondFactor"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No messages for signing in and out: the page itself shows it."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The console sends no mail."""


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of the second factor are encrypted under the secret key: a stolen dump opens no account."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不正确。请核对手机时间，并使用最新的一组。",
    }

    def encrypt(self, text: str) -> str:
        """Seal."""
        return seal(_PURPOSE, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open."""
        return unseal(_PURPOSE, encrypted_text)


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """The code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "验证码或恢复码"
        self.fields["code"].widget.attrs.update(_CODE_FIELD)


class EnrolForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code, at setting up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "验证器显示的6位验证码"
        self.fields["code"].widget.attrs.update(_CODE_FIELD)


_CODE_FIELD = {"placeholder": "", "inputmode": "numeric", "autofocus": True, "autocomplete": "one-time-code"}
