"""Acts of a clause: names looked up, groups and `any act` turned into the leaves that they stand for."""

from __future__ import annotations

from typing import Final

from licensekit.check.findings import often_meant
from licensekit.check.scope import Scope
from licensekit.model import clauses as model
from licensekit.syntax import tree
from licensekit.syntax.words import by_word
from licensekit.vocabulary.acts import ANY_ACT, ANY_ACT_GRANTED, GROUPS, LEAVES, in_order, leaves_of

ANY: Final = ("any act",)

_ACTS: Final = frozenset({*LEAVES, *GROUPS})

_OFTEN_MEANT: Final = by_word(
    {
        "run": "use",
        "reproduce": "copy",
        "host_model": "deploy",
        "distribute": "convey share publish",
        "combine_code": "merge",
        "fine_tune": "finetune",
        "distil": "distill",
        "provide": "offer make_available",
    }
)


def lowered(acts: tree.Acts, scope: Scope, *, in_grant: bool = False) -> model.Acts:
    """The acts that a clause covers. `any act` in a grant is every act on the work (details, "Acts")."""
    written: tuple[str, ...] = ANY
    if acts.any_act:
        leaves = ANY_ACT_GRANTED if in_grant else ANY_ACT
    else:
        leaves, written = named(acts.names, scope), tuple(name.text for name in acts.names)
    withheld = named(acts.withheld, scope)
    kept = leaves if not withheld else tuple(leaf for leaf in leaves if leaf not in withheld)
    return model.Acts(leaves=kept, written=written, withheld=withheld, span=acts.span)


def named(names: tuple[tree.Name, ...], scope: Scope) -> tuple[str, ...]:
    """The leaves that these acts and groups stand for; a finding for each name that is neither."""
    if len(names) == 1 and names[0].text in LEAVES:
        return (names[0].text,)
    return in_order(leaf for name in names if is_act(name, scope) for leaf in leaves_of(name.text))


def is_act(name: tree.Name, scope: Scope) -> bool:
    """Whether this is an act or a group of acts; a finding if not."""
    mend = often_meant(name.text, _OFTEN_MEANT) or "use `licensekit facts` to list the acts"
    return scope.findings.knows("LK202", name, "act", _ACTS, mend)
