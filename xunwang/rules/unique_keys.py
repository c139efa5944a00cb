"""YAML whose mappings name every key once: a limit written twice is an error, not a surprise."""

from __future__ import annotations

from typing import Any

from yaml import SafeLoader
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode


class UniqueKeyLoader(SafeLoader):
    """A safe loader that refuses repeated keys. Raises ``ConstructorError`` with the line.

    Built on the parser in Python: that of libyaml is faster, but a file of brackets overflows its stack.
    """

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping, after a look at its keys."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen and isinstance(key.value, str):
                raise ConstructorError(None, None, f"“{key.value}”写了两次，请删去一处", key.start_mark)
            if isinstance(key.value, str):
                seen.add(key.value)
        return super().construct_mapping(node, deep)
