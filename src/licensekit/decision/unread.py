"""What was stated and plays no part: neither read, nor concluded from, nor asked for (docs/semantics.md, 14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from licensekit.decision.circumstances import Circumstances
from licensekit.decision.consequences import Consequences
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.knowledge import variables_stated
from licensekit.decision.matter import Matter
from licensekit.decision.meant import facts_meant
from licensekit.decision.parts import UnreadStatement
from licensekit.meaning.agreements import agreement_with
from licensekit.meaning.connected import connected
from licensekit.meaning.formula import Formula, Formulas, Truths, atoms_of
from licensekit.meaning.rules import EXISTS, Doubt, Rules, Step
from licensekit.meaning.variable import (
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    Stated,
    Variable,
    World,
    amount_variable,
)
from licensekit.truth import FALSE, TRUE, UNKNOWN
from licensekit.values import Exactly, Money, Range, Told, known_shown
from licensekit.vocabulary.acts import leaves_of
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import AGREEMENT

MOST_NEAR: Final = 3


def unread(
    inquiry: Inquiry, follows: Consequences, circumstances: Circumstances, stated: Mapping[str, Told]
) -> Iterator[UnreadStatement]:
    """The facts, approvals, attestations, duties done, rates and index values that play no part in the answer.

    Those of a profile are left out: that is for many licences, and much is idle.
    """
    profile = circumstances.from_profile
    yield from facts_unread(inquiry, stated, None if profile is None else profile.names)
    for each in _not_facts(inquiry, follows, circumstances, stated):
        if profile is None or not profile.names(each.name):
            yield each


def names_unread(
    inquiry: Inquiry, follows: Consequences, circumstances: Circumstances, stated: Mapping[str, Told]
) -> Iterator[str]:
    """The names of the same, and of those of a profile."""
    yield from (name for _, name in _Facts(inquiry, stated).idle())
    yield from (each.name for each in _not_facts(inquiry, follows, circumstances, stated))


def _not_facts(
    inquiry: Inquiry, follows: Consequences, circumstances: Circumstances, stated: Mapping[str, Told]
) -> Iterator[UnreadStatement]:
    """What is stated beside the facts."""
    yield from _approvals(inquiry, follows)
    yield from _attestations(inquiry, circumstances)
    yield from _duties(inquiry, follows)
    yield from _conversions(inquiry, circumstances, stated)


# -- facts -----------------------------------------------------------------------------------------------------


def facts_unread(
    inquiry: Inquiry, stated: Mapping[str, Told], but: Callable[[str], bool] | None = None
) -> Iterator[UnreadStatement]:
    """The facts alone, but for some by their names: whether one plays a part hangs on no duty."""
    facts = _Facts(inquiry, stated)
    for variable, name in facts.idle():
        if but is None or not but(name):
            value, why = known_shown(facts.meant[name]), _why(inquiry, variable, name)
            yield UnreadStatement("fact", name, value, why, _near(inquiry, variable, facts.rules))


class _Facts:
    """The facts stated, and the rules that tie them."""

    def __init__(self, inquiry: Inquiry, stated: Mapping[str, Told]) -> None:
        self._inquiry = inquiry
        self.meant: Final = facts_meant(stated, inquiry.matter)

    @cached_property
    def rules(self) -> tuple[Formula, ...]:
        """Rules and orders, as formulas."""
        return _as_formulas(self._inquiry.matter, self._inquiry.knowledge.common.rules)

    def idle(self) -> Iterator[tuple[Stated, str]]:
        """The facts that play no part, each with the name by which it was stated."""
        matter = self._inquiry.matter
        variables = variables_stated(self.meant, matter)
        if matter.readers.keys() >= variables.keys():
            return
        concluded_from = _concluded_from(self._inquiry)
        for variable, (name, _) in variables.items():
            if variable not in concluded_from and isinstance(variable, Stated):
                yield variable, name


def taken_up(inquiry: Inquiry) -> Iterator[Stated]:
    """The facts stated that no clause reads and that play a part all the same, since rules tie them to what is read."""
    beside = [each for each in inquiry.knowledge.stated if each not in inquiry.matter.readers]
    if beside:
        concluded_from = _concluded_from(inquiry)
        yield from (each for each in beside if each in concluded_from and isinstance(each, Stated))


def _as_formulas(matter: Matter, rules: Rules) -> tuple[Formula, ...]:
    members = [each for each in matter.atoms if isinstance(each, MemberVariable)]
    return tuple(rules.formulas(Formulas(), matter.cuts, members))


def steps_taken(inquiry: Inquiry, reached: set[Variable]) -> list[Step]:
    """The steps of rules, orders and windows that lead to some variables, the last first.

    What they were taken from is `reached` too.
    """
    taken = []
    for step in reversed(inquiry.knowledge.steps):
        if step.variable in reached:
            reached.update(step.sources, inquiry.knowledge.computed.get(step.variable, ()))
            taken.append(step)
    return taken


def _concluded_from(inquiry: Inquiry) -> frozenset[Variable]:
    """What is read, and what something was concluded from of that, an open rule ties to it, or makes it doubtful."""
    steps = ((step.variable, step.sources) for step in inquiry.knowledge.steps)
    key = (inquiry.stands, *steps)
    return inquiry.matter.concluded_from.of(key, lambda: frozenset(_that_play_a_part(inquiry)))


def _that_play_a_part(inquiry: Inquiry) -> set[Variable]:
    truths, common = Truths(inquiry.world), inquiry.knowledge.common
    rules = _as_formulas(inquiry.matter, common.rules)
    tying = [frozenset(_tied(rule, truths)) for rule in rules if truths.of(rule) is UNKNOWN]
    for doubt in common.rules.doubts:
        if doubt.doubtful in common.taken_for_granted:
            denied = [each.variable for each in doubt.unless if each.truth(truths.world) is FALSE]
            kinds = [each.variable for each in doubt.unless_known if each.truth(truths.world) is TRUE]
            # What is said in general is one of these kinds, and so no reason to ask about the others.
            if kinds and not inquiry.knowledge.stated.keys().isdisjoint(denied):
                tying.append(frozenset((doubt.doubtful, *denied, *kinds)))
            elif doubt.casts(truths.world) and not isinstance(truths.world.get(doubt.doubtful), bool):
                tying.append(frozenset((doubt.doubtful, *denied)))
    forced = tuple(_forced(common.rules, truths.world))
    reached, before = set[Variable](inquiry.matter.readers), -1
    while before < len(reached):
        before = len(reached)
        steps_taken(inquiry, reached)
        reached.update(*(sources for concluded, sources in forced if concluded in reached))
        reached = _with_tied(reached, tying)
    return reached


def _with_tied(reached: set[Variable], tying: Iterable[frozenset[Variable]]) -> set[Variable]:
    """Some facts, and all that is tied to them, directly or through others."""
    for tied, _ in connected(tying, iter):
        if not tied.isdisjoint(reached):
            reached = reached | tied
    return reached


def _forced(rules: Rules, world: World) -> Iterator[tuple[Variable, frozenset[Variable]]]:
    """What a rule makes so by itself, whether or not it was known another way, and from which facts."""
    for rule in rules.rules:
        held = [each.variable for each in rule.statements if each.truth(world) is not FALSE]
        if len(held) == 1:
            yield held[0], frozenset(each.variable for each in rule.statements) - {*held}
    if world.get(EXISTS) is False:
        yield from ((name, frozenset({EXISTS})) for name, _ in rules.of_product)


def _tied(rule: Formula, truths: Truths | None = None) -> Iterator[Variable]:
    """The facts that a rule or order ties to one another; of those known, the ones that decide something in it."""
    for atom in atoms_of(rule):
        variable = atom.variable.set if isinstance(atom.variable, MemberVariable) else atom.variable
        if truths is None or variable not in truths.world or truths.of(atom) is not UNKNOWN:
            yield variable


def _why(inquiry: Inquiry, variable: Stated, name: str) -> str:
    """Why nothing reads a fact."""
    matter, meaning = inquiry.matter, variable.name.meaning
    if meaning and all(program.license.id != meaning for program in matter.programs):
        return f"it is said as {meaning} means it, which is not asked about"
    if isinstance(variable, AmountVariable):
        for read in matter.variables:
            if isinstance(read, AmountVariable) and read.name == variable.name:
                if read.currency != variable.currency:
                    return f"it is read in {read.currency}, to which no rate leads"
                return f"it is read in money of {read.index.partition('@')[2]}, and the index is not known"
    for read in matter.variables:
        if isinstance(read, Stated) and matter.info(str(read.name)).is_number and _measure(read) == _measure(variable):
            alike = ", known where calendar, tax and trailing year are" if read.name.base.endswith(".year") else ""
            return f"another period is read, `{read.name}`{alike}"
    elsewhere = dict.fromkeys(
        f"`{clause.id}`"
        for program in matter.programs
        for clause in program.clauses
        if name in program.license.facts_in(clause.when)
    )
    if variable.name.base.startswith("distribution.") and _owes_more_when_given_out(inquiry):
        return "it is about what is given out: ask about `distribute` too"
    if elsewhere:
        return f"only clauses on other acts read it ({', '.join([*elsewhere][:MOST_NEAR])})"
    return "no clause reads it"


def _owes_more_when_given_out(inquiry: Inquiry) -> bool:
    """Whether no act asked about gives out copies, and clauses bear on such acts that bear on none of these."""
    giving_out = leaves_of("distribute")
    return {*giving_out}.isdisjoint(inquiry.leaves) and any(
        not {*program.concerning(giving_out)} <= {*program.concerning(inquiry.leaves)}
        for program in inquiry.matter.programs
    )


def _near(inquiry: Inquiry, variable: Stated, rules: tuple[Formula, ...]) -> tuple[str, ...]:
    """The facts nearest to one that the clauses do read: of its own name, by rule, then by subject and words."""
    from licensekit.vocabulary.nearness import nearest  # noqa: PLC0415 - most of what is stated is read

    matter = inquiry.matter
    doubts = (
        {each.doubtful, *(other.variable for other in each.unless)} for each in inquiry.knowledge.common.rules.doubts
    )
    tied = {name for tying in (*map(set, map(_tied, rules)), *doubts) if variable in tying for name in tying}
    own, by_rule = [], []
    for read in matter.variables:
        if read.name.base == variable.name.base:
            own.append(str(read.name))
        elif read in tied:
            by_rule.append(str(read.name))
    by_words = nearest(matter.info(str(variable.name)), map(matter.info, matter.facts), MOST_NEAR)
    return tuple(dict.fromkeys((*own, *by_rule, *by_words)))[:MOST_NEAR]


def idle(inquiry: Inquiry, names: Iterable[str]) -> dict[str, tuple[bool | str, ...] | None]:
    """Of some facts those that play no part in any answer about these acts, as `idle_at` has it."""
    matter, common = inquiry.matter, inquiry.knowledge.common
    candidates = {name: _any_variable(matter, name) for name in names}
    known = (*candidates.values(), *(each.variable for each in common.firm))
    rules = matter.rules_with(known, common.premises)
    rules = rules.assuming(common.taken_for_granted, {*matter.variables, *known})
    at = idle_at(matter, rules, candidates.values())
    return {name: at[each] for name, each in candidates.items() if each in at}


def idle_at(matter: Matter, rules: Rules, stated: Iterable[Stated]) -> dict[Stated, tuple[bool | str, ...] | None]:
    """Of some facts those that play no part, whatever else is known: at these values; at all, where it is None.

    `rules` are those among what is read and what may be known. A yes/no fact that no clause reads may lead on to one
    that is read where it is yes, and to nothing where it is no.
    """
    measures = {(_measure(each), each.name.meaning) for each in matter.variables}
    formulas = _as_formulas(matter, rules)

    stated = tuple(stated)

    def explaining(doubt: Doubt, world: World) -> Iterator[Variable]:
        """The kinds that a row may tell beside what is so in general."""
        if any(each.variable in stated for each in doubt.unless):
            yield from (each.variable for each in doubt.unless_known if each.truth(world) is not FALSE)

    def reached(world: World) -> set[Variable]:
        truths = Truths(world)
        tying = [frozenset(_tied(rule, truths)) for rule in formulas if truths.of(rule) is UNKNOWN]
        tying += [
            frozenset((each.doubtful, *(other.variable for other in each.unless), *explaining(each, world)))
            for each in rules.doubts
            if each.doubtful in matter.readers and all(other.truth(world) is not TRUE for other in each.unless)
        ]
        return _with_tied({*matter.readers}, tying)

    always, at = reached({}), dict[Stated, tuple[bool | str, ...] | None]()
    for each in stated:
        if (_measure(each), each.name.meaning) in measures or each in matter.readers:
            continue
        values = tuple(value for value in _each_value(each) if each not in reached({each: value}))
        if each not in always:
            at[each] = None
        elif values:
            at[each] = values
    return at


def _each_value(variable: Stated) -> tuple[bool | str, ...]:
    """The values of a fact that has few."""
    if not isinstance(variable, FactVariable):
        return ()
    return (True, False) if variable.type == "yes_no" else variable.options if variable.type == "one_of" else ()


def _any_variable(matter: Matter, name: str) -> Stated:
    name = name.partition(":")[0]
    return amount_variable(name, "USD") if matter.info(name).type == "money" else matter.variable(name)


def _measure(variable: Stated) -> str:
    """A fact, or a number over whatever window: from one window another may be computed."""
    info = FACTS.get(variable.name.base)
    return f"{info.subject}.{info.measure}" if info is not None and info.measure else variable.name.base


# -- what stands beside the facts ------------------------------------------------------------------------------


def _approvals(inquiry: Inquiry, follows: Consequences) -> Iterator[UnreadStatement]:
    asked = {f"{each.license}.{each.gate}": None for each in follows.approvals}
    conditions = {each.qualified for each in inquiry.matter.atoms if isinstance(each, ApprovalVariable)}
    scopes = {held.gate.qualified: held.acts for held in inquiry.checked.approvals}
    altering = {agreement_with(each.license).qualified for each in inquiry.matter.programs if inquiry.alters(each)}
    for name, state in inquiry.checked.states.items():
        scope, value = scopes.get(name), "held" if state == "missing" else state
        if why_not := inquiry.checked.uncounted.get(name):
            yield UnreadStatement("approval", name, "held", f"it does not count: {why_not}")
        elif scope and scope.isdisjoint(inquiry.leaves):
            yield UnreadStatement("approval", name, value, "it is held for other acts than these")
        elif AGREEMENT in name:
            if name not in altering:
                why = "without it the licence says the same of this use"
                yield UnreadStatement("approval", name, value, why)
        elif name not in asked and name not in conditions:
            yield UnreadStatement("approval", name, value, "no gate asks for it here", tuple(asked)[:MOST_NEAR])


def _attestations(inquiry: Inquiry, circumstances: Circumstances) -> Iterator[UnreadStatement]:
    attested = circumstances.attested
    if attested is None:
        return
    read = {info.group for name in inquiry.matter.facts if (info := FACTS.get(name)) is not None}
    for single in attested.each:
        value = f"attested by {single.by} on {single.on.isoformat()}"
        for group in single.groups:
            if group not in read:
                yield UnreadStatement("attestation", group, value, "no clause reads a fact of this group")
            elif circumstances.as_of is not None and single.on > circumstances.as_of:
                yield UnreadStatement(
                    "attestation", group, value, f"the question is about {circumstances.as_of}, before that"
                )


def _conversions(
    inquiry: Inquiry, circumstances: Circumstances, stated: Mapping[str, Told]
) -> Iterator[UnreadStatement]:
    """Rates between currencies in which nothing is compared or stated, and indices that no amount follows."""
    if not (circumstances.rates or circumstances.indices):
        return
    compared = [each.compares for each in inquiry.matter.comparisons if isinstance(each.variable, AmountVariable)]
    currencies = {each.amount.currency for each in compared if isinstance(each.amount, Money)}
    currencies |= {money for known in stated.values() for money in _currencies(known)} if compared else set()
    reached = {*currencies}
    for rate in circumstances.rates * len(circumstances.rates):  # one leads on to another
        reached |= {rate.target} if rate.source in reached else set()
    profile = circumstances.from_profile
    general = () if profile is None else profile.conversions  # what holds for many questions serves some of them
    for rate in circumstances.rates:
        if rate.source not in reached and rate not in general:
            name, why = f"rate of {rate.source}", f"nothing is compared or stated in {rate.source} here"
            yield UnreadStatement("rate", name, str(rate), why, tuple(sorted(currencies))[:MOST_NEAR])
    followed = {(each.adjusted.index, each.adjusted.year) for each in compared if each.adjusted is not None}
    for index in circumstances.indices:
        if (index.name, index.base) not in followed and index not in general:
            near = tuple(sorted(f"{name} of {year}" for name, year in followed))[:MOST_NEAR]
            yield UnreadStatement("index", index.name, str(index), "no amount here follows it", near)


def _currencies(known: Told) -> Iterator[str]:
    """The currencies in which something is stated."""
    ends = (known.value,) if isinstance(known, Exactly) else (known.low, known.high) if isinstance(known, Range) else ()
    yield from (end.currency for end in ends if isinstance(end, Money))


_NOT_DUE: Final = {
    "open": "whether the duty is due is open",
    "would_apply": "the duty is not due: the use is not allowed yet",
    "moot": "the duty is not due: the use is not allowed",
}


def _duties(inquiry: Inquiry, follows: Consequences) -> Iterator[UnreadStatement]:
    status = {f"{each.license}.{each.clause}": each.status for each in follows.duties}
    due = tuple(name for name in status if status[name] == "due")
    for name, done in inquiry.checked.done.items():
        if status.get(name) not in {"done", "not_done"}:
            why = _NOT_DUE.get(status.get(name, ""), "the duty is not due")
            yield UnreadStatement("duty", name, "done" if done else "not done", why, due[:MOST_NEAR])
