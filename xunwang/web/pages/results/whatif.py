"""The same verdicts under another edition: tried, shown, and stored nowhere."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.access.roles import Action
from xunwang.inspection.editions import edition_from_text, shipped_editions
from xunwang.inspection.results.lines import SiteLine, lines_of
from xunwang.inspection.results.present import results_of
from xunwang.inspection.results.standing import scored_sites
from xunwang.rules.edition import Edition, EditionError, describe_differences, load_edition
from xunwang.scoring.figures import rate_range
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.pages.campaigns.edition_files import edition_field, text_of
from xunwang.web.pages.campaigns.sites import outcome_cell
from xunwang.web.pages.results.overview import tabs
from xunwang.web.pages.results.rankings import site_cell, total_text
from xunwang.web.people import allowed
from xunwang.words import Outcome

SHOWN_DIFFERENCES = 200


class EditionForm(forms.Form):
    """A shipped edition, or a file."""

    edition = forms.ChoiceField(label="自带版本", required=False)
    file = edition_field("或上传版本文件", "只用于这次试算，不保存。")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named = [(path.stem, path.stem) for path in shipped_editions()]
        self.fields["edition"].choices = [("", "—"), *named]  # type: ignore[attr-defined]

    def clean_file(self) -> Edition | None:
        """The edition in the file. Every row that is wrong is named."""
        text = text_of(self.cleaned_data.get("file"))
        try:
            return edition_from_text(text) if text else None
        except EditionError as error:
            raise forms.ValidationError(list(error.problems)) from error

    def chosen(self) -> Edition | None:
        """What to try. Only of a valid form."""
        uploaded: Edition | None = self.cleaned_data["file"]
        name = self.cleaned_data["edition"]
        if uploaded is None and name:
            return load_edition(next(path for path in shipped_editions() if path.stem == name))
        return uploaded


class Turn(NamedTuple):
    """A site whose outcome or score another edition changes."""

    before: SiteLine
    after: SiteLine


@allowed(Action.SEE_CAMPAIGNS)
def whatif(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose an edition; what the results would be under it."""
    campaign = found_campaign(request, pk)
    form = EditionForm(request.POST, request.FILES) if request.method == "POST" else EditionForm()
    context: dict[str, object] = {
        "title": "换版本试算", "campaign": campaign, "tabs": tabs(campaign, "results_whatif"), "form": form,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        edition = form.chosen()
        if edition is None:
            form.add_error("edition", "请选择自带版本，或上传版本文件。")
        else:
            before = results_of(campaign)
            after = lines_of(scored_sites(campaign, edition), edition)
            context |= _told(before.lines, after, edition)
            context["now"] = before.edition
            context["turns"] = [
                (site_cell(campaign, turn.before), turn, outcome_cell(turn.before.outcome),
                 outcome_cell(turn.after.outcome), total_text(turn.before), total_text(turn.after))
                for turn in _turns(before.lines, after)
            ]  # fmt: skip
    return render(request, "results/whatif.html", context)


def _told(before: tuple[SiteLine, ...], after: list[SiteLine], edition: Edition) -> dict[str, object]:
    differences = list(describe_differences(edition))
    return {
        "edition": edition,
        "differences": differences[:SHOWN_DIFFERENCES],
        "more": max(0, len(differences) - SHOWN_DIFFERENCES),
        "sides": [(word.label, *(_count(lines, word) for lines in (before, after))) for word in Outcome],
        "rates": [_rate(lines) for lines in (before, after)],
        "unconfirmed": any(line.unconfirmed for line in after),
    }


def _count(lines: tuple[SiteLine, ...] | list[SiteLine], wanted: Outcome) -> int:
    return Counter(line.outcome for line in lines)[wanted]


def _rate(lines: tuple[SiteLine, ...] | list[SiteLine]) -> str:
    passed, pending = _count(lines, Outcome.QUALIFIED), _count(lines, Outcome.PENDING)
    return rate_range(passed, pending, len(lines))


def _turns(before: tuple[SiteLine, ...], after: list[SiteLine]) -> list[Turn]:
    """Sites that change, those with another outcome first."""
    olds = {line.checked.pk: line for line in before}
    pairs = [Turn(olds[line.checked.pk], line) for line in after if line.checked.pk in olds]
    changed = [
        turn
        for turn in pairs
        if (turn.before.outcome, turn.before.total, turn.before.total_low, turn.before.rank)
        != (turn.after.outcome, turn.after.total, turn.after.total_low, turn.after.rank)
    ]
    return sorted(changed, key=lambda turn: turn.before.outcome == turn.after.outcome)
