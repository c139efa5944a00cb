"""The WARC file is read without complaint by warcio and by FastWARC, which shares no code with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from tests.fetch_store.answers import moved, page
from xunwang.fetch.evidence import Author, EvidenceStore, read_warc
from xunwang.fetch.records import Certificate, Fault


@pytest.fixture()
def warc(tmp_path: Path) -> Path:
    """A file with a page, the same again, a redirected page, an error page and a fault."""
    store = EvidenceStore(tmp_path, Author("xunwang/9.9", run="run-7", user_agent="Inspector/1"))
    valid = Certificate("CN=a", "CN=b", ("a",), datetime(2026, 1, 1, tzinfo=UTC), None, True, "")
    store.keep(page(1, certificate=valid), warc=True)
    store.keep(page(2, page(1).body), warc=True)
    store.keep(moved(3), warc=True)
    store.keep(page(4, b"gone", status=404), warc=True)
    store.keep(page(5, b"", status=0, fault=Fault.REFUSED, detail="connection refused"), warc=True)
    store.close()
    return tmp_path / "pages.warc.gz"


def test_warcio_finds_every_record_and_right_digests(warc: Path) -> None:
    kinds = []
    with warc.open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="raise")
        for record in records:
            record.content_stream().read()
            kinds.append(record.rec_type)
        assert records.err_count == 0
    group = ["response", "request", "metadata"]
    again = ["revisit", "request", "metadata"]
    redirected = ["response", "request", "response", "response", "metadata"]
    assert kinds == ["warcinfo", *group, *again, *redirected, *group, "request", "metadata"]


def test_fastwarc_verifies_every_block(warc: Path) -> None:
    records = [
        (str(record.record_type), record.record_id) for record in FastIterator(str(warc), verify_digests=True)
    ]
    assert len(records) == len(list(read_warc(warc)))
    assert len({identifier for _, identifier in records}) == len(records)


def test_our_reader_gives_bodies_and_headers_back(warc: Path) -> None:
    records = list(read_warc(warc))
    response = records[1]
    assert (response.kind, response.url, response.status) == ("response", page(1).url, "HTTP/1.1 200 OK")
    assert response.payload == page(1).body
    assert ("Content-Type", "text/html; charset=utf-8") in response.headers
    assert ("X-Archive-Orig-Content-Encoding", "gzip") in response.headers
    assert all(record.digest_checked for record in records if record.kind != "revisit")


def test_the_file_says_who_wrote_it_for_which_run(warc: Path) -> None:
    head = next(read_warc(warc)).payload.decode()
    assert "software: xunwang/9.9" in head
    assert "isPartOf: run-7" in head
    assert "http-header-user-agent: Inspector/1" in head


def test_a_revisit_points_to_the_first_record_of_that_content(warc: Path) -> None:
    revisit = next(record for record in read_warc(warc) if record.kind == "revisit")
    fields = dict(revisit.record_headers)
    assert fields["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert fields["WARC-Refers-To-Target-URI"] == page(1).url
    assert fields["WARC-Refers-To-Date"] == "2026-03-02T00:30:01.000000Z"
    assert fields["WARC-Payload-Digest"] == f"sha256:{page(1).digest}"


def test_every_step_of_a_redirect_can_be_replayed(warc: Path) -> None:
    steps = {
        record.url: dict(record.headers)["Location"]
        for record in read_warc(warc)
        if record.status.startswith("HTTP/1.1 30")
    }
    assert steps == {"http://old.example.gov.cn/": "/new", "http://old.example.gov.cn/new": page(3).url}


def test_metadata_holds_what_http_does_not(warc: Path) -> None:
    facts = [json.loads(record.payload) for record in read_warc(warc) if record.kind == "metadata"]
    assert facts[0]["address"] == "192.0.2.7"
    assert facts[0]["timings"] == [0.001, 0.002, 0.0, 0.01, 0.02]
    assert facts[0]["certificate"][:2] == ["CN=a", "CN=b"]
    assert facts[2]["hops"][0] == ["http://old.example.gov.cn/", 301, "/new"]
    assert (facts[4]["fault"], facts[4]["detail"]) == ("refused", "connection refused")


def test_header_values_cannot_forge_lines(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.keep(page(1, headers=(("X-A", "one\r\nX-Forged: yes"),)), warc=True)
    store.close()
    response = next(record for record in read_warc(tmp_path / "pages.warc.gz") if record.kind == "response")
    assert "X-Forged" not in dict(response.headers)
