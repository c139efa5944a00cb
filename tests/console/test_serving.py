"""An office's server refuses an unsafe set-up; the first start makes one administrator."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.contrib.auth import authenticate
from django.test import RequestFactory

from tests.console.running.databases import database_url
from tests.console.running.homes import free_port, fresh_machine, office
from tests.console.running.processes import answer_of, command, looks_done, served, serving, soon, workers_of
from tests.fetch_store.local_server import has_loopback6
from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.cli.main import main
from xunwang.database import Connection
from xunwang.web.first_start import first_administrator
from xunwang.web.safety import problems_of_office
from xunwang.web.secret import secret_key

__all__ = ["free_port", "fresh_machine", "office"]
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


def test_a_fresh_machine_serves_is_killed_and_serves_again(fresh_machine: dict[str, str]) -> None:
    asked = command("audit", "verify")
    nothing = subprocess.run(asked, env=fresh_machine, capture_output=True, text=True)
    assert nothing.returncode == 2 and "没有工作台的数据" in nothing.stderr
    with served(fresh_machine) as (first, said, url):
        port = url.rpartition(":")[2]
        second = subprocess.Popen(serving(port), env=fresh_machine, stderr=subprocess.PIPE, text=True)
        page = answer_of(f"{url}/sign-in/")
        assert "登录" in page
        style = re.search(r'href="(/static/web/console\.[0-9a-f]+\.css)"', page)
        assert style and "--accent" in answer_of(f"{url}{style[1]}")
        assert "已有程序在使用" in second.communicate(timeout=60)[1] and second.returncode == 2
        family = psutil.Process(first.pid).children(recursive=True)
        first.kill()
    assert "首次启动" in said
    assert len(family) == 2 and psutil.wait_procs(family, timeout=90)[1] == [], "all leave with their server"
    with served(fresh_machine, "::1" if has_loopback6() else "127.0.0.1") as (again, said, _):
        verified = subprocess.run(asked, env=fresh_machine, capture_output=True, text=True)
        family = psutil.Process(again.pid).children(recursive=True)
        again.terminate()
        again.wait(180)
    assert "首次启动" not in said, "the administrator of the first start is still there"
    assert verified.returncode == 0 and "摘要链完好" in verified.stdout, verified.stderr
    assert len(family) == 2 and psutil.wait_procs(family, timeout=0)[1] == [], (
        "the server is the last to leave"
    )
    status = subprocess.run(
        command("database", "status", "--json"), env=fresh_machine, capture_output=True, text=True
    )
    assert '"running": false' in status.stdout, "the last one to leave stops the database"


def test_the_register_is_imported_and_exported_by_commands(
    committed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("XUNWANG_HOME", str(tmp_path / "home"))
    file = tmp_path / "units.csv"
    file.write_text(
        "名称,级别,类型,区划代码,上级单位\n某省人民政府,省级,人民政府,220000,\n某局,省级,部门,22,某省人民政府\n",
        encoding="utf-8",
    )

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["register", *words])

    looked = json.loads(run("import", "units", str(file), "--dry-run", "--json").stdout)
    assert (looked["create"], looked["error"]) == (1, 1)
    assert looked["errors"][0]["row"] == 3 and looked["errors"][0]["column"] == "区划代码"
    done = run("import", "units", str(file))
    assert (done.exit_code, "新增1" in done.stdout, "第3行" in done.stderr) == (1, True, True)
    out = tmp_path / "out.xlsx"
    assert run("export", "units", str(out)).exit_code == 0
    again = json.loads(run("import", "units", str(out), "--json").stdout)
    assert (again["same"], again["create"], again["error"]) == (1, 0, 0)
    assert "临时下线生效0件" in run("due").stdout


def test_an_office_without_settings_is_told_all_that_is_missing(
    fresh_machine: dict[str, str], free_port: int
) -> None:
    done = subprocess.run(
        command("serve", "--port", str(free_port)), env=fresh_machine, capture_output=True, text=True
    )
    assert done.returncode == 2
    for word in ("XUNWANG_HOSTS", "XUNWANG_ORIGIN", "没有加密的入口", "--loopback"):
        assert word in done.stderr
    assert not Path(fresh_machine["XUNWANG_HOME"]).exists(), "nothing was started for it"


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


def test_an_office_is_served_encrypted_with_cookies_bound_to_its_host_and_a_worker_apart(
    office: dict[str, str], free_port: int, tmp_path: Path
) -> None:
    host = "jiancha.example.gov.cn"
    certificate, key = make_certificate(tmp_path, host)
    office |= {"XUNWANG_HOSTS": host, "XUNWANG_ORIGIN": f"https://{host}"}
    office |= {"XUNWANG_TLS_CERT": str(certificate), "XUNWANG_TLS_KEY": str(key)}
    wanted = command("serve", "--no-worker", "--port", str(free_port), "--workers", "1")
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE

    def ask(name: str) -> HTTPResponse:
        deadline = time.monotonic() + 180
        while True:
            session = HTTPSConnection("127.0.0.1", free_port, context=unverified, timeout=60)
            try:
                session.request("GET", "/sign-in/", headers={"Host": name})
                return session.getresponse()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    with subprocess.Popen(wanted, env=office, stdout=subprocess.DEVNULL) as server:
        try:
            answer = ask(host)
            assert answer.status == 200
            cookie = answer.headers["Set-Cookie"]
            assert cookie.startswith("__Host-csrftoken=") and "Secure" in cookie and "HttpOnly" in cookie
            assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
            assert ask("evil.example").status == 400
            assert workers_of(server) == []
            with subprocess.Popen(command("worker"), env=office, stdout=subprocess.DEVNULL) as apart:
                soon(looks_done)
                apart.terminate()
                assert apart.wait(60) == 0
        finally:
            server.terminate()


def test_the_trial_listens_on_this_machine_only(fresh_machine: dict[str, str]) -> None:
    done = subprocess.run(
        command("serve", "--loopback", "--address", "0.0.0.0"),
        env=fresh_machine,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "只能监听本机地址" in done.stderr


def test_a_server_started_where_charts_were_drawn_draws_them_too() -> None:
    drawn = subprocess.run(
        [sys.executable, "-m", "tests.console.drawing"],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert drawn.stdout.split() == ["server", "worker"]
