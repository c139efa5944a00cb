"""Content codings taken off within bounds.

libcurl decodes without a bound on the ratio and, in common builds, without zstd. The encoded body is
bounded by the receiver already, so it is decoded here in one go with a bound on the output.
"""

from __future__ import annotations

import io
import zlib

import brotli
import zstandard

from xunwang.fetch.records import Fault

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
_MAX_CODINGS = 3
_RATIO_FROM = 1024 * 1024
"""Smaller bodies are never bombs: a page of blanks may well shrink a thousandfold."""
_ZSTD_WINDOW = 2**23
"""RFC 9659 (window sizing for the zstd content coding): at most 8 MiB."""
_STEP = 128 * 1024
"""Asked for at once from the zstd reader, which sets aside what is asked for."""
_EMPTY_STREAM = 32
"""Bytes: a gzip stream of nothing has 20, one with a short file name a few more."""


class CodingError(ValueError):
    """The body is not in the coding that the header names; the text says what is wrong."""


def decode(body: bytes, codings: str, max_bytes: int, max_ratio: int) -> tuple[bytes, Fault]:
    """Body without its content codings, and BOMB when it grows beyond ``max_bytes`` or ``max_ratio``.

    ``codings`` is the Content-Encoding field. As in browsers, a stream that ends early gives what it
    had, and a field with an unknown name ("utf-8" is seen) changes nothing. Raises :class:`CodingError`.
    """
    names = [name for part in codings.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(names) > _MAX_CODINGS:
        raise CodingError(f"{len(names)} content codings")
    if any(name not in _DECODERS for name in names):
        return body, Fault.NONE
    wire_size = len(body)
    for name in reversed(names):
        try:
            decoded = _DECODERS[name](body, max_bytes + 1) if body else b""
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise CodingError(f"not valid {name}: {error}") from error
        if len(decoded) > max_bytes or len(decoded) > max(_RATIO_FROM, max_ratio * wire_size):
            return b"", Fault.BOMB
        if body and not decoded and not _is_empty_stream(body):
            raise CodingError(f"{name} stream ends before its first byte")
        body = decoded
    return body, Fault.NONE


def _is_empty_stream(body: bytes) -> bool:
    """Whether so few bytes may be a whole stream of no content."""
    return len(body) <= _EMPTY_STREAM


def _gunzip(body: bytes, limit: int) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, limit)


def _inflate(body: bytes, limit: int) -> bytes:
    # The coding means zlib's format; some servers send the bare stream, and browsers take both.
    bare = body[0] & 0x0F != 8 or int.from_bytes(body[:2], "big") % 31 != 0
    return zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS).decompress(body, limit)


def _unbrotli(body: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    parts = [stream.process(body, output_buffer_limit=limit)]
    size = len(parts[0])
    while size < limit and not stream.is_finished() and not stream.can_accept_more_data():
        parts.append(stream.process(b"", output_buffer_limit=limit - size))
        size += len(parts[-1])
    return b"".join(parts)


def _unzstd(body: bytes, limit: int) -> bytes:
    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    with decoder.stream_reader(io.BytesIO(body), read_across_frames=True) as reader:
        parts, size = [reader.read(_STEP)], 0
        while parts[-1] and (size := size + len(parts[-1])) < limit:
            parts.append(reader.read(min(_STEP, limit - size)))
    return b"".join(parts)


_DECODERS = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
