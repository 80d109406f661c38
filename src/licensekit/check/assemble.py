"""From an expanded block to the model: scopes filled, policies taken in, every item lowered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any, assert_never

from licensekit.check import clauses, declared
from licensekit.check.comparands import AS_OF, date_expression
from licensekit.check.expand import Expander, Expansion, PlacedItem
from licensekit.check.findings import Enough, FindingList
from licensekit.check.headers import Headers, check_names, headers
from licensekit.check.library import KINDS, Blocks, Named
from licensekit.check.scope import Scope
from licensekit.check.structure import check_circles
from licensekit.diagnostics import slip_of_id
from licensekit.limits import MAX_CLAUSES, MAX_DEFINITIONS, MAX_EXPANDED, MAX_POLICIES, MAX_READINGS
from licensekit.model.clauses import Clause
from licensekit.model.conditions import Definition, Measure
from licensekit.model.license import Conversion, License, LocalFact, Meaning, Omission, Reading, Unread
from licensekit.syntax import tree


@dataclass(slots=True)
class _Parts:
    """What the items of a block, and of the policies that it takes in, have become so far."""

    clauses: list[Clause] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    meanings: list[Meaning] = field(default_factory=list)
    facts: list[LocalFact] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Assembled:
    """A lowered block with the scope in which its names were resolved."""

    license: License
    scope: Scope


class Assembler:
    """Lowers licences, templates and policies; all findings go to one list."""

    def __init__(self, blocks: Blocks, findings: FindingList) -> None:
        self._blocks = blocks
        self._findings = findings
        self._expander = Expander(blocks, findings)
        self._expanded = 0
        self._policies_left = MAX_POLICIES

    def assembled(self, block: Named) -> Assembled:
        """The model of a block. Whether it may be used is decided by the findings alone."""
        expansion = self._expanded_block(block)
        self._policies_left = MAX_POLICIES
        own = headers(block.items, self._findings)
        check_names(own, block.items, self._findings)
        if isinstance(block, tree.License) and not own.words["title"]:
            mend = 'write `title "…"`; headers are not inherited'
            self._findings.error("LK430", block.id.span, f"the licence `{block.id.text}` has no title", mend)
        scope = self._scope(block, expansion, own)
        parts = _Parts()
        self._take_in(expansion.items, scope, parts, (block.id.text,))
        self._limits(block, parts)
        license = _license(block, own, parts, tuple(self._conversions(expansion, scope)))
        return Assembled(license, scope)

    def _scope(self, block: Named, expansion: Expansion, own: Headers) -> Scope:
        parameters = block.parameters if isinstance(block, tree.Template) else ()
        return Scope(
            block.id.text,
            type(block).__name__.lower(),
            self._findings,
            released=own.released,
            parameters=expansion.unbound.union(name.text for name in parameters),
            documents=own.documents,
            fingerprints={text.sha256: text.name for text in own.texts},
            many_texts=len(own.texts) > 1,
            undated=not isinstance(block, tree.License),
            open_base=expansion.open_base,
        )

    def _take_in(self, items: Iterable[PlacedItem], scope: Scope, parts: _Parts, chain: tuple[str, ...]) -> None:
        """Lower the items of a licence or policy, and those of the policies that it takes in."""
        _fill(scope, items)
        self._declare(items, scope, parts)
        self._policies(items, scope, parts, chain)
        self._lower(items, scope, parts)
        check_circles(scope)

    def _policies(self, items: Iterable[PlacedItem], scope: Scope, parts: _Parts, chain: tuple[str, ...]) -> None:
        """Take in the clauses of each incorporated policy, under ids that begin with the policy's."""
        for placed in items:
            item = placed.item
            policy = self._policy(item.name, chain) if isinstance(item, tree.Incorporates) else None
            if policy is None:
                continue
            inner = self._policy_scope(policy, scope.prefix + policy.id.text, scope)
            self._take_in(self._expanded_block(policy).items, inner, parts, (*chain, policy.id.text))
            scope.facts |= inner.facts
            own = {inner.prefix + clause: node for clause, node in inner.clauses.items()}
            scope.incorporated = {**scope.incorporated, **inner.incorporated, **own}

    def _expanded_block(self, block: Named) -> Expansion:
        expansion = self._expander.expanded(block)
        self._expanded += len(expansion.items)
        if self._expanded > MAX_EXPANDED:
            message = f"with bases and policies taken in, the file has more than {MAX_EXPANDED:_} statements"
            self._findings.error("LK434", block.id.span, message, "split it, one licence in each file")
            raise Enough
        return expansion

    def _policy(self, name: tree.Name, chain: tuple[str, ...]) -> tree.Policy | None:
        """The policy to take in; None, with a finding, where there is none. Raises Enough where they are too many."""
        block = self._blocks.named(name)
        if block is None:
            mend = 'write `incorporates "NAME" from "URL" at "…" unread` for a document that is not at hand'
            mend = slip_of_id(name.text, self._blocks.names()) or mend
            self._findings.error("LK213", name.span, f"there is no policy `{name.text}`", mend)
        elif name.text in chain:
            self._findings.error("LK432", name.span, f"the policy `{name.text}` incorporates itself")
        elif not isinstance(block, tree.Policy):
            message = f"`{name.text}` is a {KINDS[type(block).__name__.lower()]}, and only a policy is incorporated"
            self._findings.error("LK435", name.span, message, "use `extends` for a licence")
        else:
            self._policies_left -= 1
            if self._policies_left < 0:
                message = f"a licence takes in at most {MAX_POLICIES} policies, those of its policies included"
                self._findings.error("LK434", name.span, message, "merge policies that belong together")
                raise Enough
            return block
        return None

    def _policy_scope(self, policy: tree.Policy, name: str, outer: Scope) -> Scope:
        own = headers(policy.items, self._findings)
        return Scope(
            policy.id.text,
            "policy",
            self._findings,
            prefix=f"{name}.",
            facts=dict(outer.facts),
            meanings=dict(outer.meanings),
            released=outer.released,
            documents=own.documents,
            many_texts=len(own.texts) > 1,
            document=_document(own, outer),
            undated=outer.undated,
        )

    def _lower(self, items: Iterable[PlacedItem], scope: Scope, parts: _Parts) -> None:
        for placed in items:
            item = placed.item
            scope.written_in = placed.origin
            self._check_name(item)
            match item:
                case tree.Define():
                    parts.definitions.append(declared.definition(item, scope))
                case tree.Measure():
                    parts.measures.append(declared.measure(item, scope))
                case tree.Reading():
                    parts.readings.append(declared.reading(item, scope))
                case tree.Omits(name=what):
                    place = clauses.locator(item.locator, scope)
                    parts.omissions.append(Omission(what=what.value, locator=place, span=item.span))
                case tree.IncorporatesUnread(name=title, url=url):
                    place = clauses.locator(item.locator, scope)
                    parts.unread.append(Unread(name=title.value, url=url.value, locator=place, span=item.span))
                case tree.Incorporates():
                    clauses.locator(item.locator, scope)
                case tree.Fact() | tree.Meaning():
                    pass
                case tree.ClauseItem():
                    parts.clauses += clauses.all_lowered(item, placed.origin, scope)
                case _:
                    assert_never(item)

    def _check_name(self, item: tree.Inheritable) -> None:
        """Only facts have a dot, so that a condition shows what it reads; `as_of` is a date of its own."""
        if isinstance(item, tree.Define | tree.Measure | tree.Reading | tree.ClauseItem):
            name = item.name.text
            if isinstance(item, tree.Define | tree.Measure) and name == AS_OF:
                message = f"`{AS_OF}` is the day for which the question is asked"
                self._findings.error("LK214", item.name.span, message, "use another name")
            elif any(mark in name for mark in ".@["):
                plain = re.sub(r"[.@\[\]]+", "-", name).strip("-")
                mend = f"use a name without a dot, such as `{plain}`"
                self._findings.error("LK219", item.name.span, f"`{name}` has a dot, and only facts have one", mend)

    def _declare(self, items: Iterable[PlacedItem], scope: Scope, parts: _Parts) -> None:
        """Local facts first, then meanings: conditions look both up, and so do the facts themselves."""
        facts: dict[str, tuple[LocalFact, tree.Fact]] = {}
        for placed in items:
            fact = declared.local_fact(placed.item, scope) if isinstance(placed.item, tree.Fact) else None
            if fact is not None and isinstance(placed.item, tree.Fact) and self._is_new(fact, placed.item, parts):
                facts[fact.name] = fact, placed.item
        scope.facts.update((name, fact.info) for name, (fact, _) in facts.items())
        meanings: list[tuple[Meaning, tree.Meaning]] = []
        for placed in items:
            if isinstance(placed.item, tree.Meaning):
                meaning = declared.meaning(placed.item, placed.origin, scope)
                if meaning is not None:
                    meanings.append((meaning, placed.item))
        scope.meanings.update((each.fact, each.key) for each, _ in meanings if each.key != each.fact)
        scope.forget()
        parts.meanings += (declared.with_premises(each, written, scope) for each, written in meanings)
        parts.facts += (declared.with_rules(fact, written, scope) for fact, written in facts.values())

    def _is_new(self, fact: LocalFact, written: tree.Fact, parts: _Parts) -> bool:
        """Whether nothing taken in declares the fact; what declares it in the same words is the same fact."""
        earlier = next((each for each in parts.facts if each.name == fact.name), None)
        if earlier is None:
            return True
        if earlier.info != fact.info or any(
            getattr(earlier, rule) != getattr(fact, rule)
            for rule in ("asks_when", "at_most", "implies", "follows_from")
        ):
            message = f"`{fact.name}` is declared by what takes this in, and otherwise"
            self._findings.error("LK214", written.name.span, message, "use another name, or the same words")
        return False

    def _conversions(self, expansion: Expansion, scope: Scope) -> Iterator[Conversion]:
        for item, inherited in expansion.conversions:
            is_open = item.license.text in scope.parameters
            yield Conversion(
                kind=item.kind,
                license=item.license.text,
                found="" if is_open else self._blocks.check_license(item.license, self._findings),
                locator=clauses.locator(item.locator, scope, of_template=inherited),
                on=date_expression(item.on, scope),
                span=item.span,
            )

    def _limits(self, block: Named, parts: _Parts) -> None:
        definitions = len(parts.definitions) + len(parts.measures)
        for code, count, most, what in (
            ("LK425", len(parts.clauses), MAX_CLAUSES, "clauses"),
            ("LK433", definitions, MAX_DEFINITIONS, "defines and measures"),
            ("LK424", len(parts.readings), MAX_READINGS, "readings"),
        ):
            if count > most:
                message = f"`{block.id.text}` has {count} {what}; at most {most} are allowed"
                mend = "use several files, or merge what belongs together"
                self._findings.error(code, block.id.span, message, mend)


