"""What an office's set-up must have before the server opens its port."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from xunwang.database import Connection
from xunwang.web.office.configuration import problems_of

LEAST_SECRET = 32
_SAFE_SSL = {"require", "verify-ca", "verify-full"}


def is_loopback(address: str) -> bool:
    """True when only this machine can reach the address."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def problems_of_office(environ: Mapping[str, str], connection: Connection, address: str) -> list[str]:
    """What is missing or unsafe, each with its remedy in Chinese; empty when the server may start."""
    found: list[str] = []
    hosts = [host for host in environ.get("XUNWANG_HOSTS", "").replace(" ", "").split(",") if host]
    if not hosts:
        found.append("没有设置XUNWANG_HOSTS。请写明工作台的域名，如 jiancha.example.gov.cn，多个用逗号隔开。")
    if any(host == "*" or host.startswith(".") for host in hosts):
        found.append("XUNWANG_HOSTS不能使用通配符。请逐个写明域名。")
    origin = urlsplit(environ.get("XUNWANG_ORIGIN", ""))
    if origin.scheme != "https" or not origin.hostname:
        found.append("XUNWANG_ORIGIN应为https地址，如 https://jiancha.example.gov.cn：密码不得明文传输。")
    elif hosts and origin.hostname not in hosts:
        found.append(f"XUNWANG_ORIGIN的域名{origin.hostname}不在XUNWANG_HOSTS中。请保持一致。")
    secret = environ.get("XUNWANG_SECRET_KEY", "")
    if secret and len(secret) < LEAST_SECRET:
        found.append(f"XUNWANG_SECRET_KEY少于{LEAST_SECRET}个字符。请加长，或删去此变量由系统生成。")
    found += _transport(environ, address)
    found += problems_of(environ)
    ssl = connection.options.get("sslmode", "")
    local = connection.embedded or not connection.host or connection.host.startswith("/")
    if not local and not is_loopback(connection.host) and ssl not in _SAFE_SSL:
        found.append("DATABASE_URL指向另一台机器却没有加密。请在地址末尾加上 ?sslmode=verify-full。")
    return found


def _transport(environ: Mapping[str, str], address: str) -> list[str]:
    proxies = environ.get("XUNWANG_PROXIES", "0") or "0"
    certificate, key = environ.get("XUNWANG_TLS_CERT", ""), environ.get("XUNWANG_TLS_KEY", "")
    if not proxies.isdecimal():
        return ["XUNWANG_PROXIES应为数字：工作台前面有几层本单位的反向代理。"]
    if bool(certificate) != bool(key):
        return ["XUNWANG_TLS_CERT和XUNWANG_TLS_KEY应同时设置。"]
    if not certificate and not int(proxies):
        return [
            "没有加密的入口。请用XUNWANG_TLS_CERT和XUNWANG_TLS_KEY给出证书；"
            "或由反向代理提供https，设置XUNWANG_PROXIES=1，并由它写明X-Forwarded-Proto和X-Forwarded-For。"
        ]
    if not certificate and not is_loopback(address):
        return [f"使用反向代理时不应监听{address}：他人可绕过代理。请只监听127.0.0.1。"]
    return []
