"""What is known before anything is decided: facts stated, computed, implied and assumed, each with its source.

The order is that of docs/semantics.md: facts stated, windows of series, what the acts imply, what the rules and orders
make of these, and last the assumptions, for facts that nothing settles. What depends on the names of the facts that are
stated, not on their values, is worked out once for all uses of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias, assert_never

from licensekit.decision.cells import domain_text, fact_of
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.matter import Matter
from licensekit.decision.meant import facts_meant
from licensekit.decision.windows import Series, Window, Year, series_in, windows, years_in
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.meaning.domain import ANY_DAY, Among, Domain, Interval, meet, narrowed
from licensekit.meaning.lowering import Exchange
from licensekit.meaning.rules import Contradiction, Premises, Rules, Step
from licensekit.meaning.terms import asked_about
from licensekit.meaning.variable import (
    AS_OF,
    AmountVariable,
    FactVariable,
    Stated,
    Variable,
    amount_variable,
    is_number,
)
from licensekit.values import NEVER, Exactly, Known, Money, NotOption, Range, Unknown, Worldwide, YearMonth
from licensekit.vocabulary.acts import Implied, implied_by
from licensekit.vocabulary.facts import FACTS, FactInfo

AssumptionKind: TypeAlias = Literal["safe", "clean_hands", "weak", "index"]


class Assumption(NamedTuple):
    """A fact that was taken for granted: its value, the kind of assumption, and the group it is attested with."""

    fact: str
    value: str
    kind: AssumptionKind
    group: str = ""
    because: str = ""
    said_unknown: bool = False
    """Whether somebody said that it is unknown, rather than nothing."""


class _Suggestion(NamedTuple):
    """What the acts say of a variable, and why."""

    variable: FactVariable
    domain: Domain
    because: str


class _Assumable(NamedTuple):
    """What is taken for granted of a variable that nothing settles; without a value, why nothing is."""

    variable: FactVariable
    value: Domain | None
    source: str
    assumption: Assumption | None = None
    note: str = ""

    @property
    def is_weak(self) -> bool:
        """Whether the acts suggest it, and it gives way to whatever else is known."""
        return self.assumption is not None and self.assumption.kind == "weak"


@dataclass(frozen=True)
class _Granted:
    """What may be taken for granted of the uses of some acts, whichever facts are stated."""

    assumable: tuple[_Assumable, ...]
    indices: tuple[Assumption, ...]
    some_day: Interval
    """What is known of the as-of date where none is given: it is no day before the licences were released."""

    @cached_property
    def taken_for_granted(self) -> Mapping[Variable, Domain]:
        """What is assumed of facts that nothing settles nor makes doubtful; of those attested, what is vouched for."""
        return {each.variable: each.value for each in self.assumable if each.value is not None}


@dataclass(frozen=True)
class _Common(_Granted):
    """What is known of all uses of which the same facts are stated."""

    stated: Mapping[Variable, str]
    """The variables that the caller stated, each with the name of the fact it was stated as."""
    series: tuple[Series, ...]
    years: tuple[Year, ...]
    firm: tuple[_Suggestion, ...]
    rules: Rules
    premises: Premises
    attested: frozenset[str]
    """Groups of clean-hands facts that somebody attests."""
    declared: Mapping[str, FactInfo]
    """The licences' own facts."""
    key: tuple[object, ...]
    """By what it is kept: what may be assumed, and which facts are stated."""

    def vouched_for(self, variable: Variable) -> bool:
        """Whether somebody attests that a fact is not so."""
        base = variable.name.base if isinstance(variable, FactVariable) else ""
        info = self.declared.get(base) or FACTS.get(base)
        return info is not None and info.group in self.attested

    def to_assume(self, world: Mapping[Variable, Domain]) -> Iterator[tuple[_Assumable, str]]:
        """What nothing known settles and might be taken for granted, each with why it is not, where it is not."""
        doubtful = self.rules.doubtful(world) if self.assumable else {}
        for each in self.assumable:
            doubt = doubtful.get(each.variable, "")
            if each.variable in world or (doubt and each.is_weak):
                continue
            sure = not doubt or self.vouched_for(each.variable)
            yield each, each.note if sure else f"`{each.variable}` was not taken for granted: {doubt}"


