"""From the bytes of an Android package to its record; nothing of it is run or written down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from xunwang.posts.errors import UnreadableError
from xunwang.posts.package import hosts
from xunwang.posts.package.archive import Archive
from xunwang.posts.package.binary_xml import DECIMAL, HEXADECIMAL, STRING, TRUTH, Node, Value, nodes
from xunwang.posts.package.errors import broken, too_large, unsupported
from xunwang.posts.package.resources import Resources
from xunwang.posts.package.signature import signer_of
from xunwang.posts.records import Package

MAX_PACKAGE = 512 * 1024 * 1024
_MANIFEST, _TABLE = "AndroidManifest.xml", "resources.arsc"
_MAX_MANIFEST = 8 * 1024 * 1024
_MAX_TABLE = 64 * 1024 * 1024
_MAX_CONFIG = 1024 * 1024
_MAX_PROGRAM = 32 * 1024 * 1024
_MAX_ASSET = 4 * 1024 * 1024
_MAX_ASSETS = 200
_PERMISSIONS = frozenset({"uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m"})
_MOST_PERMISSIONS, _MOST_TEXT = 500, 500
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_SPEAKING = re.compile(
    r"(?:classes\d{0,3}\.dex|assets/.{1,200}\.(?:json|js|html|xml|properties|txt|conf|config))"
)


class _Network(NamedTuple):
    """What the network security configuration says."""

    there: bool
    """It is named and can be read: then phones do not look at the manifest's own word."""
    cleartext: bool | None = None
    hosts: tuple[str, ...] = ()


def read_package(data: bytes) -> Package:
    """The package's record. Raises :class:`UnreadableError` and nothing else, whatever the bytes are."""
    _refuse_other_files(data)
    archive = Archive(data)
    raw = archive.read(_MANIFEST, _MAX_MANIFEST)
    if raw is None:
        raise _no_manifest(archive)
    table = archive.read(_TABLE, _MAX_TABLE)
    resources = Resources(table) if table else None
    manifest = _Manifest(resources)
    for node in nodes(raw):
        manifest.take(node)
    return _record(data, archive, manifest, resources)


class _Manifest:
    """What is read of the manifest."""

    def __init__(self, resources: Resources | None) -> None:
        self._resources = resources
        self.root: Node | None = None
        self.sdk: Node | None = None
        self.application: Node | None = None
        self.permissions: dict[str, None] = {}
        self.hosts: list[str] = []

    def take(self, node: Node) -> None:
        """Look at the next element."""
        if node.path == ("manifest",):
            self.root = self.root or node
        elif node.path == ("manifest", "uses-sdk"):
            self.sdk = self.sdk or node
        elif node.path == ("manifest", "application"):
            self.application = self.application or node
        elif len(node.path) == 2 and node.tag in _PERMISSIONS:
            if len(self.permissions) < _MOST_PERMISSIONS and (name := self.text(node, "name")):
                self.permissions.setdefault(name)
        elif node.tag == "data" and "host" in node.attributes and len(self.hosts) < hosts.MAX_HOSTS:
            self.hosts.append(self.text(node, "host"))

    def value(self, node: Node | None, name: str) -> Value | None:
        """An attribute with its references followed."""
        value = node.attributes.get(name) if node else None
        return self._resources.plain(value) if self._resources else value

    def text(self, node: Node | None, name: str) -> str:
        """An attribute's words in one line; empty where there are none."""
        value = self.value(node, name)
        if value is None:
            return ""
        if value.kind in (DECIMAL, HEXADECIMAL):
            return str(value.data)
        return " ".join(value.text.split())[:_MOST_TEXT] if value.kind == STRING else ""

    def number(self, node: Node | None, name: str) -> int | None:
        """An attribute's number, also where it is written in letters."""
        value = self.value(node, name)
        if value is None:
            return None
        if value.kind in (DECIMAL, HEXADECIMAL):
            return value.data
        digits = value.text if value.kind == STRING else ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None

    def truth(self, node: Node | None, name: str) -> bool | None:
        """An attribute's yes or no; None where it says neither."""
        value = self.value(node, name)
        if value is None:
            return None
        if value.kind == STRING:
            return {"true": True, "false": False}.get(value.text)
        return bool(value.data) if value.kind in (TRUTH, DECIMAL, HEXADECIMAL) else None


