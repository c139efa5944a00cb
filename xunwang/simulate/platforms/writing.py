"""What a post says: written from the account's seed and the post's number whenever it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from xunwang.posts.records import Comment, Picture, Post, PostLink
from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.platforms.addresses import picture_url, post_url
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.schedule import numbers, time_of
from xunwang.simulate.platforms.wording import NOTHING, WORDINGS, Wording
from xunwang.simulate.prose import Prose, title

_LISTED = ("新华社", "人民日报", "中国政府网")
_KINDS = ("news", "news", "notice", "policy", "other")
_DELETED, _EDITED = 97, 41
"""One post in so many is deleted, or edited, after a while."""
DELETED_AFTER, EDITED_AFTER = timedelta(days=3), timedelta(days=1)
_SHORT = frozenset({"weibo", "douyin", "kuaishou", "wechat_video"})
"""Platforms whose posts have no title of their own."""
_MOVING = frozenset({"douyin", "kuaishou", "wechat_video"})


@dataclass(frozen=True, slots=True)
class Written:
    """A post as its platform has it at an instant."""

    number: int
    place: int
    """0, or 1 for the second article of a WeChat message."""
    url: str
    at: datetime
    title: str
    paragraphs: tuple[str, ...]
    link: tuple[str, str]
    pictures: tuple[tuple[str, str], ...]
    """Address and alternative text."""
    video: bool
    source: str
    edited_at: datetime | None
    deleted: bool
    reads: int
    likes: int
    forwards: int
    comments: tuple[Comment, ...]

    @property
    def key(self) -> str:
        """Stable within the account."""
        return f"{self.number}-{self.place}" if self.place else str(self.number)

    @property
    def text(self) -> str:
        """Plain text of the body."""
        return "\n".join(self.paragraphs)

    @property
    def changed_at(self) -> datetime:
        """Last change that the platform shows."""
        return self.edited_at or self.at


def posts_of(conduct: Conduct, prose: Prose, since: datetime, until: datetime) -> Iterator[Post]:
    """Posts of ``since`` ≤ t < ``until``, newest first, as one who could read all would have them at ``until``.

    Nothing is kept: any number of accounts and posts take the memory of one.
    """
    for written in written_between(conduct, prose, since, until, until):
        yield as_post(written)


def written_between(
    conduct: Conduct, prose: Prose, since: datetime, until: datetime, now: datetime
) -> Iterator[Written]:
    """Posts of a span as they stand at ``now``, newest first, deleted ones marked."""
    for number in numbers(conduct, since, min(until, now)):
        yield from write(conduct, prose, number, now)


def write(conduct: Conduct, prose: Prose, number: int, now: datetime) -> Iterator[Written]:
    """What was published under a number: one post, two in every fifth WeChat message."""
    for place in range(2 if conduct.account.platform == "wechat" and number % 5 == 4 else 1):
        yield _write(conduct, prose, number, place, now)


def _write(conduct: Conduct, prose: Prose, number: int, place: int, now: datetime) -> Written:
    account = conduct.account
    at = time_of(conduct, number)
    dice = Dice(seed_of(conduct.seed, "post", number, place))
    said = _wording(conduct, number) if place == 0 else NOTHING
    edited = at + EDITED_AFTER if (said.corrected or _edited(conduct, number)) else None
    if edited is not None and edited > now:
        edited = None
    heading = said.title or title(dice.pick(_KINDS), account.unit, account.unit, number, dice, at.year)
    paragraphs = _paragraphs(conduct, prose, dice, said, edited is not None)
    if account.platform in _SHORT:
        paragraphs = (f"#{account.name}# {heading}。{paragraphs[0]}", *paragraphs[1:])
        heading = paragraphs[0][:40]
    reads = _reads(conduct, dice)
    return Written(
        number=number,
        place=place,
        url=post_url(account, number, place),
        at=at,
        title=heading,
        paragraphs=paragraphs,
        link=said.link,
        pictures=_pictures(conduct, number, dice, said),
        video=account.platform in _MOVING,
        source=said.source or _source(dice, plain=said is NOTHING),
        edited_at=edited,
        deleted=_deleted(conduct, number) and now >= at + DELETED_AFTER,
        reads=reads,
        likes=reads // dice.between(20, 60),
        forwards=reads // dice.between(60, 200),
        comments=_comments(conduct, prose, number, at, said),
    )


def as_post(written: Written) -> Post:
    """In the words of those who collect."""
    media = {"picture"} if written.pictures else set()
    return Post(
        key=written.key,
        url=written.url,
        title=written.title,
        text=written.text,
        at=written.at.astimezone(UTC),
        edited_at=written.edited_at.astimezone(UTC) if written.edited_at else None,
        source=written.source,
        repost=bool(written.source),
        links=(PostLink(*written.link),) if written.link[0] else (),
        pictures=tuple(Picture(*picture) for picture in written.pictures),
        comments=tuple(map(_in_utc, written.comments)),
        media=frozenset(media | {"video"} if written.video else media),
        reads=written.reads,
        likes=written.likes,
        forwards=written.forwards,
        comment_count=len(written.comments),
        deleted=written.deleted,
    )


def _in_utc(comment: Comment) -> Comment:
    at, answered = comment.at, comment.answered_at
    return replace(comment, at=at and at.astimezone(UTC), answered_at=answered and answered.astimezone(UTC))


def _wording(conduct: Conduct, number: int) -> Wording:
    for plant in conduct.plants:
        if plant.number == number:
            return WORDINGS[plant.name]
    return NOTHING


def _paragraphs(
    conduct: Conduct, prose: Prose, dice: Dice, said: Wording, corrected: bool
) -> tuple[str, ...]:
    if said.instead:
        return (said.instead.format(moved_to=conduct.moved_to),)
    short = conduct.account.platform in _SHORT
    body = [prose.sentence(dice)] if short else prose.paragraphs(dice, dice.between(120, 500))
    extra = said.corrected if corrected and said.corrected else said.text
    if extra:
        body.append(extra)
    if corrected and not said.corrected:
        body.append("（内容已更新）")
    return tuple(body)


def _pictures(conduct: Conduct, number: int, dice: Dice, said: Wording) -> tuple[tuple[str, str], ...]:
    if said.alt:
        return ((picture_url(conduct.account, number), said.alt),)
    return ((picture_url(conduct.account, number), "活动现场"),) if dice.number(2) else ()


def _source(dice: Dice, plain: bool) -> str:
    """One post in eight is taken over from a source that everybody may use."""
    return dice.pick(_LISTED) if plain and dice.number(8) == 0 else ""


def _reads(conduct: Conduct, dice: Dice) -> int:
    return 1 + conduct.followers * dice.between(20, 90) // 1000


def _comments(
    conduct: Conduct, prose: Prose, number: int, at: datetime, said: Wording
) -> tuple[Comment, ...]:
    if not conduct.interactive:
        return ()
    if said.comment:
        return (Comment(said.comment, at + timedelta(hours=2)),)
    if number % 4:
        return ()
    dice = Dice(seed_of(conduct.seed, "comment", number))
    asked = at + timedelta(minutes=dice.between(20, 900))
    answered = asked + timedelta(minutes=dice.between(30, 1500))
    return (Comment("请问具体在哪个窗口办理？", asked, f"您好，{prose.sentence(dice)}", answered),)


def _deleted(conduct: Conduct, number: int) -> bool:
    return (
        conduct.period < 5
        and (number + conduct.seed) % _DELETED == 0
        and all(plant.number != number for plant in conduct.plants)
        and (conduct.final is None)
    )


def _edited(conduct: Conduct, number: int) -> bool:
    return (number + conduct.seed) % _EDITED == 7
