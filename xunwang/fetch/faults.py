"""libcurl's result codes in our words."""

from __future__ import annotations

import errno

import pycurl

from xunwang.fetch.records import Fault
from xunwang.fetch.tls import Failure

_FAULTS = {
    pycurl.E_OK: Fault.NONE,
    pycurl.E_UNSUPPORTED_PROTOCOL: Fault.BAD_ANSWER,
    pycurl.E_URL_MALFORMAT: Fault.BAD_URL,
    pycurl.E_COULDNT_RESOLVE_HOST: Fault.DNS,
    pycurl.E_COULDNT_CONNECT: Fault.CONNECT,
    pycurl.E_PARTIAL_FILE: Fault.TRUNCATED,
    pycurl.E_OPERATION_TIMEDOUT: Fault.TIMEOUT,
    pycurl.E_GOT_NOTHING: Fault.RESET,
    pycurl.E_SEND_ERROR: Fault.RESET,
    pycurl.E_RECV_ERROR: Fault.RESET,
    # The connection broke in the middle of a frame.
    pycurl.E_HTTP2: Fault.RESET,
    pycurl.E_FILESIZE_EXCEEDED: Fault.TOO_LARGE,
}
_TLS = frozenset(
    {
        pycurl.E_SSL_CONNECT_ERROR,
        pycurl.E_SSL_CERTPROBLEM,
        pycurl.E_SSL_CIPHER,
        pycurl.E_PEER_FAILED_VERIFICATION,
        pycurl.E_SSL_ISSUER_ERROR,
        pycurl.E_SSL_INVALIDCERTSTATUS,
    }
)
HTTP2_STREAM_ERROR = 92
"""CURLE_HTTP2_STREAM, which pycurl does not name: the server reset the stream."""


_UNEXPECTED_END = "unexpected eof"
_BROKEN_OFF = ("reset by peer", "SSL_ERROR_SYSCALL", _UNEXPECTED_END)
"""Words of a handshake that failed because the connection did."""


def fault_of(code: int, words: str, os_error: int, some_content: bool) -> Fault:
    """The fault behind a libcurl result; ``os_error`` is the errno of the last failed connect.

    Anything unnamed is an answer that libcurl could not make sense of.
    """
    if code == pycurl.E_SSL_CONNECT_ERROR and any(part in words for part in _BROKEN_OFF):
        return Fault.RESET
    if code in _TLS:
        return Fault.TLS
    if code == pycurl.E_COULDNT_CONNECT and os_error == errno.ECONNREFUSED:
        return Fault.REFUSED
    if code == pycurl.E_RECV_ERROR and "chunk" in words:
        return Fault.BAD_ANSWER
    if code == pycurl.E_RECV_ERROR and some_content:
        return Fault.TRUNCATED
    if code == HTTP2_STREAM_ERROR:
        return Fault.TRUNCATED if some_content else Fault.RESET
    return _FAULTS.get(code, Fault.BAD_ANSWER)


def hung_up(code: int, words: str) -> bool:
    """The server ended a TLS connection without saying so: wrong, but common, and browsers forgive it."""
    return code == pycurl.E_RECV_ERROR and _UNEXPECTED_END in words


def handshake_failure(code: int, words: str) -> Failure | None:
    """What went wrong with TLS; None when something else did."""
    if code not in _TLS:
        return None
    return Failure(
        words,
        bad_certificate=code == pycurl.E_PEER_FAILED_VERIFICATION,
        broken_off=any(part in words for part in _BROKEN_OFF),
    )
