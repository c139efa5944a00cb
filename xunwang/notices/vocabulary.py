"""Words of the notices' life, with their Chinese names."""

from __future__ import annotations

from xunwang.words import Word


class Work(Word):
    """Where the latest version is."""

    DRAFT = "draft", "起草中"
    SIGNED = "signed", "已签发"


class Standing(Word):
    """What the public sees."""

    NOT_YET = "not_yet", "未公布"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤回"


class Step(Word):
    """A publication's kind."""

    PUBLISH = "publish", "公布"
    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤回"
