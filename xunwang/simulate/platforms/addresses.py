"""Addresses of posts and accounts: each tells whose and which it is, so that nothing has to be looked up."""

from __future__ import annotations

import base64
import re
import struct
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import parse_qs

from xunwang.simulate.media import AccountSpec
from xunwang.simulate.platforms.names import HOMES, PICTURES, WECHAT_PAGES

_KEY = b"platforms"
_BIZ, _MID = 3_070_000_000, 2_247_480_000
_WORK = re.compile(r"68(\d{6})(\d{6})(\d)")


class Place(NamedTuple):
    """A post: serial of the account in the province, number of the post, place in its message."""

    account: int
    number: int
    place: int


def post_url(account: AccountSpec, number: int, place: int = 0) -> str:
    """Where the post is read."""
    if account.platform == "wechat":
        return f"https://{WECHAT_PAGES}/s/{code_of(account, number, place)}"
    work = f"68{account.number:06d}{number:06d}{place}"
    if account.platform == "weibo":
        return f"https://{HOMES['weibo']}/{account.identifier}/{work}"
    path = {"toutiao": f"article/{work}/"}.get(account.platform, f"video/{work}")
    return f"https://{HOMES.get(account.platform, HOMES['douyin'])}/{path}"


def long_url(account: AccountSpec, number: int, place: int = 0) -> str:
    """Of a WeChat article, as the interface gives it: ``mid`` is the message's data id, ``idx`` counts from 1."""
    sign = _mac(Place(account.number, number, place)).hex()
    return (
        f"http://{WECHAT_PAGES}/s?__biz={biz_of(account)}&mid={data_id(number)}&idx={place + 1}"
        f"&sn={sign}{sign}&chksm={sign}#rd"
    )


def data_id(number: int) -> int:
    """``msg_data_id`` of a WeChat message."""
    return _MID + number


def number_of(message: int) -> int:
    """The post's number behind a ``msg_data_id``; negative for none."""
    return message - _MID


def biz_of(account: AccountSpec) -> str:
    """What article addresses call a WeChat account."""
    return base64.b64encode(str(_BIZ + account.number).encode()).decode()


def picture_url(account: AccountSpec, number: int) -> str:
    """Of a post's picture."""
    return f"https://{PICTURES}/{account.number}/{number}.jpg"


def home_url(account: AccountSpec) -> str:
    """Of the account's home page; empty where its platform has none that anybody can open."""
    host = HOMES.get(account.platform)
    if host is None:
        return ""
    paths = {"weibo": "u/", "douyin": "user/", "toutiao": "c/user/token/"}
    return f"https://{host}/{paths[account.platform]}{account.identifier}"


def read_article(path: str, query: str) -> Place | None:
    """Which WeChat article is asked for; None: there is none under that address."""
    if path.startswith("/s/"):
        return read_code(path.removeprefix("/s/"))
    told = {name: values[0] for name, values in parse_qs(query).items()}
    try:
        account = int(base64.b64decode(told["__biz"])) - _BIZ
        where = Place(account, int(told["mid"]) - _MID, int(told["idx"]) - 1)
    except (KeyError, ValueError):
        return None
    return where if told.get("sn", "").startswith(_mac(where).hex()) else None


def read_work(path: str) -> Place | None:
    """Which post of another platform is asked for."""
    found = _WORK.search(path)
    return Place(*map(int, found.groups())) if found else None


def code_of(account: AccountSpec, number: int, place: int = 0) -> str:
    """A WeChat article's short name; with ``place`` 0 also the message's ``article_id``."""
    where = Place(account.number, number, place)
    packed = struct.pack(">IHH", where.account, where.number & 0xFFFF, where.place)
    return base64.urlsafe_b64encode(packed + _mac(where)).decode().rstrip("=")


def read_code(code: str) -> Place | None:
    """Which article has that short name."""
    try:
        packed = base64.urlsafe_b64decode(code + "==")
        where = Place(*struct.unpack(">IHH", packed[:8]))
    except (ValueError, struct.error):
        return None
    return where if packed[8:] == _mac(where) else None


def _mac(where: Place) -> bytes:
    return blake2b(repr(tuple(where)).encode(), digest_size=8, key=_KEY).digest()
