"""Setting up how the posts of an account are collected. Secrets go in here and come out for a collection only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath

from django.db import IntegrityError, transaction

from xunwang.access.models import User
from xunwang.access.permissions import acting_as, require
from xunwang.access.roles import Action
from xunwang.access.sealing import SealError, seal, unseal
from xunwang.collect.interface import CollectError, Trouble
from xunwang.media.errors import MediaError
from xunwang.media.models import AccountWay
from xunwang.media.way_words import WORDS, ways_for
from xunwang.pages.urls import normalise
from xunwang.posts.records import Way
from xunwang.registry.models import Account

_PURPOSE = "credentials of collection"
LONGEST_SECRET = 500
LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Setting:
    """A way of an account as somebody sets it up. ``secrets``: those to change; empty: they stay as they are."""

    account: Account
    way: Way
    address: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_on: bool = True
    label: str = ""
    """Name of the file that was handed in."""
    extras: Mapping[str, str] = field(default_factory=dict)
    """What more the way takes, by name; those not named stay, empty ones go."""


def set_way(setting: Setting, by: User, now: datetime, known: AccountWay | None = None) -> AccountWay:
    """Set up a way, or change ``known``. Raises MediaError, PermissionDenied."""
    require(by, Action.SET_WAYS, setting.account)
    if setting.way not in ways_for(setting.account.platform):
        raise MediaError(f"{setting.account.get_platform_display()}账号不能用“{setting.way.label}”采集。")
    address = address_for(setting.way, setting.address)
    try:
        with transaction.atomic():
            way = (
                _locked(known) if known is not None else AccountWay(account=setting.account, way=setting.way)
            )
            if _take(way, setting, address):
                role = acting_as(by, Action.SET_WAYS, setting.account)
                way.set_by, way.set_as, way.set_at = by, role or "", now
            way.save()
    except IntegrityError as error:
        raise MediaError("这个账号已设置过这种采集方式，请修改原有的设置。") from error
    return way


def _locked(known: AccountWay) -> AccountWay:
    """The way as it is now: its unit and its supervisors may be at it at the same time."""
    way = AccountWay.objects.select_for_update().filter(pk=known.pk).first()
    if way is None:
        raise MediaError("这个采集方式已经撤回，请重新设置。")
    return way


def _take(way: AccountWay, setting: Setting, address: str) -> bool:
    """Take what was entered; gives whether it says anew where to ask, or with which secrets. Raises MediaError."""
    # A secret never follows to another address: whoever may change the address need not know it.
    secrets = _with(way, setting.secrets, keep=way.address == address)
    missing = [secret.label for secret in WORDS[setting.way].secrets if not secrets.get(secret.name)]
    if missing:
        raise MediaError(f"请填写{'和'.join(missing)}。")
    options = _options(way, setting)
    given = way.pk is None or any(text.strip() for text in setting.secrets.values())
    says_anew = given or (way.address, way.options) != (address, options)
    way.address, way.options, way.is_on = address, options, setting.is_on
    way.sealed = seal(_PURPOSE, json.dumps(secrets, sort_keys=True)) if secrets else ""
    return says_anew


def remove_way(way: AccountWay, by: User) -> None:
    """Forget a way with its secrets; what was collected by it stays. Raises PermissionDenied."""
    require(by, Action.SET_WAYS, way)
    way.delete()


def secrets_of(way: AccountWay) -> dict[str, str]:
    """The secrets, for a collection. Raises CollectError where the installation's key is another one by now."""
    if not way.sealed:
        return {}
    try:
        told: dict[str, str] = json.loads(unseal(_PURPOSE, way.sealed))
    except SealError as error:
        raise CollectError(Trouble.CREDENTIALS, str(error)) from error
    return told


def _options(way: AccountWay, setting: Setting) -> dict[str, str]:
    names = {extra.name for extra in WORDS[setting.way].extras}
    given = {name: text.strip()[:LONGEST_ADDRESS] for name, text in setting.extras.items() if name in names}
    told = {**way.options, **given} | ({"label": setting.label} if setting.label else {})
    return {name: text for name, text in told.items() if text}


def _with(way: AccountWay, given: Mapping[str, str], *, keep: bool) -> dict[str, str]:
    """The secrets that are known, with those that were given; only names that the way has."""
    names = {secret.name for secret in WORDS[Way(way.way)].secrets}
    new = {name: text.strip() for name, text in given.items() if name in names and text.strip()}
    if any(len(text) > LONGEST_SECRET for text in new.values()):
        raise MediaError("凭据过长，请核对。")
    try:
        known = secrets_of(way) if keep else {}
    except CollectError:
        known = {}  # sealed under a key that is gone: all of them are to be given again
    return known | new


def address_for(way: Way, address: str) -> str:
    """An address as it is kept. Raises MediaError for one that the way can't use."""
    words, address = WORDS[way], address.strip()
    if words.endings:
        if PurePath(address).suffix.lstrip(".") not in words.endings:
            raise MediaError(f"请上传{words.address_label}。")
        return address
    if not address and not words.needs_address:
        return ""
    found = normalise(address) if address else None
    if found is None or not found.startswith(("http://", "https://")) or len(found) > LONGEST_ADDRESS:
        raise MediaError(f"{words.address_label}应以http://或https://开头。")
    return found
