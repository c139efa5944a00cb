"""Content codings come off within bounds, whatever the bytes."""

from __future__ import annotations

import gzip
import time

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fetch.misbehaving_server import encode
from xunwang.fetch.codings import CodingError, decode
from xunwang.fetch.records import Fault

NAMES = ["gzip", "deflate", "br", "zstd"]
MIB = 2**20


@given(st.binary(max_size=5000), st.lists(st.sampled_from(NAMES), max_size=3))
def test_what_was_coded_comes_out_again(data: bytes, names: list[str]) -> None:
    field = ", ".join(names).upper()
    assert decode(encode(data, ",".join(names)), field, MIB, 200) == (data, Fault.NONE)


@given(st.binary(min_size=1, max_size=3000), st.sampled_from(NAMES))
def test_any_bytes_are_decoded_or_refused(data: bytes, name: str) -> None:
    try:
        body, fault = decode(data, name, MIB, 200)
    except CodingError as error:
        assert str(error)
    else:
        assert len(body) <= MIB
        assert fault in (Fault.NONE, Fault.BOMB)


@settings(max_examples=50)
@given(st.binary(min_size=50, max_size=3000), st.sampled_from(NAMES), st.data())
def test_a_damaged_stream_never_escapes_its_bound(data: bytes, name: str, draw: st.DataObject) -> None:
    coded = bytearray(encode(data * 20, name))
    for _ in range(draw.draw(st.integers(1, 4))):
        coded[draw.draw(st.integers(0, len(coded) - 1))] = draw.draw(st.integers(0, 255))
    try:
        body, _ = decode(bytes(coded), name, len(data) * 20, 10**9)
    except CodingError:
        return
    assert len(body) <= len(data) * 20


@pytest.mark.parametrize("name", NAMES)
def test_the_size_bound_is_exact(name: str) -> None:
    coded = encode(bytes(1000), name)
    assert decode(coded, name, 1000, 200) == (bytes(1000), Fault.NONE)
    assert decode(coded, name, 999, 200) == (b"", Fault.BOMB)


@pytest.mark.parametrize("name", NAMES)
def test_the_ratio_bound_holds_above_a_mebibyte_only(name: str) -> None:
    small, large = encode(bytes(MIB), name), encode(bytes(MIB + 1), name)
    assert decode(small, name, 4 * MIB, 10) == (bytes(MIB), Fault.NONE)
    assert decode(large, name, 4 * MIB, 10) == (b"", Fault.BOMB)
    assert decode(large, name, 4 * MIB, 10**6)[1] is Fault.NONE


@pytest.mark.parametrize("name", NAMES)
def test_a_bomb_costs_no_more_than_its_bound(name: str) -> None:
    coded = encode(bytes(64 * MIB), name)
    started = time.process_time()
    assert decode(coded, name, 8 * MIB, 10**9) == (b"", Fault.BOMB)
    assert time.process_time() - started < 0.5


def test_a_bomb_inside_a_bomb_is_one() -> None:
    coded = encode(bytes(64 * MIB), "gzip,gzip")
    assert decode(coded, "gzip, gzip", 8 * MIB, 200) == (b"", Fault.BOMB)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_an_early_end_gives_what_there_was(name: str) -> None:
    data = bytes(range(256)) * 400 + b"".join(number.to_bytes(3, "big") for number in range(5000))
    coded = encode(data, name)
    body, fault = decode(coded[: len(coded) * 3 // 4], name, MIB, 200)
    assert fault is Fault.NONE
    assert body
    assert data.startswith(body)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_at_all_is_nothing(name: str) -> None:
    assert decode(b"", name, MIB, 200) == (b"", Fault.NONE)
    assert decode(encode(b"", name), name, MIB, 200) == (b"", Fault.NONE)


@pytest.mark.parametrize("field", ["utf-8", "sdch", "gzip, sdch", "none"])
def test_a_field_with_an_unknown_name_changes_nothing(field: str) -> None:
    assert decode(b"plain", field, MIB, 200) == (b"plain", Fault.NONE)


def test_a_pile_of_codings_is_refused() -> None:
    with pytest.raises(CodingError):
        decode(encode(b"x", "gzip,gzip,gzip,gzip"), "gzip,gzip,gzip,gzip", MIB, 200)


@pytest.mark.parametrize("field", ["", "identity", " Identity , ", "x-gzip"])
def test_names_are_read_leniently(field: str) -> None:
    data = gzip.compress(b"x") if "gzip" in field else b"x"
    assert decode(data, field, MIB, 200) == (b"x", Fault.NONE)


def test_zstd_in_several_frames_is_one_body() -> None:
    frames = zstandard.compress(b"one ") + zstandard.compress(b"two")
    assert decode(frames, "zstd", MIB, 200)[0] == b"one two"


def test_a_zstd_window_beyond_the_web_s_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    wide = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    coded = wide.compress(bytes(1000)) + wide.flush()
    with pytest.raises(CodingError):
        decode(coded, "zstd", MIB, 200)


def test_brotli_is_read_in_several_steps() -> None:
    data = b"".join(number.to_bytes(4, "big") for number in range(100_000))
    assert decode(brotli.compress(data, quality=1), "br", MIB, 200)[0] == data
