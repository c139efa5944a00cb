"""An office's server refuses an unsafe set-up; the first start makes one administrator."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.contrib.auth import authenticate
from django.test import RequestFactory

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.database import Connection
from xunwang.web.first_start import first_administrator
from xunwang.web.safety import problems_of_office
from xunwang.web.secret import secret_key

SAFE = {
    "XUNWANG_HOSTS": "jiancha.example.gov.cn",
    "XUNWANG_ORIGIN": "https://jiancha.example.gov.cn",
    "XUNWANG_PROXIES": "1",
}
EMBEDDED = Connection("xunwang", host="/var/run/xunwang", embedded=True)


def test_a_safe_set_up_may_start() -> None:
    assert problems_of_office(SAFE, EMBEDDED, "127.0.0.1") == []


@pytest.mark.parametrize(
    ("change", "address", "said"),
    [
        ({"XUNWANG_HOSTS": ""}, "127.0.0.1", "没有设置XUNWANG_HOSTS"),
        ({"XUNWANG_HOSTS": "*"}, "127.0.0.1", "不能使用通配符"),
        ({"XUNWANG_ORIGIN": "http://jiancha.example.gov.cn"}, "127.0.0.1", "应为https地址"),
        ({"XUNWANG_ORIGIN": "https://other.example"}, "127.0.0.1", "不在XUNWANG_HOSTS中"),
        ({"XUNWANG_SECRET_KEY": "short"}, "127.0.0.1", "少于32个字符"),
        ({"XUNWANG_PROXIES": "0"}, "127.0.0.1", "没有加密的入口"),
        ({"XUNWANG_PROXIES": "one"}, "127.0.0.1", "应为数字"),
        ({"XUNWANG_TLS_CERT": "cert.pem"}, "127.0.0.1", "应同时设置"),
        ({}, "0.0.0.0", "他人可绕过代理"),
    ],
)
def test_an_unsafe_set_up_is_refused(change: dict[str, str], address: str, said: str) -> None:
    assert any(said in problem for problem in problems_of_office({**SAFE, **change}, EMBEDDED, address))


def test_a_database_elsewhere_must_be_reached_encrypted() -> None:
    plain = Connection("xunwang", host="db.example")
    assert "没有加密" in problems_of_office(SAFE, plain, "127.0.0.1")[0]
    assert not problems_of_office(
        SAFE, Connection("xunwang", host="db.example", options={"sslmode": "verify-full"}), "127.0.0.1"
    )


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "home" / "secret.key"
    first = secret_key(file)
    assert len(first) > 64
    assert secret_key(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


def test_the_first_start_makes_one_administrator_who_may_do_everything(db: None) -> None:
    password = first_administrator()
    assert password and re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password)
    user = authenticate(RequestFactory().post("/"), username="admin", password=password)
    assert isinstance(user, User)
    assert all(may(user, action) for action in Action)
    assert first_administrator() is None
    assert User.objects.count() == 1


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[dict[str, str]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XUNWANG", "DJANGO"))}
    yield {**kept, "XUNWANG_HOME": str(tmp_path / "home"), "DATABASE_URL": ""}
    subprocess.run(
        command("database", "stop"),
        env={**kept, "XUNWANG_HOME": str(tmp_path / "home")},
        check=False,
    )


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from xunwang.cli.main import main; main()", *words]


def answer_of(url: str, seconds: float = 180) -> str:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=20) as answer:
                return str(answer.read().decode())
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_a_fresh_machine_serves_and_ends_cleanly(own_home: dict[str, str], free_port: int) -> None:
    wanted = command("serve", "--loopback", "--port", str(free_port), "--workers", "1")
    with subprocess.Popen(wanted, env=own_home, stdout=subprocess.PIPE, text=True) as server:
        assert answer_of(f"http://127.0.0.1:{free_port}/health/") == "ok"
        page = answer_of(f"http://127.0.0.1:{free_port}/sign-in/")
        assert "登录" in page
        style = re.search(r'href="(/static/web/console\.[0-9a-f]+\.css)"', page)
        assert style and "--accent" in answer_of(f"http://127.0.0.1:{free_port}{style[1]}")
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=180)[0]
    assert "首次启动" in said
    status = subprocess.run(
        command("database", "status", "--json"), env=own_home, capture_output=True, text=True
    )
    assert '"running": false' in status.stdout, "the last one to leave stops the database"
    verified = subprocess.run(command("audit", "verify"), env=own_home, capture_output=True, text=True)
    assert verified.returncode == 0, verified.stderr
    assert "摘要链完好" in verified.stdout


def test_after_kill_of_the_server_its_workers_leave_and_the_next_start_serves(
    own_home: dict[str, str], free_port: int
) -> None:
    wanted = command("serve", "--loopback", "--port", str(free_port), "--workers", "1")
    url = f"http://127.0.0.1:{free_port}/health/"
    with subprocess.Popen(wanted, env=own_home, stdout=subprocess.DEVNULL) as first:
        assert answer_of(url) == "ok"
        second = subprocess.run(wanted, env=own_home, capture_output=True, text=True)
        assert second.returncode == 2 and "已有程序在使用" in second.stderr
        workers = psutil.Process(first.pid).children(recursive=True)
        first.kill()
    assert psutil.wait_procs(workers, timeout=90)[1] == []
    with subprocess.Popen(wanted, env=own_home, stdout=subprocess.PIPE, text=True) as again:
        assert answer_of(url) == "ok"
        again.send_signal(signal.SIGTERM)
        said = again.communicate(timeout=180)[0]
    assert "首次启动" not in said, "the administrator of the first start is still there"


def test_the_register_is_imported_and_exported_by_commands(own_home: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(
        "名称,级别,类型,区划代码,上级单位\n某省人民政府,省级,人民政府,220000,\n某局,省级,部门,22,某省人民政府\n",
        encoding="utf-8",
    )

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command("register", *words), env=own_home, capture_output=True, text=True)

    looked = json.loads(run("import", "units", str(file), "--dry-run", "--json").stdout)
    assert (looked["create"], looked["error"]) == (1, 1)
    assert looked["errors"][0]["row"] == 3 and looked["errors"][0]["column"] == "区划代码"
    done = run("import", "units", str(file))
    assert (done.returncode, "新增1" in done.stdout, "第3行" in done.stderr) == (1, True, True)
    out = tmp_path / "out.xlsx"
    assert run("export", "units", str(out)).returncode == 0
    again = json.loads(run("import", "units", str(out), "--json").stdout)
    assert (again["same"], again["create"], again["error"]) == (1, 0, 0)
    assert "临时下线生效0件" in run("due").stdout


def test_an_office_without_settings_is_told_all_that_is_missing(
    own_home: dict[str, str], free_port: int
) -> None:
    done = subprocess.run(
        command("serve", "--port", str(free_port)), env=own_home, capture_output=True, text=True
    )
    assert done.returncode == 2
    for word in ("XUNWANG_HOSTS", "XUNWANG_ORIGIN", "没有加密的入口", "--loopback"):
        assert word in done.stderr


def make_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private


def test_an_office_is_served_encrypted_with_cookies_bound_to_its_host(
    own_home: dict[str, str], free_port: int, tmp_path: Path
) -> None:
    host = "jiancha.example.gov.cn"
    certificate, key = make_certificate(tmp_path, host)
    settings = {
        "XUNWANG_HOSTS": host,
        "XUNWANG_ORIGIN": f"https://{host}",
        "XUNWANG_TLS_CERT": str(certificate),
    }
    office = {**own_home, **settings, "XUNWANG_TLS_KEY": str(key)}
    wanted = command("serve", "--port", str(free_port), "--workers", "1")
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE

    def ask(name: str) -> HTTPResponse:
        deadline = time.monotonic() + 180
        while True:
            session = HTTPSConnection("127.0.0.1", free_port, context=unverified, timeout=5)
            try:
                session.request("GET", "/sign-in/", headers={"Host": name})
                return session.getresponse()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    with subprocess.Popen(wanted, env=office, stdout=subprocess.DEVNULL) as server:
        try:
            answer = ask(host)
            assert answer.status == 200
            cookie = answer.headers["Set-Cookie"]
            assert cookie.startswith("__Host-csrftoken=") and "Secure" in cookie and "HttpOnly" in cookie
            assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
            assert ask("evil.example").status == 400
        finally:
            server.send_signal(signal.SIGTERM)


def test_the_trial_listens_on_this_machine_only(own_home: dict[str, str]) -> None:
    done = subprocess.run(
        command("serve", "--loopback", "--address", "0.0.0.0"), env=own_home, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "只能监听本机地址" in done.stderr
