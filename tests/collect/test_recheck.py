"""A finding of an account is looked at again by its ways and its very rule: cured only by what was seen again."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.collect.collecting import (
    NOW,
    SPAN,
    Pages,
    account,
    collected,
    collection,
    made,
    page,
    served,
    wanted,
)
from tests.collect.killable import starter
from tests.fetch_store.local_server import Reply
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.build import NOTHING_GIVEN, Given
from xunwang.collect.interface import Ending, Memory, Source, Span, Steps
from xunwang.collect.judge import judge_accounts
from xunwang.collect.recheck import Question, recheck
from xunwang.collect.runner import Means
from xunwang.collect.settings import CollectionSettings
from xunwang.fetch.records import FetchSettings
from xunwang.posts.records import Interaction, Shows, Way
from xunwang.rules.edition import load_edition
from xunwang.rules.media.facts import FunctionTried, HandCheck
from xunwang.rules.recheck import Look, Rechecked, account_methods
from xunwang.rules.verdict import Evidence, Finding
from xunwang.simulate.clock import ProvinceClock
from xunwang.words import Cure, ItemKind

EDITION = load_edition()
AGAIN = NOW + timedelta(days=12)
WRONG, RIGHT = "中国和台湾的企业家参加了会议。", "大陆和台湾的企业家参加了会议。"
OTHERS = tuple(made(f"o{number}", 2.5 * number + 1) for number in range(14))
"""Posts that have nothing to do with it."""


def bad(**others: Any) -> dict[str, Any]:
    """The post in question, of twenty days before the collection."""
    return made("bad", 20, **{"text": WRONG, **others})


def found_in(folder: Path, *posts: dict[str, Any], item: str = "M-V-01.1", **values: Any) -> Finding:
    """The finding that a collection of the account makes."""
    with served({"a.example/1": page(*posts, **values)}) as server:
        collected(collection(folder / "before", [wanted("a")], server.settings))
    archive = CollectionArchive(folder / "before")
    (one,) = judge_accounts(archive, EDITION)
    found = one.result.verdicts[item].findings
    assert found, one.result.verdicts[item]
    return found[0]


def question(folder: Path, finding: Finding, **changes: Any) -> Question:
    row = account("a")
    known = Question(
        row, (Source(row.key, Way.FEED, "http://a.example/1"),), EDITION.items["M-V-01.1"], finding,
        found_in=folder / "before", found_as=row.key,
    )  # fmt: skip
    return replace(known, **changes)


def ask(folder: Path, asked: Question, fetch: FetchSettings, **others: Any) -> Rechecked:
    at = ProvinceClock(AGAIN, scale=0.02)
    means = Means({Way.FEED: others.pop("collector", None) or Pages()}, at)
    return recheck(folder / "again", asked, CollectionSettings(SPAN, fetch), means, **others)


def look(folder: Path, asked: Question, *posts: dict[str, Any], **values: Any) -> Rechecked:
    """Look again at the account as it is served now."""
    collector = values.pop("collector", None)
    with served({"a.example/1": page(*posts, **values)}) as server:
        return ask(folder, asked, server.settings, collector=collector)


# -- posts -----------------------------------------------------------------------------------------------


def test_a_post_that_stands_as_it_was_is_still_there_with_its_evidence(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    done = look(tmp_path, question(tmp_path, finding), bad(), *OTHERS)
    assert done.cure is Cure.STILL_THERE and "中国和台湾" in done.told
    body = CollectionArchive(tmp_path / "again").evidence(done.evidence[0].digest).body.decode()
    assert "中国和台湾" in body


def test_a_post_that_was_put_right_is_cured_and_shown_as_it_is_now(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    done = look(tmp_path, question(tmp_path, finding), bad(text=RIGHT), *OTHERS)
    assert done.cure is Cure.CURED
    (shown,) = done.evidence
    assert shown.url == "http://a.example/bad"
    assert RIGHT in CollectionArchive(tmp_path / "again").evidence(shown.digest).body.decode()


def test_a_post_that_is_gone_from_a_complete_listing_is_cured(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    done = look(tmp_path, question(tmp_path, finding), *OTHERS)
    assert done.cure is Cure.CURED and "已删除" in done.told
    assert done.evidence[0].digest, "the listing is the evidence"


def test_what_the_platform_says_was_deleted_is_cured(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    done = look(tmp_path, question(tmp_path, finding), bad(text="", deleted=True), *OTHERS)
    assert done.cure is Cure.CURED and "平台标明" in done.told


def test_a_listing_that_does_not_reach_back_proves_nothing(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    since = (NOW - timedelta(days=3)).isoformat()
    done = look(tmp_path, question(tmp_path, finding), *OTHERS[:2], since=since)
    assert done.cure is Cure.UNKNOWN and "没有覆盖" in done.told and "请打开原内容" in done.told


def test_a_listing_with_gaps_proves_nothing(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    done = look(tmp_path, question(tmp_path, finding), *OTHERS[::2])
    assert done.cure is Cure.UNKNOWN and "不能断定是删除" in done.told


def test_an_empty_listing_proves_nothing(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad())
    assert look(tmp_path, question(tmp_path, finding)).cure is Cure.UNKNOWN


def test_a_post_that_was_published_anew_with_the_same_words_is_not_cured(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    done = look(tmp_path, question(tmp_path, finding), {**bad(), "key": "new"}, *OTHERS)
    assert done.cure is Cure.UNKNOWN and "同样的问题" in done.told


def test_a_title_without_its_text_proves_nothing(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    done = look(tmp_path, question(tmp_path, finding), bad(text="", has_body=False), *OTHERS)
    assert done.cure is Cure.UNKNOWN and "正文" in done.told


def test_other_words_in_the_same_post_are_told_and_not_called_the_same(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    done = look(
        tmp_path, question(tmp_path, finding), bad(text="香港、澳门等国家的代表参加了会议。"), *OTHERS
    )
    assert done.cure is Cure.UNKNOWN and "仍有" in done.told


def test_a_rule_that_says_nothing_of_an_unchanged_post_proves_nothing(tmp_path: Path) -> None:
    """The lists are other ones by now, say; here the finding quotes what the rule never found."""
    archived = found_in(tmp_path, bad(), *OTHERS)
    finding = replace(archived, summary="《标题bad》正文疑有不当表述：“企业家”。")
    finding = replace(finding, evidence=(replace(archived.evidence[0], fragment=""),))
    asked = question(tmp_path, finding, item=EDITION.items["M-V-01.3"])
    done = look(tmp_path, asked, bad(), *OTHERS)
    assert done.cure is Cure.UNKNOWN


def link(target: str) -> dict[str, Any]:
    return made("bad", 20, text="今天召开会议，详情见链接。", links=[[target, "澳门赌场在线投注"]])


def test_a_link_that_the_post_no_longer_carries_is_cured_though_its_text_is_the_same(tmp_path: Path) -> None:
    finding = found_in(tmp_path, link("http://bet.example.com/"), *OTHERS, item="M-V-01.3")
    asked = question(tmp_path, finding, item=EDITION.items["M-V-01.3"])
    assert look(tmp_path / "1", asked, link("http://bet.example.com/"), *OTHERS).cure is Cure.STILL_THERE
    assert (
        look(tmp_path / "2", asked, made("bad", 20, text="今天召开会议，详情见链接。"), *OTHERS).cure
        is Cure.CURED
    )


class WithComments(Pages):
    """Shows comments too."""

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """As the pages say, and comments with them."""
        ending = yield from super().collect(source, span, memory)
        assert isinstance(ending, Ending)
        return replace(ending, shown=ending.shown | {Shows.COMMENTS})


def commented(*texts: str) -> dict[str, Any]:
    return made("bad", 20, text="今天召开会议。", comments=[[text, None] for text in texts])


def test_a_comment_is_cured_only_where_comments_were_seen_again(tmp_path: Path) -> None:
    harmful = "澳门赌场在线投注，注册就送。"
    finding = found_in(tmp_path, commented(harmful), *OTHERS, item="M-N-10")
    asked = question(tmp_path, finding, item=EDITION.items["M-N-10"])
    without = made("bad", 20, text="今天召开会议。")
    assert (
        look(tmp_path / "1", asked, commented(harmful), *OTHERS, collector=WithComments()).cure
        is Cure.STILL_THERE
    )
    assert (
        look(tmp_path / "2", asked, commented("谢谢。"), *OTHERS, collector=WithComments()).cure is Cure.CURED
    )
    assert look(tmp_path / "3", asked, without, *OTHERS).cure is Cure.UNKNOWN


def test_without_the_collection_that_found_it_the_post_is_not_known(tmp_path: Path) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    asked = question(tmp_path, finding, found_in=tmp_path / "lost")
    assert look(tmp_path, asked, *OTHERS).cure is Cure.UNKNOWN


@pytest.mark.parametrize("reply", [Reply(404, b""), Reply(502, b""), Reply(200, b"<html>")])
def test_an_account_that_can_not_be_collected_is_unknown_and_says_why(tmp_path: Path, reply: Reply) -> None:
    finding = found_in(tmp_path, bad(), *OTHERS)
    with served({"a.example/1": reply}) as server:
        done = ask(tmp_path, question(tmp_path, finding), server.settings)
    assert done.cure is Cure.UNKNOWN and "未能再次看到" in done.told


# -- the account as a whole --------------------------------------------------------------------------------


def asleep(folder: Path) -> Question:
    finding = found_in(folder, made("1", 40), item="M-V-02.1")
    return question(folder, finding, item=EDITION.items["M-V-02.1"])


def test_an_account_that_posts_again_is_cured(tmp_path: Path) -> None:
    done = look(tmp_path, asleep(tmp_path), made("2", -10), made("1", 40))
    assert done.cure is Cure.CURED and "更新1条" in done.told
    assert done.evidence[0].url == "http://a.example/2" and done.evidence[0].digest


def test_an_account_that_sleeps_on_is_still_asleep(tmp_path: Path) -> None:
    done = look(tmp_path, asleep(tmp_path), made("1", 40))
    assert done.cure is Cure.STILL_THERE and "52天" in done.told


def test_an_account_that_is_closed_by_now_waits_for_a_person(tmp_path: Path) -> None:
    row = replace(account("a"), status="closed", closed_on=date(2020, 12, 5))
    done = look(tmp_path, replace(asleep(tmp_path), account=row), made("1", 40))
    assert done.cure is Cure.UNKNOWN and "关停" in done.told


def hand_check(**changes: Any) -> HandCheck:
    known = HandCheck(AGAIN - timedelta(hours=2), "检查员", None, False, (), None, None, None, None, "", ())
    return known._replace(**changes)


def test_an_account_without_a_way_is_a_persons_unless_a_person_has_looked(tmp_path: Path) -> None:
    asked = replace(asleep(tmp_path), sources=())
    done = ask(tmp_path, asked, FetchSettings())
    assert (done.cure, done.fetched) == (Cure.UNKNOWN, False) and "人工核查" in done.told
    given = Given(checks=(hand_check(last_post=date(2020, 12, 11)),))
    done = ask(tmp_path, replace(asked, given=given), FetchSettings())
    assert (done.cure, done.fetched) == (Cure.CURED, False) and "人工核查" in done.evidence[0].note
    assert not (tmp_path / "again").exists()


def test_files_that_were_handed_in_do_not_show_the_platform_as_it_is(tmp_path: Path) -> None:
    asked = asleep(tmp_path)
    files = tuple(Source(asked.account.key, way, "ab/cd.csv") for way in (Way.FILE, Way.SAVED_PAGES))
    assert ask(tmp_path, replace(asked, sources=files), FetchSettings()).fetched is False


def test_interaction_is_cured_by_a_new_look_of_a_person_only(tmp_path: Path) -> None:
    core = (Interaction.MESSAGES, Interaction.COMMENTS, Interaction.PRIVATE)
    finding = Finding("互动功能没有一项有效：留言；评论；私信。", (Evidence("", NOW, note="检查员人工试用"),))
    asked = question(tmp_path, finding, item=EDITION.items["M-V-03.1"])
    cases: tuple[tuple[Given, Cure], ...] = (
        (NOTHING_GIVEN, Cure.UNKNOWN),
        (Given((hand_check(functions=(FunctionTried(Interaction.MESSAGES, True, ""),)),)), Cure.CURED),
        (Given((hand_check(functions=tuple(FunctionTried(one, False, "") for one in core)),)), Cure.STILL_THERE),
    )  # fmt: skip
    for given, expected in cases:
        done = ask(tmp_path, replace(asked, given=given), FetchSettings())
        assert (done.cure, done.fetched) == (expected, False)


def test_what_is_restricted_or_needs_judgement_is_never_looked_at(tmp_path: Path) -> None:
    finding = Finding("涉密", (), restricted=True)
    for item in ("M-V-01.2", "M-V-01.1", "M-V-01.4", "M-V-03.2"):
        done = ask(tmp_path, question(tmp_path, finding, item=EDITION.items[item]), FetchSettings())
        assert (done.cure, done.fetched) == (Cure.UNKNOWN, False) and done.told
    assert not (tmp_path / "again").exists()


def test_every_indicator_of_accounts_says_how_it_is_looked_at_again() -> None:
    assert account_methods().keys() == EDITION.account_items.keys()
    vetoes = {item.id for item in EDITION.account_items.values() if item.kind is ItemKind.VETO}
    assert {item for item in vetoes if account_methods()[item].look is Look.NONE} == {
        "M-V-01.2", "M-V-01.4", "M-V-03.2",
    }  # fmt: skip
    assert all(method.person for method in account_methods().values())


# -- stopped and killed --------------------------------------------------------------------------------------


def test_a_recheck_that_was_stopped_goes_on_in_the_same_folder(tmp_path: Path) -> None:
    asked = asleep(tmp_path)
    with served({"a.example/1": page(made("2", -10), made("1", 40))}) as server:
        first = ask(tmp_path, asked, server.settings, should_stop=lambda: True)
        assert first.cure is Cure.UNKNOWN and first.again_at is not None and not server.asked
        assert ask(tmp_path, asked, server.settings).cure is Cure.CURED
        count = len(server.asked)
        assert ask(tmp_path, asked, server.settings).cure is Cure.CURED, (
            "what was concluded is concluded again"
        )
        assert len(server.asked) == count, "nothing is fetched twice"


def test_a_folder_that_a_killed_process_left_half_made_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "accounts.jsonl").write_bytes(b"{")
    assert look(tmp_path, asleep(tmp_path), made("2", -10), made("1", 40)).cure is Cure.CURED


def test_a_recheck_that_was_killed_in_the_middle_ends_as_the_undisturbed_one(tmp_path: Path) -> None:
    asked = asleep(tmp_path)
    pages = {
        "a.example/1": page(made("2", -10), next="http://a.example/2"),
        "a.example/2": page(made("1", 40)),
    }
    with served(pages) as server, starter() as run:
        ask(tmp_path, asked, server.settings, should_stop=lambda: True)
        child = run.start(tmp_path / "again")
        limit = time.monotonic() + 120
        while not server.asked and time.monotonic() < limit:
            time.sleep(0.002)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        run.result()
        assert server.asked
        done = ask(tmp_path, asked, server.settings)
    assert done.cure is Cure.CURED
    keys = [post.key for _, _, _, post in CollectionArchive(tmp_path / "again").posts()]
    assert sorted(keys) == ["1", "2"], "nothing is there twice"
