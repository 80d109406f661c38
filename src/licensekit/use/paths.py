"""Between the flat name of a fact and its place in the tree: one pair of functions for every front end.

product.charged_for                     product, charged_for
product.monthly_active_users.month      product, monthly_active_users, month
group.monthly_active_users[2025-03]     group, monthly_active_users, dated, 2025-03
group.operates.model_service@kimi-k3    meanings, group.operates.model_service@kimi-k3
"""

from __future__ import annotations

import re

from licensekit.vocabulary.facts import fact_name


def path_of_name(name: str) -> tuple[str, ...]:
    """The fields that lead to a fact in the tree. Raises ValueProblem for what is no fact name."""
    parts = fact_name(name)
    if parts.meaning:
        return ("meanings", name)
    steps = tuple(parts.base.split("."))
    return (*steps, "dated", str(parts.month)) if parts.month else steps


def name_of_path(path: tuple[str, ...]) -> str:
    """The flat name of the fact to which these fields lead; a month may stand in place of a window."""
    if len(path) > 1 and path[0] in {"meanings", "local"}:
        return ".".join(path[1:])
    if path and is_month(path[-1]):
        base = ".".join(step for step in path[:-1] if step != "dated")
        return f"{base.removesuffix('.month')}[{path[-1]}]"
    return ".".join(path)


def is_month(text: object) -> bool:
    """Whether a key names a calendar month, rightly or not: `2025-03`, `2025-13`."""
    return isinstance(text, str) and bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}", text))
