"""Which spellings of an address mean the same page.

Only forms that differ by something the server does not answer to are joined: session numbers,
tracking marks, the order of parameters, and ``index.html`` beside its folder. Input is already
WHATWG-normalised and carries no fragment.
"""

from __future__ import annotations

import re

_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sessionid|sid)=[^/?;]{0,256}|/\((?:[A-Z]\([A-Za-z0-9_-]{8,64}\)){1,3}\)(?=/)",
    re.IGNORECASE,
)
_SESSION_NAMES = frozenset({"jsessionid", "phpsessid", "sessionid", "session_id", "cfid", "cftoken", "zenid"})
_MAYBE_SESSION = frozenset({"sid", "session", "sessid", "s_id"})
_TOKEN = re.compile(r"(?=[^0-9]{0,64}[0-9])[A-Za-z0-9_-]{16,128}\Z")
_TRACKING = frozenset({"gclid", "fbclid", "spm", "bd_vid", "hmsr", "hmpl", "hmcu", "hmkw", "hmci", "_t", "_"})
_INDEX = ("index.html", "index.htm", "index.shtml")


def url_key(url: str) -> str:
    """The address without what does not identify its page. Equal keys are the same page."""
    if "?" not in url:
        return strip_path_session(url) if ";" in url or "/(" in url else url
    base, _, query = url.partition("?")
    base = strip_path_session(base)
    parts = sorted(part for part in query.split("&") if part and not _is_noise(part))
    return f"{base}?{'&'.join(parts)}" if parts else base


def strip_path_session(base: str) -> str:
    """An address without the session number that some servers write into its path."""
    return _PATH_SESSION.sub("", base)


def session_name(url: str) -> str:
    """Name of the session parameter that the address carries, or an empty string."""
    base, _, query = url.partition("?")
    if (";" in base or "/(" in base) and (match := _PATH_SESSION.search(base)):
        written = match.group()
        return written[1:].partition("=")[0].lower() if written[0] == ";" else "(S())"
    for part in query.split("&"):
        if _is_session(part):
            return part.partition("=")[0].lower()
    return ""


def twins(key: str) -> tuple[tuple[int, str], ...]:
    """(number of the default page's name, key) of the folder or default pages that may be the same page.

    The root is left alone: a home page that only sends its visitors on to ``/index.html`` is common.
    """
    if key.endswith("/"):
        return (
            tuple((number, key + name) for number, name in enumerate(_INDEX, 1)) if key.count("/") > 3 else ()
        )
    for number, name in enumerate(_INDEX, 1):
        if key.endswith("/" + name) and key.count("/") > 3:
            return ((number, key[: -len(name)]),)
    return ()


def _is_noise(part: str) -> bool:
    name = part.partition("=")[0].lower()
    return name.startswith("utm_") or name in _TRACKING or _is_session(part)


def _is_session(part: str) -> bool:
    name, _, value = part.partition("=")
    name = name.lower()
    if name in _SESSION_NAMES or name.startswith("aspsessionid"):
        return True
    # "sid" is also what some sites call an article's or a site's number: only a token is a session.
    return name in _MAYBE_SESSION and _TOKEN.match(value) is not None
