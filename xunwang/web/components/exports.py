"""What a list shows, as the rows of a file."""

from __future__ import annotations

from xunwang.web.components.listing import Cell, Listing


def listing_table(listing: Listing) -> list[list[str]]:
    """Header and every row of all pages, as text. Searched, filtered and sorted as the list is."""
    table = [[column.label for column in listing.spec.columns]]
    for thing in listing.things:
        values = (column.cell(thing) for column in listing.spec.columns)
        table.append([value.text if isinstance(value, Cell) else value for value in values])
    return table