@dataclass
class Knowledge:
    """A use as far as it is known."""

    common: _Common
    world: dict[Variable, Domain] = field(default_factory=dict)
    ground: dict[Variable, Domain] = field(default_factory=dict)
    """The same before anything was concluded from it by rules and orders."""
    sources: dict[Variable, str] = field(default_factory=dict)
    """Where a variable's value comes from, in words."""
    assumed: Mapping[Variable, Domain] = field(default_factory=dict)
    """The variables that were taken for granted."""
    computed: dict[Variable, frozenset[Variable]] = field(default_factory=dict)
    """The variables that were computed from others that were stated, with these."""
    steps: list[Step] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    profile: str = "given"
    """The source of what a profile states."""

    @property
    def stated(self) -> Mapping[Variable, str]:
        """The variables that the caller stated, each with the name of the fact it was stated as."""
        return self.common.stated

    def learn(self, variable: Variable, domain: Domain, source: str) -> None:
        """Put down a variable's value and where it comes from."""
        self.world[variable] = domain
        self.sources[variable] = source

    def grounded(self, stated: Mapping[Variable, Domain]) -> dict[Variable, Domain]:
        """The ground of a use of which less is stated: what is computed and implied is worked out anew.

        Assumptions stay as they are: nothing is assumed of what was stated, nor of what is computed instead.
        """
        day = self.world[AS_OF]
        assert isinstance(day, Interval)
        world: dict[Variable, Domain] = {**stated, AS_OF: day}
        series = (each.only(stated) for each in self.common.series)
        as_of = date.fromordinal(day.first) if day.exact else None
        for window in windows((each for each in series if each.points), self.common.years, world, as_of):
            world.setdefault(window.number, window.known)
        for variable, domain, _ in self.common.firm:
            known = world.get(variable, domain)
            agreed = narrowed(known, domain)
            world[variable] = known if agreed is None else agreed
        return {**self.assumed, **world}

    def assumable(self, world: Mapping[Variable, Domain]) -> dict[Variable, Domain]:
        """What would be taken for granted where no more than this is known."""
        to_assume = self.common.to_assume(world)
        return {each.variable: each.value for each, why_not in to_assume if each.value is not None and not why_not}


def know(
    matter: Matter,
    facts: Mapping[str, Known],
    circumstances: Circumstances,
    left_open: AbstractSet[str] = frozenset(),
) -> Knowledge:
    """Everything that is known of a use. Raises FactsError where what was stated contradicts itself.

    The facts `left_open` are said to be unknown, which is told where they are taken for granted all the same.
    """
    meant = facts_meant(facts, matter)
    stated = variables_stated(meant, matter)
    common = _common(matter, circumstances, stated)
    knowledge = Knowledge(common, {name: domain for name, (_, domain) in stated.items()})
    knowledge.sources = dict.fromkeys(stated, "given")
    if (profile := circumstances.from_profile) is not None:
        knowledge.profile = profile.profile
        theirs = (each for each, (name, _) in stated.items() if profile.states(name, meant[name]))
        knowledge.sources.update(dict.fromkeys(theirs, profile.profile))
    knowledge.learn(AS_OF, _day(common, circumstances.as_of), "the as-of date")
    _windows(knowledge, circumstances.as_of)
    _implied(knowledge, matter.leaves)
    knowledge.ground = dict(knowledge.world)
    _close(knowledge)
    _beside_attestation(knowledge)
    assumed = dict(_assumed(knowledge, left_open))
    if assumed:
        knowledge.ground |= assumed
        knowledge.assumed = assumed
        _close(knowledge)
    return knowledge


# -- facts stated ----------------------------------------------------------------------------------------------


def variables_stated(facts: Mapping[str, Known], matter: Matter) -> dict[Variable, tuple[str, Domain]]:
    """What the facts stated say of each variable, with the name of the fact."""
    stated: dict[Variable, tuple[str, Domain]] = {}
    for name, known in facts.items():
        pair = _variable_stated(name, known, matter)
        if pair is not None:
            stated[pair[0]] = name, pair[1]
    return stated


