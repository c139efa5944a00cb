"""Who gets what: programmes of defects that don't disturb each other, dealt to sites."""

from __future__ import annotations

from xunwang.simulate.defects.base import Defect
from xunwang.simulate.spec import SiteSpec
from xunwang.words import SiteKind

DEPARTMENTS: tuple[tuple[str, ...], ...] = (
    ("down_5xx",),
    ("refused",),
    ("home_stale", "hidden_menu"),
    ("guides_poor", "expired_link"),
    ("slow",),
    ("secrecy_mark", "four_stale", "four_poor_guides", "hostile_answers"),
    ("bad_tls",),
    ("no_services", "against_gambling"),
    ("flapping",),
    ("guides_few", "thirteen_days", "misspelling", "resident_ids"),
    ("just_over",),
    ("home_undated",),
    ("navigation_stale",),
    ("many_overdue", "undated_list"),
    ("many_blank", "business_secrets"),
    ("no_channel",),
    ("letters_unanswered", "traps_endless"),
    ("hidden_gambling_links", "just_under", "odd_answers"),
    ("hijacked_title", "traps_parameters"),
    ("forged_dates", "future_date", "hiccups"),
    ("scripted_lists", "sluggish"),
    ("navigation_fresh", "letter_eighty_days"),
    ("moved",),
    ("robots_forbid",),
    ("hangs",),
    ("drips",),
    ("loops",),
)
"""Once in a province of any size."""

PORTALS: tuple[tuple[str, ...], ...] = (
    (
        "data_files",
        "interpretation_media",
        "many_surveys",
        "question_desk",
        "links_recover",
        "against_gambling",
        "business_secrets",
        "guide_agrees",
    ),
    ("no_overview", "policy_stale", "no_letter_statistics", "footer_incomplete"),
    ("overview_old", "organisation_old", "news_stale", "form_missing", "entrance_missing"),
    ("no_organisation", "leaders_incomplete", "blank_columns", "inner_links_broken", "rare_name"),
    ("no_leaders", "overdue_columns", "letters_stale", "home_links_broken", "links_not_forward"),
    ("no_news", "links_one_way", "guide_elements_missing", "search_missing"),
    ("no_policy", "statistics_stale", "answers_poor", "entrance_wrong", "tags_missing"),
    ("no_interpretation", "materials_vague", "bad_domain", "no_ipv6"),
    ("interpretation_stale", "policies_uninterpreted", "guide_differs", "search_blind"),
    ("services_unsorted", "form_broken", "no_letters", "bad_name", "search_broken", "browser_outdated"),
    ("severe_wording", "letter_fields_missing", "tags_incomplete"),
    ("columns_stale",),
    (
        "undated_list",
        "hidden_menu",
        "links_recover",
        "letter_eighty_days",
        "sluggish",
        "guide_agrees",
        "scripted_search",
    ),
)
"""The full province has each twice, the second time without vetoes."""

_NEED_SERVICES = {"guides_poor", "no_services", "guides_few", "four_poor_guides"}


def allocate(specs: list[SiteSpec], defects: dict[str, Defect], vetoes: int | None = None) -> None:
    """Plant every programme. The sites are those of ``plan``, in its order.

    ``vetoes``: programmes that lead to a veto are planted whole in so many sites, spread over all of them, and
    without their vetoes in the others; few sites get the first programmes only.
    """
    portals = [spec for spec in specs if spec.kind is SiteKind.PORTAL]
    departments = [spec for spec in specs if spec.kind is SiteKind.DEPARTMENT]
    first = [
        *zip(_seats(departments, DEPARTMENTS), DEPARTMENTS, strict=False),
        *zip(_even(portals, len(PORTALS)), PORTALS, strict=False),
    ]
    if vetoes is not None:
        first = _with_few_vetoes(first, defects, vetoes)
    for spec, programme in first:
        _plant(spec, programme, defects)
    left = [spec for spec in portals if not spec.defects and not spec.look_alikes]
    if len(left) < 4 * len(PORTALS):
        return
    for spec, programme in zip(_even(left, len(PORTALS)), PORTALS, strict=True):
        _plant(spec, _mild(programme, defects), defects)


def _with_few_vetoes(
    dealt: list[tuple[SiteSpec, tuple[str, ...]]], defects: dict[str, Defect], vetoes: int
) -> list[tuple[SiteSpec, tuple[str, ...]]]:
    heavy = [n for n, (_, programme) in enumerate(dealt) if _mild(programme, defects) != programme]
    kept = {heavy[n * len(heavy) // vetoes] for n in range(vetoes)}
    return [
        (spec, programme if number in kept else _mild(programme, defects))
        for number, (spec, programme) in enumerate(dealt)
    ]


def _mild(programme: tuple[str, ...], defects: dict[str, Defect]) -> tuple[str, ...]:
    return tuple(name for name in programme if not any("-V-" in item for item in defects[name].items))


def _plant(spec: SiteSpec, programme: tuple[str, ...], defects: dict[str, Defect]) -> None:
    for name in programme:
        defects[name].apply(spec)


def _even(sites: list[SiteSpec], count: int) -> list[SiteSpec]:
    """So many sites, or all where there are fewer."""
    count = min(count, len(sites))
    return [sites[n * len(sites) // count] for n in range(count)]


def _seats(sites: list[SiteSpec], programmes: tuple[tuple[str, ...], ...]) -> list[SiteSpec]:
    """A site for each programme; those about services go to offices that have some."""
    chosen = _even(sites, len(programmes))
    for number, programme in enumerate(programmes[: len(chosen)]):
        if chosen[number].has_services or not _NEED_SERVICES.intersection(programme):
            continue
        other = next(
            n
            for n, spec in enumerate(chosen)
            if spec.has_services and not _NEED_SERVICES.intersection(programmes[n])
        )
        chosen[number], chosen[other] = chosen[other], chosen[number]
    return chosen
