"""The canonical spelling of everything that fits in one line, as pieces between which a long line may break."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from licensekit.model.conditions import ComparisonSign
from licensekit.syntax import tree


def quoted(text: tree.Text) -> str:
    """A text in quotes, with its escapes."""
    value = text.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{value}"'


def word(written: tree.Name | tree.Code | tree.Text | tree.Day) -> str:
    """A name, code, text or day."""
    match written:
        case tree.Text():
            return quoted(written)
        case tree.Day():
            return written.on.isoformat()
        case tree.Name() | tree.Code():
            return written.text
        case _:
            assert_never(written)


def commas(pieces: Iterable[str]) -> list[str]:
    """`a, b, c` as pieces, each with its comma."""
    *firsts, last = [*pieces] or [""]
    return [*(f"{piece}," for piece in firsts), last] if last else []


def behind(before: str, pieces: list[str]) -> list[str]:
    """Pieces with words before the first of them; nothing where there are none."""
    return [f"{before} {pieces[0]}", *pieces[1:]] if pieces else []


def listed(before: str, words: Iterable[tree.Name | tree.Code | tree.Text]) -> list[str]:
    """`before a, b, c` as pieces; nothing where there are no words."""
    return behind(before, commas(map(word, words)))


def in_braces(members: Iterable[str]) -> list[str]:
    """`{ DE, FR }` as pieces."""
    pieces = behind("{", commas(members)) or ["{"]
    return [*pieces[:-1], f"{pieces[-1]} }}"]


def optional(before: str, written: tree.Name | tree.Text | tree.Day | None) -> list[str]:
    """`before a` as a piece; nothing where it is not written."""
    return [f"{before} {word(written)}"] if written else []


def locator(written: tree.Locator) -> str:
    """`at use-policy "3.1"`."""
    document = f"{written.document.text} " if written.document else ""
    return f"at {document}{quoted(written.place)}"


def words_of(comparison: ComparisonSign) -> str:
    """`more than`, `at least` and so on."""
    return comparison.replace("_", " ")


def counted(count: int, unit: tree.CalendarUnit) -> str:
    """`1 day`, `32 days`."""
    return f"{count} {unit.removesuffix('s') if count == 1 else unit}"


def amount(written: tree.Amount) -> str:
    """`20 million USD (or equivalent)`."""
    parts = [written.number.written]
    if written.currency:
        parts.append(written.currency.text)
    if written.adjusted:
        parts.append(f"of {written.adjusted.year} adjusted by {written.adjusted.index.text}")
    if written.or_equivalent:
        parts.append("(or equivalent)")
    return " ".join(parts)


def date(written: tree.DateExpression) -> str:
    """`2030-11-01`, `4 years after D`, `the earlier of D, D`."""
    match written:
        case tree.YearsAfter():
            return f"{counted(written.years, 'years')} after {word(written.date)}"
        case tree.Earlier():
            return f"the earlier of {', '.join(map(date, written.dates))}"
        case tree.Day() | tree.Name():
            return word(written)
        case _:
            assert_never(written)


def atom(written: tree.Atom) -> list[str]:
    """A condition without parts, as pieces."""
    match written:
        case tree.Holds():
            return [written.name.text]
        case tree.FactIs(values=values, in_braces=False):
            return [f"{written.fact.text} is {word(values[0])}"]
        case tree.FactIs():
            return behind(f"{written.fact.text} in", in_braces(map(word, written.values)))
        case tree.SetMeets():
            return behind(f"{written.quantifier} of {written.fact.text} in", in_braces(map(word, written.values)))
        case tree.Compares():
            threshold = amount(written.amount) if isinstance(written.amount, tree.Amount) else written.amount.text
            return [f"{written.quantity.text} {words_of(written.comparison)} {threshold}"]
        case tree.DateOrder():
            return [f"{word(written.date)} {written.order} {word(written.other)}"]
        case tree.DateWithin():
            span = counted(written.count, written.unit)
            return [f"{word(written.date)} {written.limit} {span} after {word(written.after)}"]
        case tree.ReadingIs():
            return [reading(written)]
        case tree.ApprovalHeld():
            return [f"approval {written.gate.text} is held"]
        case _:
            assert_never(written)


def reading(written: tree.ReadingIs) -> str:
    """`reading R is O`."""
    return f"reading {written.reading.text} is {written.option.text}"


def flat(condition: tree.Condition) -> str:
    """A condition in one line, with the parentheses that it needs and no others."""
    if isinstance(condition, tree.Atom):
        return " ".join(atom(condition))
    parts = zip(tree.parts_of(condition), in_parentheses(condition), strict=True)
    texts = [f"({flat(part)})" if brackets else flat(part) for part, brackets in parts]
    return f"not {texts[0]}" if isinstance(condition, tree.Not) else f" {joint(condition)} ".join(texts)


def joint(condition: tree.Condition) -> str:
    """The word that joins the parts of a condition; for one that has none, the word that would join more to it."""
    return "and" if isinstance(condition, tree.And) else "or"


def in_parentheses(condition: tree.And | tree.Or | tree.Not) -> list[bool]:
    """Which parts stand in parentheses: `(a or b) and c`, `(not a) and b`, `a and not b`, `not (not a)`."""
    if isinstance(condition, tree.Not):
        return [not isinstance(condition.part, tree.Atom)]
    parts = condition.parts
    last = max((index for index, part in enumerate(parts) if not isinstance(part, tree.Not)), default=-1)
    return [
        isinstance(part, tree.And | tree.Or)
        or (isinstance(part, tree.Not) and index < last and isinstance(part.part, tree.Atom))
        for index, part in enumerate(parts)
    ]


def acts(before: str, written: tree.Acts) -> list[str]:
    """`for run, modify`, `may any act but not sell`."""
    pieces = [f"{before} any act"] if written.any_act else listed(before, written.names)
    return pieces + listed("but not", written.withheld)


def grants(before: str, written: tree.GrantsNamed) -> list[str]:
    """`ends every grant`, `from rights`."""
    return [f"{before} every grant"] if written.every_grant else listed(before, written.names)


def needs(written: tree.Needs) -> list[str]:
    """`needs APPROVAL from PARTY …`."""
    pieces = [f"needs {written.approval.text}", f"from {word(written.party)}"]
    pieces += optional("contact", written.contact) + optional("subject", written.subject)
    pieces += optional("by", written.holder)
    return [*pieces, "which grants it"] if written.grants_it else pieces


def remedy(written: tree.Remedy) -> list[str]:
    """`remedy APPROVAL from PARTY contact "…"`."""
    return [f"remedy {written.approval.text}", f"from {word(written.party)}", *optional("contact", written.contact)]


def obligation(written: tree.Obligation) -> list[list[list[str]]]:
    """A `must` line: each alternative as the parts of its action."""
    start = "must" if written.strength == "must" else "encouraged to"
    if len(written.alternatives) > 1:
        start += " either"
    return [action("or" if index else start, each) for index, each in enumerate(written.alternatives)]


def action(before: str, written: tree.Action) -> list[list[str]]:
    """The verb with its objects, and each slot, in the canonical order of slots; every part as pieces."""
    parts = [[f"{before} {written.verb.text}", *commas(map(word, written.objects))]]
    parts += [[manner.replace("_", " ")] for manner in written.manner]
    parts += [optional("about", written.about), optional("with", written.with_text), listed("to", written.parties)]
    if written.places:
        parts.append(_choice(written.places.preposition, written.places.choice))
    if written.licenses:
        parts.append(_choice("under", written.licenses))
    parts.append(listed("before", written.before))
    if written.deadline:
        due = written.deadline
        parts.append([f"within {counted(due.count, due.unit)} after {word(due.after)}"])
    parts.append(optional("where", written.where))
    return [part for part in parts if part]


def _choice(before: str, written: tree.Choice) -> list[str]:
    return listed(before if written.quantifier == "one" else f"{before} {written.quantifier} of", written.names)