def _variable_stated(name: str, known: Known, matter: Matter) -> tuple[Variable, Domain] | None:
    said = known.value if isinstance(known, Exactly) else known
    match said:
        case bool() | str() | frozenset() | Worldwide():
            return matter.variable(name), said
        case int():
            return matter.variable(name), Interval(said, said)
        case Money():
            amount, currency = matter.exchange.converted(said.amount, said.currency)
            return amount_variable(name, currency), Interval(amount, amount)
        case date():
            return matter.variable(name), Interval(said.toordinal(), said.toordinal())
        case Range() if isinstance(said.low, Money) or isinstance(said.high, Money):
            interval, currency = _money_range(said, matter.exchange)
            return amount_variable(name, currency), interval
        case Range(low=low, high=high):  # counts are whole numbers, so that both ends are closed
            least = low + said.low_open if isinstance(low, int) else 0
            most = high - said.high_open if isinstance(high, int) else None
            return matter.variable(name), Interval(least, most)
        case NotOption():
            return matter.variable(name), _domain(said, matter.info(name))
        case Unknown():
            return None
        case _:
            assert_never(said)


def _money_range(known: Range, exchange: Exchange) -> tuple[Interval, str]:
    """An amount known in part, in the currency that the caller's rates lead to."""
    low, high = (
        exchange.converted(end.amount, end.currency) if isinstance(end, Money) else None
        for end in (known.low, known.high)
    )
    currency = low[1] if low else high[1] if high else ""
    interval = Interval(low[0] if low else 0, high[0] if high else None, known.low_open, known.high_open)
    return interval, currency


# -- what uses of a kind have in common ------------------------------------------------------------------------


def _common(matter: Matter, circumstances: Circumstances, stated: Mapping[Variable, tuple[str, Domain]]) -> _Common:
    last_month = None if circumstances.as_of is None else YearMonth.before(circumstances.as_of)
    key = (circumstances.assume, circumstances.groups_attested, last_month, *stated)
    premises = Premises(circumstances.assume == "standard", last_month)
    common: _Common = matter.kinds.of(key, lambda: _common_to(matter, circumstances, stated, premises, key))
    return common


def _common_to(
    matter: Matter,
    circumstances: Circumstances,
    stated: Mapping[Variable, tuple[str, Domain]],
    premises: Premises,
    key: tuple[object, ...],
) -> _Common:
    numbers = {name for name in matter.variables if is_number(name)}
    own = [name for name in stated if is_number(name)]
    numbers.update(own)
    series = series_in(own, premises.last_month)
    computed = {name: domain for name, (_, domain) in stated.items()}
    _compute(windows(series, (), computed, circumstances.as_of), computed, numbers)
    years = years_in([name for name in computed if is_number(name)], numbers)
    _compute(windows((), years, computed, circumstances.as_of), computed, numbers)
    firm = tuple(suggested(matter, "firm", stated))
    implied = [each.variable for each in firm]
    common = _Common(
        **vars(_granted(matter, circumstances)),
        stated={name: fact for name, (fact, _) in stated.items()},
        series=series,
        years=years,
        firm=firm,
        rules=matter.rules_with((*stated, *sorted(numbers, key=str), *implied), premises),
        premises=premises,
        attested=circumstances.groups_attested,
        declared=matter.declared,
        key=key,
    )
    told = {*matter.variables, *stated, *implied}
    return replace(common, rules=common.rules.assuming(common.taken_for_granted, told))


def _granted(matter: Matter, circumstances: Circumstances) -> _Granted:
    granted: _Granted = matter.granted.of(
        (circumstances.assume, circumstances.groups_attested),
        lambda: _Granted(
            assumable=tuple(_assumable(matter, circumstances)),
            indices=tuple(_indices(matter)) if circumstances.assume == "standard" else (),
            some_day=_days_asked_about(matter),
        ),
    )
    return granted


def _compute(following: Iterable[Window], world: dict[Variable, Domain], numbers: set[Stated]) -> None:
    for window in following:
        world.setdefault(window.number, window.known)
        numbers.add(window.number)


