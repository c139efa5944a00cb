"""What a package says of itself, read from files that Android's own tools built, and from those of the simulation.

The three files in ``packages/`` were built with Debian's ``aapt`` and ``aapt2`` (one with ``--enable-sparse-encoding``)
and signed with ``apksigner``, each by other schemes; the simulation's files are verified by the same ``apksigner``.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xunwang.posts.package import read_package
from xunwang.simulate.platforms.package_files import Element, binary_xml
from xunwang.simulate.platforms.packages import (
    EXCESSIVE,
    Harm,
    PackageSpec,
    Traits,
    package_bytes,
    package_of,
)

PACKAGES = Path(__file__).with_name("packages")
DIGEST = "c3dffe19ae85ead51b1389c7d92ea054ea67e04ef03dac313e29776e517dd466"
"""Of the certificate, as ``apksigner verify --print-certs`` shows it."""
NOW = datetime(2020, 11, 30, 10, tzinfo=UTC)


def spec(traits: Traits = Traits()) -> PackageSpec:  # noqa: B008
    return package_of(3, "云泽通", "app.yunze.gov.cn", NOW, traits)


@pytest.mark.parametrize("scheme", ["v1", "v1-v2-v3", "v3"])
def test_files_of_androids_own_tools_are_read_whole(scheme: str) -> None:
    package = read_package((PACKAGES / f"signed-{scheme}.apk").read_bytes())
    assert package.name == "cn.gov.example.service"
    assert package.label == "示例政务通", "Chinese comes before the default"
    assert package.version == ("2.3.1" if scheme == "v3" else "2.3.0"), "references are followed"
    assert package.version_code == 20300
    assert package.permissions == (
        "android.permission.INTERNET",
        "android.permission.READ_CONTACTS",
        "android.permission.ACCESS_FINE_LOCATION",
    )
    assert (package.min_sdk, package.target_sdk) == (26 if scheme == "v3" else 23, 29)
    assert package.debuggable


@pytest.mark.parametrize("scheme", ["v1", "v1-v2-v3", "v3"])
def test_the_signer_is_found_by_every_scheme(scheme: str) -> None:
    package = read_package((PACKAGES / f"signed-{scheme}.apk").read_bytes())
    assert package.signer == "CN=示例政务通,O=示例市人民政府办公室,C=CN"
    assert package.signer_digest == DIGEST
    assert package.signed_until is not None
    assert package.signed_until.date().isoformat() == "2051-07-19"
    assert package.signed_until.tzinfo is not None


def test_the_network_configuration_has_the_last_word_over_the_manifest() -> None:
    package = read_package((PACKAGES / "signed-v1.apk").read_bytes())
    assert package.cleartext is False, "the manifest alone would allow it"


def test_hosts_come_from_configuration_manifest_and_resources() -> None:
    package = read_package((PACKAGES / "signed-v1.apk").read_bytes())
    assert package.hosts == ("pay.example.gov.cn", "zwfw.example.gov.cn", "api.example.gov.cn")


def test_the_simulations_packages_say_what_was_put_in() -> None:
    wanted = spec(Traits(excessive=2, cleartext=True, debuggable=True))
    package = read_package(package_bytes(wanted))
    assert (package.name, package.label) == (wanted.name, "云泽通")
    assert (package.version, package.version_code) == (wanted.version, wanted.version_code)
    assert package.permissions == wanted.permissions
    assert sum(name.removeprefix("android.permission.") in EXCESSIVE for name in package.permissions) == 2
    assert package.cleartext is True
    assert package.debuggable
    assert (package.min_sdk, package.target_sdk) == (wanted.min_sdk, wanted.target_sdk)
    assert package.signed_until == wanted.signed_until


def test_government_hosts_come_first_and_namespaces_are_none() -> None:
    several = replace(spec(), hosts=("cdn.example.com", "www.w3.org", "api.yunze.gov.cn"))
    assert read_package(package_bytes(several)).hosts == ("api.yunze.gov.cn", "cdn.example.com")


def test_what_is_not_stated_about_plain_http_is_unknown() -> None:
    assert read_package(package_bytes(replace(spec(), cleartext=None))).cleartext is None


@pytest.mark.parametrize(
    ("base", "domain", "expected"),
    [(None, False, None), (False, None, False), (False, True, True), (None, True, True), (None, None, None)],
)
def test_plain_http_is_allowed_by_any_part_and_forbidden_by_the_base_only(
    base: bool | None, domain: bool | None, expected: bool | None
) -> None:
    def part(tag: str, permitted: bool | None) -> Element:
        return Element(tag, plain={} if permitted is None else {"cleartextTrafficPermitted": permitted})

    config = Element(
        "network-security-config", children=(part("base-config", base), part("domain-config", domain))
    )
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package_bytes(spec()))) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, binary_xml(config) if name.endswith("config.xml") else old.read(name))
    assert read_package(held.getvalue()).cleartext is expected


def test_an_expired_certificate_is_told_by_its_end() -> None:
    package = read_package(package_bytes(spec(Traits(expired=True))))
    assert package.signed_until is not None
    assert package.signed_until < NOW


def test_a_package_without_signature_has_no_signer() -> None:
    package = read_package(package_bytes(spec(Traits(harm=Harm.UNSIGNED))))
    assert (package.signer, package.signer_digest, package.signed_until) == ("", "", None)


def test_the_same_seed_gives_the_same_package() -> None:
    unsigned = spec(Traits(harm=Harm.UNSIGNED))
    assert package_bytes(unsigned) == package_bytes(unsigned)
    first, second = read_package(package_bytes(spec())), read_package(package_bytes(spec()))
    assert first.signer_digest == second.signer_digest
    assert replace(first, digest="") == replace(second, digest="")