def _record(data: bytes, archive: Archive, manifest: _Manifest, resources: Resources | None) -> Package:
    name = manifest.text(manifest.root, "package")
    if not _NAME.fullmatch(name):
        raise broken("的清单中没有包名")
    network = _network(archive, manifest)
    application = manifest.application
    cleartext = manifest.truth(application, "usesCleartextTraffic")
    signer = signer_of(data, archive)
    named = chain(network.hosts, manifest.hosts, _named_elsewhere(archive, resources))
    return Package(
        name=name,
        label=manifest.text(application, "label"),
        version=manifest.text(manifest.root, "versionName"),
        version_code=manifest.number(manifest.root, "versionCode"),
        permissions=tuple(manifest.permissions),
        signer=signer.subject,
        signer_digest=signer.digest,
        signed_until=signer.until,
        min_sdk=manifest.number(manifest.sdk, "minSdkVersion"),
        target_sdk=manifest.number(manifest.sdk, "targetSdkVersion"),
        cleartext=network.cleartext if network.there else cleartext,
        hosts=hosts.in_order(named),
        debuggable=bool(manifest.truth(application, "debuggable")),
        digest=hashlib.sha256(data).hexdigest(),
    )


def _network(archive: Archive, manifest: _Manifest) -> _Network:
    """Of the configuration that the manifest names; where it can't be read, nothing is stated."""
    file = manifest.text(manifest.application, "networkSecurityConfig")
    try:
        raw = archive.read(file, _MAX_CONFIG) if file else None
        found = list(nodes(raw)) if raw else []
    except UnreadableError:
        found = []
    if not found:
        return _Network(there=False)
    stated = [(node.tag, manifest.truth(node, "cleartextTrafficPermitted")) for node in found if node.tag]
    named = tuple(node.text.strip() for node in found if not node.tag and node.path[-1:] == ("domain",))
    allowed = any(answer for tag, answer in stated if tag in ("base-config", "domain-config"))
    # What is forbidden for some domains says nothing of the others.
    forbidden = ("base-config", False) in stated
    return _Network(True, True if allowed else False if forbidden else None, named)


def _named_elsewhere(archive: Archive, resources: Resources | None) -> Iterator[str]:
    """Hosts in the strings of the resources, the program and its assets, as far as the bounds go."""
    if resources is not None:
        yield from hosts.named_in(resources.strings())
    speaking = [name for name in archive.entries if _SPEAKING.fullmatch(name)]
    for name in sorted(speaking, key=lambda name: (not name.endswith(".dex"), name))[:_MAX_ASSETS]:
        try:
            content = archive.read(name, _MAX_PROGRAM if name.endswith(".dex") else _MAX_ASSET)
        except UnreadableError:
            # Only hints are lost: the program is not what the record is about.
            continue
        yield from hosts.named_in(content or b"")


def _refuse_other_files(data: bytes) -> None:
    if len(data) > MAX_PACKAGE:
        raise too_large("过大")
    if not data:
        raise broken("是空文件")
    if data[:2] != b"PK":
        start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")):
            raise unsupported("下载到的是网页，不是安装包：下载地址可能已失效，请在应用商店核对。")
        raise unsupported("不是安卓安装包，无法识别，请上传扩展名为apk的安装包。")


def _no_manifest(archive: Archive) -> UnreadableError:
    names = archive.entries
    if any(name.startswith("Payload/") and name.endswith(".app/Info.plist") for name in names):
        return unsupported("这是苹果iOS安装包，暂不支持解析，请人工检查，或上传安卓安装包。")
    if any(name.endswith(".apk") for name in names):
        return unsupported("这是多个安装包的合集，请上传其中的主安装包（base.apk）。")
    if "BundleConfig.pb" in names:
        return unsupported("这是上架用的应用包（AAB），请上传手机上安装的apk文件。")
    if any(name.endswith("module.json") or name.endswith(".hap") for name in names):
        return unsupported("这是鸿蒙安装包，暂不支持解析，请人工检查，或上传安卓安装包。")
    return unsupported("是压缩文件，但不是安卓安装包（没有清单），请上传扩展名为apk的安装包。")
