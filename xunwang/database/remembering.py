"""What a process remembers of a small table: asked once a request or job, and anew once a row was saved or deleted.

Another process may have changed the table since; that is seen when the next request or job begins.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.core.signals import request_started
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

_Answer = TypeVar("_Answer")

_remembered: list[Callable[[], None]] = []


def remembered(model: type[Model]) -> Callable[[Callable[[], _Answer]], Callable[[], _Answer]]:
    """Decorate a question that is answered from the rows of ``model`` alone."""

    def decorate(question: Callable[[], _Answer]) -> Callable[[], _Answer]:
        answered = cache(question)

        def ask_again(**_: Any) -> None:
            answered.cache_clear()

        _remembered.append(answered.cache_clear)
        for signal in (post_save, post_delete):
            signal.connect(ask_again, sender=model, weak=False)
        return answered

    return decorate


def forget(**_: Any) -> None:
    """Ask everything again: a request or a job begins, or a test has been rolled back."""
    for clear in _remembered:
        clear()


request_started.connect(forget, dispatch_uid="remembering")
