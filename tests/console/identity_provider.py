"""A small OpenID Connect provider on loopback: code flow with PKCE, RS256, one client, whoever is set signs in."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "xunwang", "client secret"


class IdentityProvider:
    """``claims`` of who signs in next; ``spoil`` changes the token before it is signed, ``key`` signs it."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "0001", "preferred_username": "zhang.san"}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.published = self.key.public_key()
        self.algorithm = "RS256"
        self.audience, self.lifetime = CLIENT, 300
        self.codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(_Handler):
            idp = provider

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + self.lifetime}
        key: Any = self.key if self.algorithm == "RS256" else "guessed, but long enough for the algorithm"
        return jwt.encode({**claims, **self.claims}, key, self.algorithm, headers={"kid": "one"})

    def keys(self) -> dict[str, Any]:
        shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published))
        return {"keys": [{**shown, "kid": "one", "use": "sig", "alg": "RS256"}]}


class _Handler(BaseHTTPRequestHandler):
    idp: IdentityProvider

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            base = self.idp.issuer
            self.tell(
                200,
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "jwks_uri": f"{base}/keys",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                },
            )
        elif parts.path == "/keys":
            self.tell(200, self.idp.keys())
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            assert asked["client_id"] == CLIENT and asked["response_type"] == "code"
            assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
            code = secrets.token_urlsafe(16)
            self.idp.codes[code] = asked
            self.send_response(302)
            query = urlencode({"code": code, "state": asked["state"]})
            self.send_header("Location", f"{asked['redirect_uri']}?{query}")
            self.end_headers()
        else:
            self.tell(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.idp.codes.pop(given.get("code", ""), None)
        name, _, secret = base64.b64decode(self.headers["Authorization"].split()[1]).decode().partition(":")
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        good = (
            asked is not None
            and (unquote(name), unquote(secret)) == (CLIENT, SECRET)
            and given["redirect_uri"] == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
        )
        if not good:
            self.tell(400, {"error": "invalid_grant"})
            return
        self.tell(
            200,
            {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self.idp.token()},
        )

    def tell(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
