"""The prescribed tags of the page design standard, as a site writes them."""

from __future__ import annotations

from datetime import datetime

from xunwang.simulate.spec import ColumnSpec, Metas, SiteSpec


def site_tags(spec: SiteSpec) -> str:
    """SiteName, SiteDomain, SiteIDCode."""
    if spec.metas is Metas.NONE:
        return ""
    pairs = (
        ("SiteName", spec.printed_name or spec.name),
        ("SiteDomain", spec.host),
        ("SiteIDCode", spec.site_code),
    )
    return _tags(spec, pairs)


def column_tags(spec: SiteSpec, column: ColumnSpec) -> str:
    """Name, description, keywords and class of a column."""
    if spec.metas is not Metas.FULL:
        return ""
    return _tags(
        spec,
        (
            ("ColumnName", column.name),
            ("ColumnDescription", f"{spec.name}{column.name}栏目，发布{column.name}相关信息"),
            ("ColumnKeywords", f"{column.name},{spec.unit}"),
            ("ColumnType", column.type.label if column.type else column.name),
        ),
    )


def article_tags(spec: SiteSpec, title: str, published: datetime | None, source: str) -> str:
    """Title, day and source of a content page."""
    if spec.metas is not Metas.FULL:
        return ""
    day = f"{published:%Y-%m-%d %H:%M}" if published else ""
    pairs = [("ArticleTitle", title), ("PubDate", day), ("ContentSource", source)]
    if published is None:
        pairs.pop(1)
    return _tags(spec, tuple(pairs))


def _tags(spec: SiteSpec, pairs: tuple[tuple[str, str], ...]) -> str:
    if spec.family == "tables":
        return "".join(f'<META content="{value}" name={name}>\n' for name, value in pairs)
    return "".join(f'<meta name="{name}" content="{value}" />\n' for name, value in pairs)
