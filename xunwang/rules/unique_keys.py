"""YAML whose mappings name every key once: a limit written twice is an error, not a surprise."""

from __future__ import annotations

from typing import Any

from yaml import SafeLoader
from yaml.constructor import ConstructorError
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node


class UniqueKeyLoader(SafeLoader):
    """A safe loader that refuses repeated keys and references. Raises ``ConstructorError`` with the line.

    Built on the parser in Python: that of libyaml is faster, but a file of brackets overflows its stack. References to
    references would let a file of some lines become a value that no memory holds when it is told what is wrong with it.
    """

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """A node that is written out."""
        if self.check_event(AliasEvent):
            mark = self.get_event().start_mark  # type: ignore[no-untyped-call]
            raise ConstructorError(None, None, "引用（*名称）请写成原文", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping, after a look at its keys."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and isinstance(key.value, str):
                raise ConstructorError(None, None, f"“{key.value}”写了两次，请删去一处", key.start_mark)
            if isinstance(key.value, str):
                seen.add(key.value)
        return super().construct_mapping(node, deep)
