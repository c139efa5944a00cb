"""The simulated province, looked at again as it was: nothing that nobody has put right is called cured."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.small_run import FAULTY_PORTAL, PORTAL, SECRETS, SITES, listed, new_archive
from xunwang.cli.score import PLANTED
from xunwang.clock import Clock
from xunwang.engine.archive import Archive
from xunwang.engine.judge import judge_site
from xunwang.engine.progress import Progress
from xunwang.engine.recheck import Question, recheck
from xunwang.engine.run import inspect_run
from xunwang.rules.edition import load_edition
from xunwang.rules.facts import Site
from xunwang.rules.recheck import Rechecked
from xunwang.simulate.process import RunningProvince, start_province
from xunwang.words import Cure, ItemKind

HIJACKED = 3
"""A site whose link leads to a page of gamblers."""
EDITION = load_edition()
_A_KIND = 2
"""Findings looked at again, an indicator and site."""


def look(archive: Archive, folder: Path, question: Question, clock: Clock) -> Rechecked:
    done = recheck(folder, question, archive.settings, clock)
    while done.again_at is not None:
        clock.sleep_until(done.again_at)
        done = recheck(folder, question, archive.settings, clock)
    return done


def planted(province: RunningProvince, site: Site) -> set[str]:
    """Indicators that are really hurt: a busy machine can make an inspection find more."""
    known = province.truth()["sites"][site.home_url]
    hurt = {item for item, told in known["expect"].items() if told["state"] in PLANTED}
    return hurt | set(known.get("tolerated", ()))


def test_nothing_that_is_as_it_was_is_cured_and_most_is_seen_to_be_there(tmp_path: Path) -> None:
    with start_province(sites=SITES) as province:
        sites = listed(province, (PORTAL, SECRETS, FAULTY_PORTAL, HIJACKED))
        archive = new_archive(tmp_path / "run", province, sites)
        inspect_run(archive, province.clock, progress=Progress(), wait=True)
        told: Counter[Cure] = Counter()
        cured = []
        for site in archive.sites:
            hurt = planted(province, site)
            for item, verdict in judge_site(archive, site, EDITION).verdicts.items():
                if EDITION.items[item].kind is ItemKind.BONUS or item not in hurt:
                    continue
                for finding in verdict.findings[:_A_KIND]:
                    question = Question(site, EDITION.items[item], finding)
                    done = look(archive, tmp_path / f"again-{told.total()}", question, province.clock)
                    told[done.cure] += 1
                    if done.cure is Cure.CURED:
                        cured.append((item, finding.summary, done.told))
    assert cured == []
    assert told[Cure.STILL_THERE] > told[Cure.UNKNOWN] and told.total() > 10