def _fill(scope: Scope, items: Iterable[PlacedItem]) -> None:
    for item in (placed.item for placed in items):
        match item:
            case tree.Define():
                scope.defines[item.name.text] = item
            case tree.Measure():
                scope.measures[item.name.text] = item
            case tree.Reading():
                scope.readings[item.name.text] = item
            case tree.ClauseItem():
                scope.clauses[item.name.text] = item
            case tree.Fact() | tree.Meaning() | tree.Incorporates() | tree.IncorporatesUnread() | tree.Omits():
                pass
            case _:
                assert_never(item)


def _document(policy: Headers, outer: Scope) -> str:
    """What the licence calls the one text of a policy: the document with the same fingerprint, if any."""
    if len(policy.texts) != 1 or policy.texts[0].name:
        return ""
    return outer.fingerprints.get(policy.texts[0].sha256, "")


def _license(block: Named, own: Headers, parts: _Parts, conversions: tuple[Conversion, ...]) -> License:
    extends = None if isinstance(block, tree.Policy) else block.extends
    lists: dict[str, Any] = {each.name: tuple(getattr(parts, each.name)) for each in fields(parts)}
    return License(
        **own.words,
        **lists,
        id=block.id.text,
        released=own.released,
        texts=own.texts,
        extends="" if extends is None else extends.base.text,
        conversions=conversions,
        span=block.span,
    )
