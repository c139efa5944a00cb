"""What holds for every case of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xunwang.rules.cases import Case

Check = Callable[[str, Case], None]


def every(cases: Sequence[tuple[str, Case]]) -> Callable[[Check], Callable[[], None]]:
    """One test of all cases that names those which fail: as tests of their own they take longer to list than to run."""

    def made(check: Check) -> Callable[[], None]:
        def test() -> None:
            assert cases
            wrong = []
            for name, case in cases:
                try:
                    check(name, case)
                except Exception as error:
                    wrong.append(f"{name}-{case.name}: {error!r}")
            assert not wrong, "\n".join(wrong)

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return made
