"""A site's journal as Parquet tables, and the tables as typed rows.

Five tables a site: ``pages``, ``links`` (page → target), ``addresses`` (target number → address),
``items`` (list entries) and ``hits`` (word lists). Written in batches, so that memory stays flat. They hold
the pages as served; what a browser made of some of them belongs to the site as a whole, but for the links.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

_BATCH = 2_000
_TIME = pa.timestamp("us", tz="UTC")

SCHEMAS: dict[str, pa.Schema] = {
    "pages": pa.schema([
        ("id", pa.int32()), ("url", pa.string()), ("final", pa.string()), ("at", _TIME),
        ("depth", pa.int16()), ("status", pa.int16()), ("fault", pa.string()), ("kind", pa.string()),
        ("title", pa.string()), ("published", pa.string()), ("digest", pa.string()), ("bytes", pa.int64()),
        ("chars", pa.int32()), ("first_byte", pa.float32()), ("total", pa.float32()),
        ("address", pa.string()), ("modified", pa.string()), ("detail", pa.binary()),
    ]),
    "links": pa.schema([("page", pa.int32()), ("target", pa.int32())]),
    "addresses": pa.schema([
        ("id", pa.int32()), ("url", pa.string()), ("text", pa.string()), ("class", pa.string()),
    ]),
    "items": pa.schema([
        ("page", pa.int32()), ("block", pa.int16()), ("title", pa.string()), ("url", pa.string()),
        ("day", pa.date32()),
    ]),
    "hits": pa.schema([
        ("page", pa.int32()), ("concern", pa.string()), ("grade", pa.string()), ("rule", pa.string()),
        ("match", pa.string()), ("suggestion", pa.string()), ("fragment", pa.string()),
    ]),
}  # fmt: skip


class PageRow(NamedTuple):
    """A row of the ``pages`` table."""

    id: int
    url: str
    final: str
    at: datetime
    depth: int
    status: int
    fault: str
    kind: str
    digest: str
    modified: str
    detail: bytes
    """JSON: ``page`` (see page_codec) where the page was understood, ``hops``, ``tls`` …"""


class HitRow(NamedTuple):
    """A row of the ``hits`` table."""

    page: int
    concern: str
    grade: str
    rule: str
    match: str
    suggestion: str
    fragment: str


def write_tables(records: Iterable[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """Write the five tables from journal records; returns what belongs to the site as a whole."""
    site: dict[str, Any] = {"extras": [], "rendered": [], "robots": None, "end": None}
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in SCHEMAS}
    links = array("i"), array("i")
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            )
            for name, schema in SCHEMAS.items()
        }
        for record in records:
            if record["t"] == "page":
                _add_page(record, rows)
                _add_links(record, *links)
            elif record["t"] == "rendered":
                _add_links(record, *links)
                rows["addresses"].extend([tuple(row[:4]) for row in record.pop("addresses", ())])
                site["rendered"].append({key: record[key] for key in record if key != "links"})
            elif record["t"] == "extra":
                site["extras"].append(record)
            elif record["t"] in ("robots", "end"):
                site[record["t"]] = record
            for name, waiting in rows.items():
                if len(waiting) >= _BATCH * (1 if name == "pages" else 20):
                    _flush(writers[name], name, waiting)
            if len(links[0]) >= _BATCH * 50:
                _flush_links(writers["links"], *links)
        for name, waiting in rows.items():
            _flush(writers[name], name, waiting)
        _flush_links(writers["links"], *links)
    return site


def _add_links(record: dict[str, Any], pages: array[int], targets: array[int]) -> None:
    """There are a hundred times as many links as pages: as numbers they cost a tenth of what rows would."""
    found: list[int] = record.get("links") or []
    pages.extend(array("i", [record["id"]]) * len(found))
    targets.fromlist(found)


def _flush_links(writer: pq.ParquetWriter, pages: array[int], targets: array[int]) -> None:
    if not pages:
        return
    columns = [
        pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers.tobytes())])
        for numbers in (pages, targets)
    ]
    writer.write_table(pa.Table.from_arrays(columns, schema=SCHEMAS["links"]))
    del pages[:], targets[:]


def _flush(writer: pq.ParquetWriter, name: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        schema = SCHEMAS[name]
        columns = [
            pa.array(values, type=field.type)
            for values, field in zip(zip(*rows, strict=True), schema, strict=True)
        ]
        writer.write_table(pa.Table.from_arrays(columns, schema=schema))
        rows.clear()


def _add_page(record: dict[str, Any], rows: dict[str, list[tuple[Any, ...]]]) -> None:
    page = record.get("page") or {}
    number = record["id"]
    times = record["times"]
    detail = {key: record[key] for key in ("page", "hops", "tls", "detail") if key in record}
    rows["pages"].append((
        number, record["url"], record["final"], datetime.fromisoformat(record["at"]), record["depth"],
        record["status"], record["fault"], page.get("kind", ""), page.get("title"), page.get("published"),
        record.get("digest", ""), record["bytes"], record.get("chars", 0), times[3], times[4],
        record.get("address", ""), record.get("modified", ""), orjson.dumps(detail),
    ))  # fmt: skip
    rows["addresses"].extend([tuple(row[:4]) for row in record.get("addresses", ())])
    rows["hits"].extend((number, *hit) for hit in record.get("hits", ()))
    for title, url, day, block, *_ in page.get("items", ()):
        rows["items"].append((number, block, title, url, date.fromisoformat(day) if day else None))


def _compute() -> Any:
    """Arrow's functions, which take as long to import as fifty pages to read: a crawl does without them."""
    import pyarrow.compute

    return pyarrow.compute


