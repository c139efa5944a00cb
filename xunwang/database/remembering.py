"""What is remembered of a small table: asked once a request or job, and anew once a row was saved or deleted.

Each thread remembers for itself, as each has a connection of its own: what one has not committed yet is no other's
business. Another may have changed the table since; that is seen when the next request or job begins. Rows changed by
``update`` or ``bulk_create`` send no signal, and neither does a savepoint that is rolled back: see :func:`forget`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.signals import request_started
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

_Answer = TypeVar("_Answer")


class _Memory(threading.local):
    def __init__(self) -> None:
        self.answers: dict[Callable[[], Any], Any] = {}


_memory = _Memory()


def remembered(model: type[Model]) -> Callable[[Callable[[], _Answer]], Callable[[], _Answer]]:
    """Decorate a question that is answered from the rows of ``model`` alone."""

    def decorate(question: Callable[[], _Answer]) -> Callable[[], _Answer]:
        @wraps(question)
        def answered() -> _Answer:
            answers = _memory.answers
            if question not in answers:
                answers[question] = question()
            answer: _Answer = answers[question]
            return answer

        def ask_again(**_: Any) -> None:
            _memory.answers.pop(question, None)

        for signal in (post_save, post_delete):
            signal.connect(ask_again, sender=model, weak=False)
        return answered

    return decorate


def forget(**_: Any) -> None:
    """Ask everything again: a request or a job begins, or a test has been rolled back."""
    _memory.answers.clear()


request_started.connect(forget, dispatch_uid="remembering")
