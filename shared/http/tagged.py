"""A field that holds one of several kinds of object, told apart by one of their fields."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from shared.http.fields import Body


class Tagged(fields.Field[Any]):
    """`choices` by the value of the field `tag`; each is loaded by its own schema."""

    def __init__(self, tag: str, choices: Mapping[str, type[Body]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tag = tag
        self.choices = choices

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        name = value.get(self.tag) if isinstance(value, dict) else None
        if not isinstance(name, str) or name not in self.choices:
            accepted = ", ".join(self.choices)
            raise ValidationError(f"Must be an object whose {self.tag} is one of: {accepted}.")
        return self.choices[name]().load(value)


def document_tagged(converter: Any, field: Any, **_: Any) -> dict[str, Any]:
    """The OpenAPI of a `Tagged` field: one of its schemas."""
    if not isinstance(field, Tagged):
        return {}
    return {"oneOf": [converter.resolve_nested_schema(each) for each in field.choices.values()]}
