"""The OpenAPI description. Words stand where they are used: two subjects may have a word of the same name."""

from __future__ import annotations

from functools import cache
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from xunwang.api.problems import MEDIA_TYPE

_REF = "#/components/schemas/"


class Description(OpenAPISchema):
    """As ninja makes it, with words in place, and problems under their own media type."""

    def _extract_parameters(self, model: Any) -> list[dict[str, Any]]:
        return list(super()._extract_parameters(_InPlace(model)))  # type: ignore[type-var]

    def _create_schema_from_model(self, model: Any, *args: Any, **kwargs: Any) -> tuple[dict[str, Any], bool]:
        return super()._create_schema_from_model(_InPlace(model), *args, **kwargs)  # type: ignore[type-var]

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Refuses two shapes of one name."""
        for name, shape in definitions.items():
            if self.schemas.setdefault(name, shape) != shape:
                raise ValueError(f"two shapes of the interface are called {name}")

    def responses(self, operation: Any) -> dict[int, Any]:
        """Failures are problems."""
        found: dict[int, Any] = super().responses(operation)
        for status, answer in found.items():
            if status >= 400 and "application/json" in answer.get("content", {}):
                answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return found


class _InPlace:
    """A model whose description names no word by reference."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def model_json_schema(self, **given: Any) -> dict[str, Any]:
        """As the model's own."""
        return _shape_of(self._model, **given)


@cache  # ninja asks for the shape of a failure with every status of every operation
def _shape_of(model: Any, **given: Any) -> dict[str, Any]:
    shape: dict[str, Any] = model.model_json_schema(**given)
    definitions = shape.get("$defs", {})
    words = {name: _word(one) for name, one in definitions.items() if "enum" in one}
    rest = {name: one for name, one in definitions.items() if name not in words}
    placed: dict[str, Any] = _placed({**shape, "$defs": rest}, words)
    if not rest:
        del placed["$defs"]
    return placed


def _word(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "string", "enum": one["enum"]}


def _placed(part: Any, words: dict[str, dict[str, Any]]) -> Any:
    if isinstance(part, list):
        return [_placed(one, words) for one in part]
    if not isinstance(part, dict):
        return part
    named = str(part.get("$ref", "")).removeprefix(_REF)
    if named in words:
        return {**words[named], **{name: value for name, value in part.items() if name != "$ref"}}
    return {name: _placed(one, words) for name, one in part.items()}
