"""Where the regions of a province stand in the schematic map: one tile each, as data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

SHIPPED = Path(__file__).with_name("tiles.yaml")
NARROWEST = 4
"""Columns of a map that no named region widens."""
Tile = tuple[int, int]
"""Column and row, from 0 at the upper left."""


class TilesError(Exception):
    """The file of the tiles is not usable; the message says in Chinese what to correct."""


@cache
def read_tiles(path: Path = SHIPPED) -> Mapping[str, Tile]:
    """Tiles by the beginning of a region's name. Raises TilesError."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        places = {str(name): (int(tile[0]), int(tile[1])) for name, tile in raw["places"].items()}
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise TilesError(f"{path.name}：应为“places:”下的“地区: [列, 行]”，请核对（{error}）") from error
    if len(set(places.values())) != len(places) or any(min(tile) < 0 for tile in places.values()):
        raise TilesError(f"{path.name}：两个地区占了同一方格，或位置为负数，请核对")
    return places


def tiles_for(regions: Sequence[str], places: Mapping[str, Tile] | None = None) -> dict[str, Tile]:
    """A tile for every region: the named ones where they belong, the rest row by row below."""
    places = read_tiles() if places is None else places
    tiles: dict[str, Tile] = {}
    for region in regions:
        tile = _named(region, places)
        if tile is not None and tile not in tiles.values():
            tiles[region] = tile
    rest = [region for region in regions if region not in tiles]
    columns = max([NARROWEST, math.ceil(math.sqrt(len(rest))), *(column + 1 for column, _ in tiles.values())])
    first = max((row + 1 for _, row in tiles.values()), default=0)
    for place, region in enumerate(rest):
        tiles[region] = (place % columns, first + place // columns)
    return tiles


def _named(region: str, places: Mapping[str, Tile]) -> Tile | None:
    fitting = [name for name in places if region.startswith(name)]
    return places[max(fitting, key=len)] if fitting else None