def suggested(matter: Matter, force: Literal["firm", "weak"], stated: Iterable[Variable] = ()) -> Iterator[_Suggestion]:
    """What the acts imply, under every meaning that is read or stated; weakly, of the facts alone that are read."""
    names = [each.name for each in stated if isinstance(each, FactVariable) and each.name.meaning]
    for implied in implied_by(matter.leaves):
        if implied.force == force:
            meant = [str(name) for name in names if name.base == implied.fact]
            for name in dict.fromkeys((implied.fact, *matter.meanings_of.get(implied.fact, ()), *meant)):
                variable = matter.variable(name)
                if force == "firm" or variable in matter.readers:
                    yield _Suggestion(variable, _domain(implied.known, matter.info(name)), implied.because)


def _domain(implied: Implied, info: FactInfo) -> Domain:
    if isinstance(implied, Exactly):
        assert isinstance(implied.value, bool | str)
        return implied.value
    return Among(tuple(option for option in info.options if option != implied.option))


def _assumable(matter: Matter, circumstances: Circumstances) -> Iterator[_Assumable]:
    """The facts that may be taken for granted: what the acts suggest, and the closed lists of the vocabulary."""
    attested = circumstances.groups_attested
    for fact, domain, because in suggested(matter, "weak") if circumstances.assume == "standard" else ():
        yield _Assumable(
            fact, domain, because, Assumption(str(fact), domain_text(fact, domain), "weak", because=because)
        )
    for variable in matter.variables:
        info = matter.declared_or_standard(variable.name.base)
        if info is None or info.assumption == "none" or not isinstance(variable, FactVariable):
            continue
        if info.group and info.group in attested:
            yield _Assumable(variable, False, "attested")
        elif info.assumption == "clean_hands" and circumstances.assume == "standard":
            yield _taken(info, variable, "clean_hands", "clean hands")
        elif info.assumption == "safe" and circumstances.assume != "none":
            name = str(variable)
            if all(program.safe_side(name, assumed_value(info)) for program in matter.programs):
                yield _taken(info, variable, "safe", "it can only make the answer stricter")
            else:
                note = f"`{name}` was not assumed: here it could also make the answer milder"
                yield _Assumable(variable, None, "", note=note)


def _taken(info: FactInfo, variable: FactVariable, kind: AssumptionKind, because: str) -> _Assumable:
    assumption = Assumption(str(variable), info.assumed, kind, info.group, because)
    return _Assumable(variable, assumed_value(info), "assumed", assumption)


def assumed_value(info: FactInfo) -> bool | str:
    """The value that an assumption takes, as a fact has it."""
    return info.assumed if info.type == "one_of" else info.assumed == "yes"


def _indices(matter: Matter) -> Iterator[Assumption]:
    indices = (name.index for name in matter.variables if isinstance(name, AmountVariable) and name.index)
    for index in dict.fromkeys(indices):
        yield Assumption(index, "at least its base", "index", because="the index is not below its base")


def _days_asked_about(matter: Matter) -> Interval:
    """Days on which all the licences asked about were there (not those that may follow them), and groups named."""
    released = (program.license.released for program in asked_about(matter.terms))
    days = [day.toordinal() for day in released if day is not None]
    return Interval(max((matter.first_day, *days)), ANY_DAY.last - 1)


# -- a use -----------------------------------------------------------------------------------------------------


def _day(common: _Common, as_of: date | None) -> Interval:
    if as_of is None:
        return common.some_day
    day = as_of.toordinal()
    if as_of == NEVER:
        _contradicted("the answer is asked for a day that never comes", "ask for a day of the calendar")
    if day < common.some_day.first:
        released = date.fromordinal(common.some_day.first)
        message = f"the answer is asked for {as_of}, but what it is asked about was released on {released}"
        _contradicted(message, "ask for a day on which all the licences were there")
    return Interval(day, day)


def _windows(knowledge: Knowledge, as_of: date | None) -> None:
    """Windows computed from other numbers; one that was stated wins, but must not contradict them."""
    common = knowledge.common
    for number, computed, source, variables in windows(common.series, common.years, knowledge.world, as_of):
        known = knowledge.world.get(number)
        if known is None:
            knowledge.learn(number, computed, f"computed from {source}")
            knowledge.steps.append(Step(number, (), f"`{number.name}` follows from {source}"))
        elif isinstance(known, Interval) and meet(known, computed) is None:
            others = sorted(variables - {number}, key=str)
            message = f"{_as_known(knowledge, (number,))} contradicts {source}: {_as_known(knowledge, others)}"
            _contradicted(message, "give only one of the two, or correct it")
        knowledge.computed.setdefault(number, variables)


