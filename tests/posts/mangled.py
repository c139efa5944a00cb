"""Bytes as hostile or broken sources send them: arbitrary, truncated, spliced, repeated."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = (
    b"<", b">", b"</item>", b"<item>", b"<![CDATA[", b"]]>", b"&lt;", b"&#0;", b"&#xD800;", b"&nbsp;", b"&x;", b"<!DOCTYPE x>",
    b"<!ENTITY a 'b'>", b"<?xml version='1.0' encoding='utf-16'?>", b"\xff\xfe", b"\x00", b"\xa1\xa1", b'"', b"'", b"{", b"}", b"[", b"]",
    b"\\ud83d", b"1e999", b"-1", b"9" * 40, b"null", b"true", b"<a href='http://[::1'>", b"<img src=//>", b"<script>", b"</script>",
    b"\r\n\r\n", b"--B", b"=\n", b"%", b"%7b", b"var ct='", b"create_time", b"\xe6\x9d\xa5\xe6\xba\x90\xef\xbc\x9a", b"xmlns:a='b'",
    b"2021-02-30", b"0000-00-00T00:00:00+99:99", b"Mon, 99 Foo 0000 99:99:99 +9999", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06",
)  # fmt: skip


def mangled(*samples: bytes) -> st.SearchStrategy[bytes]:
    """Any bytes, and the samples cut, spliced with one another, and with pieces put into them."""
    sample = st.sampled_from(samples)

    @st.composite
    def spliced(draw: st.DrawFn) -> bytes:
        one, other = draw(sample), draw(sample)
        at, start = draw(st.integers(0, len(one))), draw(st.integers(0, len(other)))
        made = bytearray(one[:at] + other[start:])
        for _ in range(draw(st.integers(0, 6))):
            place = draw(st.integers(0, len(made)))
            piece = draw(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=8)))
            if draw(st.booleans()):
                made[place : place + len(piece)] = piece
            else:
                made[place:place] = piece
        return bytes(made)

    return st.one_of(st.binary(max_size=400), spliced(), spliced(), spliced())
