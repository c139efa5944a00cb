"""Small real packages of mobile clients: manifest, resources, network security configuration, signatures.

They are what a build of such an app leaves behind, but for the program itself: ``classes.dex`` is only as much of one
as to name the addresses that the app would talk to. Nothing in them can be run.
"""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.platforms.package_files import (
    Element,
    Reference,
    ResourceType,
    binary_xml,
    resource_table,
)
from xunwang.simulate.platforms.package_signing import Signer

_EPOCH = (2020, 1, 1, 0, 0, 0)
_PREFIX = "android.permission."
_ORDINARY = ("INTERNET", "ACCESS_NETWORK_STATE", "ACCESS_WIFI_STATE")
_COMMON = ("CAMERA", "WRITE_EXTERNAL_STORAGE", "VIBRATE", "ACCESS_COARSE_LOCATION", "POST_NOTIFICATIONS")
EXCESSIVE = ("READ_CONTACTS", "READ_SMS", "READ_CALL_LOG", "ACCESS_BACKGROUND_LOCATION", "QUERY_ALL_PACKAGES")
"""Personal data that an app of a government has no plain need of."""
_APP_NAME, _NETWORK = Reference(1, 0), Reference(2, 0)
_NETWORK_FILE = "res/xml/network_security_config.xml"


class Harm(StrEnum):
    """What is wrong with the file itself."""

    NONE = ""
    TRUNCATED = "truncated"
    PAGE = "page"
    """An error page under the name of a package."""
    BOMB = "bomb"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class PackageSpec:
    """All that a package says."""

    seed: int
    name: str
    label: str
    version: str
    version_code: int
    organisation: str
    """Whom the certificate names."""
    signed_until: datetime
    permissions: tuple[str, ...]
    hosts: tuple[str, ...]
    cleartext: bool | None = False
    debuggable: bool = False
    min_sdk: int = 23
    target_sdk: int = 30
    size: int = 0
    """Bytes at least."""
    harm: Harm = Harm.NONE


@dataclass(frozen=True, slots=True)
class Traits:
    """What is to be wrong with a package."""

    excessive: int = 0
    """Permissions of :data:`EXCESSIVE` that it asks for."""
    cleartext: bool = False
    debuggable: bool = False
    expired: bool = False
    harm: Harm = Harm.NONE


def package_of(seed: int, label: str, host: str, now: datetime, traits: Traits = Traits()) -> PackageSpec:
    """The package of an app that talks to ``host``; the same seed and names give the same package."""
    dice = Dice(seed_of(seed, label, host, "package"))
    major, minor, patch = dice.between(1, 6), dice.number(10), dice.number(20)
    wanted = [*_ORDINARY, *(name for name in _COMMON if dice.number(2))]
    first = dice.number(len(EXCESSIVE))
    wanted += [EXCESSIVE[(first + step) % len(EXCESSIVE)] for step in range(traits.excessive)]
    ends = now - timedelta(days=dice.between(20, 400)) if traits.expired else now + timedelta(days=4000)
    return PackageSpec(
        seed=seed,
        name=".".join(reversed(host.split("."))) + ".client",
        label=label,
        version=f"{major}.{minor}.{patch}",
        version_code=major * 10000 + minor * 100 + patch,
        organisation=label,
        signed_until=ends.replace(microsecond=0),
        permissions=tuple(_PREFIX + name for name in wanted),
        hosts=(host, "sdk.push.example.com"),
        cleartext=traits.cleartext,
        debuggable=traits.debuggable,
        min_sdk=dice.pick((21, 23, 24, 26)),
        target_sdk=dice.pick((28, 29, 30, 31)),
        size=dice.between(20, 60) * 1000,
        harm=traits.harm,
    )


def package_bytes(spec: PackageSpec) -> bytes:
    """The file that a store hands out."""
    if spec.harm is Harm.PAGE:
        return "<!DOCTYPE html><html><title>404</title><body>文件不存在</body></html>".encode()
    files = _files(spec)
    if spec.harm is Harm.BOMB:
        files["AndroidManifest.xml"] += bytes(64 << 20)
    if spec.harm is Harm.UNSIGNED:
        return _zipped(files)
    signer = Signer(spec.seed, spec.organisation, spec.signed_until)
    whole = signer.whole(_zipped(files | signer.entries(files)))
    return whole[: len(whole) * 2 // 3] if spec.harm is Harm.TRUNCATED else whole


def _files(spec: PackageSpec) -> dict[str, bytes]:
    strings = ResourceType("string", {"app_name": {"": spec.name.split(".")[-2], "zh": spec.label}})
    xml = ResourceType("xml", {"network_security_config": {"": _NETWORK_FILE}})
    files = {
        "AndroidManifest.xml": binary_xml(manifest(spec)),
        "resources.arsc": resource_table(spec.name, [strings, xml]),
        "classes.dex": _program(spec.hosts),
    }
    if spec.cleartext is not None:
        files[_NETWORK_FILE] = binary_xml(_network(spec), utf8=True)
    missing = spec.size - sum(map(len, files.values()))
    if missing > 0:
        files["assets/start.jpg"] = random.Random(spec.seed).randbytes(missing)  # noqa: S311 - fills, hides nothing
    return files


def manifest(spec: PackageSpec) -> Element:
    """The manifest of the package."""
    view = Element("data", {"scheme": "https", "host": spec.hosts[0]}) if spec.hosts else Element("data")
    activity = Element(
        "activity", {"name": f"{spec.name}.Main"}, children=(Element("intent-filter", children=(view,)),)
    )
    settings: dict[str, str | bool | int | Reference] = {"label": _APP_NAME, "debuggable": spec.debuggable}
    if spec.cleartext is not None:
        settings["networkSecurityConfig"] = _NETWORK
    return Element(
        "manifest",
        {"versionCode": spec.version_code, "versionName": spec.version},
        {"package": spec.name},
        (
            Element("uses-sdk", {"minSdkVersion": spec.min_sdk, "targetSdkVersion": spec.target_sdk}),
            *(Element("uses-permission", {"name": name}) for name in spec.permissions),
            Element("application", settings, children=(activity,)),
        ),
    )


def _network(spec: PackageSpec) -> Element:
    domains = tuple(
        Element("domain", plain={"includeSubdomains": True}, text=host) for host in spec.hosts[:1]
    )
    stated: dict[str, str | bool | int | Reference] = {"cleartextTrafficPermitted": bool(spec.cleartext)}
    return Element(
        "network-security-config",
        children=(
            Element("base-config", plain=stated),
            Element("domain-config", plain=stated, children=domains),
        ),
    )


def _program(hosts: tuple[str, ...]) -> bytes:
    strings = b"".join(
        bytes((len(url),)) + url.encode() + b"\0" for url in map("https://{}/api/v1".format, hosts)
    )
    return b"dex\n035\0" + bytes(104) + strings


def _zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            stored = name.endswith((".arsc", ".jpg"))
            archive.writestr(entry, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return held.getvalue()
