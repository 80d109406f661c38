"""The real evaluator and the naive one on the same question: where they differ, and the smallest case of it."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import licensekit.api  # noqa: F401 - binds the words of a decision, which are compared too
from differential.asked import Answer, Asked, Several, Terms, TooManyWorldsError
from differential.oracle import oracle
from differential.worlds import atoms_of, facts_read, parts_of
from licensekit.decision import Circumstances, Decision, LicenseChoice, Program, Single, Together, decide
from licensekit.errors import FactsError, ValueProblem
from licensekit.meaning.terms import Terms as RealTerms
from licensekit.model.clauses import Exemption, Reservation, Termination
from licensekit.model.conditions import AllOf, AnyOf, ApprovalHeld, Compares, Condition, Defined, Not
from licensekit.model.license import License, LocalFact
from licensekit.use import Approval, Use
from licensekit.use.reading import read_given
from licensekit.values import Exactly, Known, known_shown
from licensekit.vocabulary.entries import FactInfo

WORLDS = 240
"""Questions with more worlds are skipped, and counted."""


class Skipped(Exception):  # noqa: N818 - no error, a question too large for the naive evaluator
    """There are too many worlds to look at."""


def real_terms(terms: Terms, asked: Asked) -> RealTerms:
    """The terms as the real evaluator takes them."""
    if isinstance(terms, Several):
        parts = tuple(real_terms(part, asked) for part in terms.parts)
        return Together(parts) if terms.how == "all" else LicenseChoice(parts)
    after = tuple((each, real_terms(asked.shelf[each.license], asked)) for each in terms.conversions)
    return Single(Program(terms), after)


def declared(fact: LocalFact) -> FactInfo:
    subject = fact.name.partition(".")[0]
    return FactInfo(fact.name, subject, fact.type, fact.name, fact.question, options=fact.options)


def decision(asked: Asked, terms: RealTerms | None = None) -> Decision:
    """What the real evaluator says. Raises FactsError where what is given contradicts itself."""
    local = {fact.name: declared(fact) for license in asked.licenses() for fact in license.facts}
    return decide(
        terms if terms is not None else real_terms(asked.terms, asked),
        Use.of(asked.acts, asked.given, local),
        Circumstances(**circumstances(asked)),
    )


def circumstances(asked: Asked) -> dict[str, Any]:
    """What stands beside the facts, as `Circumstances` and `compile_terms` take it."""
    return {
        "as_of": asked.as_of,
        "assume": asked.assume,
        "readings": asked.readings,
        "approvals": [
            Approval(f"{each.license}.{each.gate}", "held", each.since, each.until, each.acts, each.holder)
            for each in asked.approvals
        ],
        "done": asked.done,
        "rates": asked.rates,
        "indices": asked.indices,
    }


def differences(asked: Asked, terms: RealTerms | None = None, *, worlds: int = WORLDS) -> list[str]:
    """Where the two disagree, in words; nothing if they agree. Raises Skipped."""
    return compared(asked, terms, worlds=worlds)[0]


def compared(asked: Asked, terms: RealTerms | None = None, *, worlds: int = WORLDS) -> tuple[list[str], Answer]:
    """Where the two disagree, and what the naive one says."""
    try:
        expected = oracle(asked, worlds)
    except TooManyWorldsError:
        raise Skipped from None
    try:
        found = decision(asked, terms)
    except FactsError as refused:
        said = "; ".join(each.message for each in refused.diagnostics)
        return ([] if expected.worlds == 0 else [f"refused ({said}), but {expected.worlds} worlds agree"]), expected
    except Exception as crash:  # noqa: BLE001 - whatever else is raised is a finding
        at = traceback.extract_tb(crash.__traceback__)[-1]
        return [f"raised {type(crash).__name__} in {at.name} ({crash})"], expected
    if expected.worlds == 0:
        return [f"no world agrees, but the answer is {shown(each.value for each in found.possible)}"], expected
    return list(_differences(asked, expected, found)), expected


def _differences(asked: Asked, expected: Answer, found: Decision) -> Iterator[str]:
    possible = {each.value for each in found.possible}
    if possible != expected.possible:
        yield f"possible: naive {shown(expected.possible)}, real {shown(possible)}"
    parts = {part.act: part for part in found.parts}
    if parts.keys() != expected.parts.keys():
        yield f"acts: naive {shown(expected.parts)}, real {shown(parts)}"
        return
    for act, verdicts in expected.parts.items():
        part = parts[act]
        said = {each.value for each in part.possible}
        if said != verdicts:
            yield f"{act}: naive {shown(verdicts)}, real {shown(said)}"
        why = expected.why[act]
        if (
            alone(asked)
            and expected.worlds == 1
            and complete(asked)
            and why
            and (part.basis or part.not_granted) not in why
        ):
            yield f"{act}: naive says {shown(why)}, real {part.basis or part.not_granted}"
    yield from _duties(asked, expected, found)


def _duties(asked: Asked, expected: Answer, found: Decision) -> Iterator[str]:
    duties = {(duty.license, duty.clause): str(duty.status) for duty in found.duties}
    endings = {
        (each.id, clause.id) for each in asked.licenses() for clause in each.clauses if clause.kind == "termination"
    }
    for duty in sorted(expected.duties.keys() | duties.keys()):
        one, other = expected.duties.get(duty, "absent"), duties.get(duty, "absent")
        if one != other:
            kind = "duty on termination" if duty in endings else "duty"
            yield f"{kind} {'.'.join(duty)}: naive {one}, real {other}"


def beyond(asked: Asked) -> list[str]:
    """What is worked out on first access: that it can be, and that the answer stands within its bounds."""
    try:
        found = decision(asked)
        _ = found.questions, found.headroom, found.readings, found.explain()
        bounds = found.bounds
    except FactsError:
        return []
    except Exception as crash:  # noqa: BLE001 - whatever else is raised is a finding
        at = traceback.extract_tb(crash.__traceback__)[-1]
        return [f"beyond raised {type(crash).__name__} in {at.name} ({crash})"]
    local = {fact.name: declared(fact) for license in asked.licenses() for fact in license.facts}
    box: dict[str, Known] = {}
    try:
        for bound in bounds:
            if bound.fact != "as_of":
                box |= read_given(bound.fact, bound.value, local.get(bound.fact))
    except ValueProblem:
        return []  # an amount that a rate led to, with more decimals than one may give
    try:
        within = decision(replace(asked, given=box))
    except FactsError as refused:
        return [f"bounds {box} are refused: {refused.diagnostics[0].message}"]
    if _stands(within) != _stands(found):
        said = ", ".join(f"{bound.fact} {bound.value}" for bound in bounds)
        return [f"bounds: within {said or 'none'} it is {_stands(within)}, not {_stands(found)}"]
    return []


def _stands(found: Decision) -> tuple[set[str], set[str]]:
    """What bounds keep: the verdicts, and the duties that bind and are due; a recommendation is none."""
    due = {
        f"{duty.license}.{duty.clause}"
        for duty in found.duties
        if duty.status == "due" and duty.strength == "must" and not duty.on_termination
    }
    return {each.value for each in found.possible}, due


def alone(asked: Asked) -> bool:
    """Whether one licence decides."""
    return isinstance(asked.terms, License) and not asked.terms.conversions


def shown(words: object) -> str:
    assert hasattr(words, "__iter__")
    return ", ".join(sorted(str(word) for word in words)) or "nothing"


def complete(asked: Asked) -> bool:
    """Whether every fact that is read is given exactly; basis and reason are compared only then."""
    read = {name for license in asked.licenses() for atom in atoms_of(license) for name in facts_read(atom)}
    given = {name for name, known in asked.given.items() if isinstance(known, Exactly)}
    return read - {"as_of"} <= given and (asked.as_of is not None or "as_of" not in read)


# -- the smallest case ------------------------------------------------------------------------------------------


def shrunk(asked: Asked, fails: Callable[[Asked], bool], seconds: float = 20) -> Asked:
    """The same disagreement with as little else as dropping one thing at a time leaves, within some seconds."""
    again, end = True, time.monotonic() + seconds
    while again:
        again = False
        for smaller in simpler(asked):
            if time.monotonic() > end:
                return asked
            try:
                still = fails(smaller)
            except Skipped:
                continue
            if still:
                asked, again = smaller, True
                break
    return asked


def simpler(asked: Asked) -> Iterator[Asked]:
    """Every question that is this one with one thing less."""
    if isinstance(asked.terms, Several):
        yield from (replace(asked, terms=part) for part in asked.terms.parts)
    for name in ("approvals", "done", "rates", "indices"):
        if getattr(asked, name):
            yield replace(asked, **{name: ()})
    if asked.readings != "taken":
        yield replace(asked, readings="taken")
    if asked.assume != "none":
        yield replace(asked, assume="none")
    if len(asked.acts) > 1:
        yield from (replace(asked, acts=asked.acts[:at] + asked.acts[at + 1 :]) for at in range(len(asked.acts)))
    for license in asked.licenses():
        for smaller in simpler_license(license):
            if whole(smaller):
                yield with_license(asked, license.id, smaller)
    for name in asked.given:
        yield replace(asked, given={each: known for each, known in asked.given.items() if each != name})
    if asked.as_of is not None:
        yield replace(asked, as_of=None)


def with_license(asked: Asked, name: str, license: License) -> Asked:
    def swap(terms: Terms) -> Terms:
        if isinstance(terms, Several):
            return Several(terms.how, tuple(swap(part) for part in terms.parts))
        return license if terms.id == name else terms

    shelf = {each: license if each == name else kept for each, kept in asked.shelf.items()}
    return replace(asked, terms=swap(asked.terms), shelf=shelf)


def simpler_license(license: License) -> Iterator[License]:
    for at, clause in enumerate(license.clauses):
        rest = []
        for other in license.clauses[:at] + license.clauses[at + 1 :]:
            if isinstance(other, Exemption):
                lifts = tuple(each for each in other.lifts if each != clause.id)
                if not lifts:
                    continue
                rest.append(other.model_copy(update={"lifts": lifts}))
            elif isinstance(other, Reservation | Termination):
                grants = tuple(each for each in other.grants if each != clause.id)
                rest.append(other.model_copy(update={"grants": grants}))
            else:
                rest.append(other)
        yield license.model_copy(update={"clauses": tuple(rest)})
    if license.conversions:
        yield license.model_copy(update={"conversions": ()})
    if license.released is not None:
        yield license.model_copy(update={"released": None})
    for at, clause in enumerate(license.clauses):
        for when in simpler_condition(clause.when):
            changed = clause.model_copy(update={"when": when})
            yield license.model_copy(update={"clauses": (*license.clauses[:at], changed, *license.clauses[at + 1 :])})
        if clause.remedy is not None:
            changed = clause.model_copy(update={"remedy": None})
            yield license.model_copy(update={"clauses": (*license.clauses[:at], changed, *license.clauses[at + 1 :])})
    for at, definition in enumerate(license.definitions):
        for condition in simpler_condition(definition.condition):
            if condition is not None:
                smaller = definition.model_copy(update={"condition": condition})
                kept = (*license.definitions[:at], smaller, *license.definitions[at + 1 :])
                yield license.model_copy(update={"definitions": kept})
    for field in ("definitions", "measures"):
        for at in range(len(getattr(license, field))):
            kept = getattr(license, field)
            yield license.model_copy(update={field: kept[:at] + kept[at + 1 :]})


def whole(license: License) -> bool:
    """Whether all that a licence names by itself is there."""
    there = {clause.id for clause in license.clauses}
    defined, measured = {each.name for each in license.definitions}, {each.name for each in license.measures}
    named = {name for clause in license.clauses if isinstance(clause, Exemption) for name in clause.lifts}
    conditions = [clause.when for clause in license.clauses] + [each.condition for each in license.definitions]
    conditions += [case.when for measure in license.measures for case in measure.cases]
    for part in (part for condition in conditions for part in parts_of(condition)):
        if isinstance(part, ApprovalHeld):
            named.add(part.gate)
        elif (isinstance(part, Defined) and part.name not in defined) or (
            isinstance(part, Compares) and "." not in part.quantity and part.quantity not in measured
        ):
            return False
    return named <= there


def simpler_condition(condition: Condition | None) -> Iterator[Condition | None]:
    if condition is None:
        return
    yield None
    yield from _parts(condition)


def _parts(condition: Condition) -> Iterator[Condition]:
    match condition:
        case Not(part=part):
            yield part
            yield from (Not(part=each) for each in _parts(part))
        case AllOf(parts=parts) | AnyOf(parts=parts):
            yield from parts
            for at, part in enumerate(parts):
                if len(parts) > 2:
                    yield condition.model_copy(update={"parts": parts[:at] + parts[at + 1 :]})
                for each in _parts(part):
                    yield condition.model_copy(update={"parts": (*parts[:at], each, *parts[at + 1 :])})
        case _:
            return


def pruned(content: object) -> object:
    """A dumped model without what is empty, and without where it was written."""
    if isinstance(content, dict):
        kept = {name: pruned(value) for name, value in content.items() if name not in {"locator", "origin", "leaves"}}
        return {name: value for name, value in kept.items() if value not in ("", None, False, [], {})}
    return [pruned(each) for each in content] if isinstance(content, list) else content


def reproduction(asked: Asked) -> str:
    """Licences, use and both answers, for a report."""
    lines = [
        json.dumps(pruned(license.model_dump(mode="json", exclude={"title"})), default=str)
        for license in asked.licenses()
    ]
    if isinstance(asked.terms, Several):
        lines.append(f"{asked.terms.how} of {[part.id for part in asked.terms.parts if isinstance(part, License)]}")
    lines.append(f"acts {asked.acts}, as of {asked.as_of}, assume {asked.assume}, readings {asked.readings}")
    lines += [f"given {name} is {known_shown(known)}" for name, known in sorted(asked.given.items())]
    for name in ("approvals", "done", "rates", "indices"):
        if getattr(asked, name):
            lines.append(f"{name} {getattr(asked, name)}")
    try:
        lines += [f"  {line}" for line in differences(asked, worlds=20_000)]
        lines.append(f"  naive: {oracle(asked)}")
    except Skipped:
        lines.append("  too many worlds")
    return "\n".join(lines)
