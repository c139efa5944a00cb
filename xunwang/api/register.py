"""What reading and changing units, sites and accounts have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Schema

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.api.entering import filled_in, require_valid
from xunwang.api.operations import person
from xunwang.api.shapes import Given, Page, Paging, page, require_unchanged, tagged
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.services import lock_register
from xunwang.web.components.forms import plain
from xunwang.web.components.listing import containing
from xunwang.web.pages.register.forms import RegisterForm

M = TypeVar("M", Unit, WebSite, Account)
S = TypeVar("S", bound=Schema)


class RuleProblem(Schema):
    """A rule of the register that does not hold."""

    rule: str
    field: str
    message: str
    remedy: str
    blocking: bool


@dataclass(frozen=True)
class Kind(Generic[M, S]):
    """One kind of things in the register."""

    form: type[RegisterForm]
    seen_by: Callable[[User], QuerySet[M]]
    show: Callable[[M], S]
    search: tuple[str, ...]
    """Fields that the ``q`` of a list looks into."""

    def listed(self, request: HttpRequest, paging: Paging, chosen: Schema) -> Page[S]:
        """A page of those that the person sees. ``chosen``: ``q``, and lookups by their serialization names."""
        wanted = chosen.model_dump(exclude_none=True, by_alias=True)
        rows = self.seen_by(person(request))
        text = plain(wanted.pop("q"), 100)
        if text:
            rows = rows.filter(containing(text, self.search))
        return page(rows.filter(**wanted), paging, self.show)

    def found(self, request: HttpRequest, key: int) -> M:
        """One that the person sees, or 404."""
        return get_object_or_404(self.seen_by(person(request)), pk=key)

    def told(self, request: HttpRequest, key: int, response: HttpResponse) -> S:
        """The same as it is shown, with its version in the head of the answer."""
        return tagged(response, self.show(self.found(request, key)))  # type: ignore[no-any-return]

    def entered(self, request: HttpRequest, body: Given) -> tuple[S, list[str]]:
        """A new one, with what the rules warn of. Raises ApiError, RegisterError."""
        return self._stored(person(request), None, body.model_dump(exclude_none=True))

    def changed(self, request: HttpRequest, key: int, match: str, body: Given) -> tuple[S, list[str]]:
        """The one that was read, changed. Raises as :meth:`entered`, StaleError."""
        user = person(request)
        lock_register()
        found = self.found(request, key)
        require(user, Action.EDIT_REGISTER, found)
        require_unchanged(match, self.show(found))
        return self._stored(user, found, body.model_dump(exclude_unset=True))

    def _stored(self, user: User, known: M | None, given: dict[str, object]) -> tuple[S, list[str]]:
        form = self.form(user, filled_in(self.form(user, instance=known), given), instance=known)
        require_valid(form)
        warnings = form.enter()
        return self.show(form.instance), [str(one) for one in warnings]