def _implied(knowledge: Knowledge, leaves: tuple[str, ...]) -> None:
    """What the acts imply beyond doubt, whatever the licences read."""
    clashes: list[Diagnostic] = []
    for variable, domain, because in knowledge.common.firm:
        known = knowledge.world.get(variable)
        if known is None:
            knowledge.learn(variable, domain, because)
            knowledge.steps.append(Step(variable, (), because))
        elif (agreed := narrowed(known, domain)) is not None:
            knowledge.world[variable] = agreed
        else:
            source = knowledge.sources[variable]
            whose = "" if source == "given" else f" ({source})"
            message = f"`{variable}` is given as {domain_text(variable, known)}{whose}, but {because}"
            mend = f"leave out `{variable}`, or ask {_without(variable, leaves)}"
            clashes.append(Diagnostic("LK521", message, help=mend, path=fact_of(variable)))
    if clashes:
        raise FactsError(clashes)


def _without(variable: FactVariable, leaves: tuple[str, ...]) -> str:
    """How to ask so that the acts imply nothing of a variable: without some of them, or about others."""
    plain = str(variable.name._replace(meaning=""))
    implying = [leaf for leaf in leaves if any(each.fact == plain for each in implied_by((leaf,)))]
    if not implying or len(implying) == len(leaves):
        return "about other acts"
    return "without " + ", ".join(f"`{leaf}`" for leaf in implying)


def _close(knowledge: Knowledge) -> None:
    try:
        knowledge.common.rules.close(knowledge.world, knowledge.steps)
    except Contradiction as clash:
        names = dict.fromkeys((clash.step.variable, *clash.step.sources))
        _contradicted(f"{_as_known(knowledge, names)} cannot all be so: {clash.step.why}", "correct what is not so")
    for step in knowledge.steps:
        source = knowledge.sources.setdefault(step.variable, step.why)
        if source in {"given", knowledge.profile}:
            knowledge.sources[step.variable] = f"{source}, and {step.why}"


def _as_known(knowledge: Knowledge, variables: Iterable[Variable]) -> str:
    """What is known of some variables, and how."""
    sides = []
    for variable in variables:
        how = knowledge.sources.get(variable) or next(
            (step.why for step in reversed(knowledge.steps) if step.variable == variable), ""
        )
        name = knowledge.stated.get(variable, fact_of(variable))
        known = knowledge.world.get(variable)
        said = "" if known is None else f"{domain_text(variable, known)}, "
        sides.append(f"`{name}` ({said}{how})" if how else f"`{name}`")
    return " and ".join(sides)


def _beside_attestation(knowledge: Knowledge) -> None:
    """What is so, and somebody attests that it is not."""
    if not knowledge.common.attested:
        return
    clashes = [
        Diagnostic(
            "LK522",
            f"{_as_known(knowledge, (variable,))} cannot be so where its group is attested: that is to say no to it",
            help="leave out the attestation, or correct the fact",
        )
        for variable, known in knowledge.world.items()
        if known is True and knowledge.common.vouched_for(variable)
    ]
    if clashes:
        raise FactsError(clashes)


def _contradicted(message: str, mend: str) -> None:
    raise FactsError([Diagnostic("LK522", message, help=mend)])


def _assumed(knowledge: Knowledge, left_open: AbstractSet[str]) -> Iterator[tuple[Variable, Domain]]:
    """Fill what nothing settles nor makes doubtful: with what the acts suggest, and what may be taken for granted."""
    for each, why_not in knowledge.common.to_assume(knowledge.world):
        if why_not or each.value is None:
            knowledge.notes.append(why_not)
            continue
        knowledge.learn(each.variable, each.value, each.source)
        if each.assumption is not None:
            fact = each.assumption.fact
            said = not left_open.isdisjoint((fact, fact.partition("@")[0]))
            knowledge.assumptions.append(each.assumption._replace(said_unknown=said))
        yield each.variable, each.value
    knowledge.assumptions += knowledge.common.indices
