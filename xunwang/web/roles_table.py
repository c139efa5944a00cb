"""The table of roles and actions, as the documentation shows it: ``python -m xunwang.web.roles_table``."""

from __future__ import annotations

import sys

from xunwang.access.roles import ALLOWED, Action, Role


def roles_table() -> str:
    """Markdown, one row an action, one column a role."""
    head = "| 操作 | " + " | ".join(role.label for role in Role) + " |"
    rule = "|---|" + "---|" * len(Role)
    rows = [
        f"| {action.label} | " + " | ".join("√" if action in ALLOWED[role] else "" for role in Role) + " |"
        for action in Action
    ]
    return "\n".join([head, rule, *rows])


if __name__ == "__main__":
    sys.stdout.write(roles_table() + "\n")
