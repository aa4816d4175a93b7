"""Templates that say nothing: the table asks who may see a page, not how it looks. Pages are drawn by their own tests."""

from typing import Any

from django.template.backends.base import BaseEngine
from django.utils.safestring import SafeString, mark_safe


class SilentTemplate:
    """Any template."""

    def __init__(self, name: str) -> None:
        self.origin = self.name = name
        self.template = self

    def render(self, context: Any = None, request: Any = None) -> SafeString:
        return mark_safe("")


class Silent(BaseEngine):
    """Finds every template."""

    def __init__(self, params: dict[str, Any]) -> None:
        params = {**params}
        params.pop("OPTIONS", None)
        super().__init__(params)

    def from_string(self, template_code: str) -> SilentTemplate:
        return SilentTemplate("")

    def get_template(self, template_name: str) -> SilentTemplate:
        return SilentTemplate(template_name)