def read_pages(folder: Path) -> Iterator[PageRow]:
    """Rows of the ``pages`` table in order of fetching."""
    columns = list(PageRow._fields)
    for batch in pq.ParquetFile(folder / "pages.parquet").iter_batches(_BATCH, columns=columns):
        yield from (
            PageRow(*values) for values in zip(*(column.to_pylist() for column in batch), strict=True)
        )


def read_hits(folder: Path) -> Iterator[HitRow]:
    """Rows of the ``hits`` table."""
    for batch in pq.ParquetFile(folder / "hits.parquet").iter_batches(_BATCH):
        yield from (HitRow(*values) for values in zip(*(column.to_pylist() for column in batch), strict=True))


def read_addresses(folder: Path) -> Iterator[tuple[int, str, str, str]]:
    """(number, address, text, class) of every address that pages refer to."""
    for batch in pq.ParquetFile(folder / "addresses.parquet").iter_batches(_BATCH * 10):
        yield from zip(*(column.to_pylist() for column in batch), strict=True)


def page_places(folder: Path, wanted: set[int]) -> dict[int, tuple[str, datetime, str, int]]:
    """(address, time, digest, depth) of the wanted pages, by number."""
    columns = ["id", "final", "at", "digest", "depth"]
    numbers = pa.array(sorted(wanted), type=pa.int32())
    found: dict[int, tuple[str, datetime, str, int]] = {}
    for batch in pq.ParquetFile(folder / "pages.parquet").iter_batches(_BATCH * 5, columns=columns):
        kept = batch.filter(_compute().is_in(batch["id"], value_set=numbers))
        for number, *place in zip(*(column.to_pylist() for column in kept), strict=True):
            found[number] = (place[0], place[1], place[2], place[3])
    return found


def pages_at_depth(folder: Path, depth: int) -> frozenset[int]:
    """Numbers of the pages so many clicks from the home page."""
    table = pq.read_table(folder / "pages.parquet", columns=["id", "depth"])
    return frozenset(table.filter(_compute().equal(table["depth"], depth))["id"].to_pylist())


def targets_of_page(folder: Path, page: int) -> list[int]:
    """Numbers of the addresses that one page refers to."""
    found: list[int] = []
    for batch in pq.ParquetFile(folder / "links.parquet").iter_batches(_BATCH * 50):
        found += batch.filter(_compute().equal(batch["page"], page))["target"].to_pylist()
    return found


def carriers(folder: Path, targets: set[int]) -> dict[int, list[int]]:
    """Pages that carry links to the given targets, by target."""
    found: dict[int, list[int]] = {target: [] for target in targets}
    if not targets:
        return found
    wanted = pa.array(sorted(targets), type=pa.int32())
    for batch in pq.ParquetFile(folder / "links.parquet").iter_batches(_BATCH * 50):
        kept = batch.filter(_compute().is_in(batch["target"], value_set=wanted))
        for page, target in zip(kept["page"].to_pylist(), kept["target"].to_pylist(), strict=True):
            found[target].append(page)
    return found
