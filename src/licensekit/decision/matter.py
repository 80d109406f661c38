"""Everything about a question that does not depend on the use: the licences, the acts, what is read, and the diagrams.

What is kept between decisions lives here alone: by terms, and no longer than they live.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from licensekit.decision.circumstances import CheckedCircumstances, Circumstances, checked
from licensekit.decision.parts import ConditionShown, Question
from licensekit.diagram.nodes import Diagrams, Node
from licensekit.diagram.outcomes import Outcomes
from licensekit.diagram.worlds import Worlds
from licensekit.meaning.domain import Cut, Quantity
from licensekit.meaning.formula import Formula, atoms_of, variables_of
from licensekit.meaning.lowering import Exchange, first_day
from licensekit.meaning.once import Kept, once
from licensekit.meaning.own_rules import OwnRules, own_rules
from licensekit.meaning.program import ClauseFormulas, Program
from licensekit.meaning.rules import ABOVE_ZERO, EXISTS, Premises, Rules
from licensekit.meaning.rules_among import rules_among
from licensekit.meaning.terms import Terms, conversions, has_a_choice, programs
from licensekit.meaning.variable import (
    AS_OF,
    ApprovalVariable,
    FactVariable,
    Read,
    ReadingVariable,
    Stated,
    Variable,
    fact_variable,
    is_date,
)
from licensekit.model.conditions import Compares, Condition, DateFact, IsOneOf, SetMeets
from licensekit.model.fold import dates_in
from licensekit.model.license import Reading, declared_facts
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.facts import fact as vocabulary_fact
from licensekit.vocabulary.relations import GUARDS
from licensekit.vocabulary.territories import GROUPS

MOST_NODES: Final = 200_000
"""Nodes that are kept for some terms; of more, all are made anew."""
MOST_KINDS: Final = 256
"""Kinds of use, or ways in which the clauses stand, of which it is kept what they have in common."""
MOST_CONDITIONS: Final = 4096
"""Conditions with their facts that are kept."""


class Comparing(NamedTuple):
    """A comparison of a number in a clause."""

    variable: Stated
    compares: Compares
    threshold: Quantity
    program: Program
    clause: int


class _MadeOnce:
    """What is made once for acts under the same terms and under other forms of them, which have the same diagrams."""

    def __init__(self) -> None:
        self.diagrams: Final = Diagrams()
        self.rules: Final = Kept[tuple[object, ...], Rules](MOST_KINDS)
        self.worlds: Final = Kept[tuple[object, ...], Worlds](MOST_KINDS)


class Matter:
    """Some acts under some terms, and what the clauses that bear on them read."""

    def __init__(
        self,
        terms: Terms,
        leaves: tuple[str, ...],
        exchange: Exchange,
        made: _MadeOnce,
        agreements: frozenset[ApprovalVariable] = frozenset(),
    ) -> None:
        self.terms: Final = copy(terms)  # what is kept must not keep its own key alive
        self.leaves: Final = leaves
        self.exchange: Final = exchange
        self.made: Final = made
        self.diagrams: Final = made.diagrams
        self.agreements: Final = agreements
        self.programs: Final = programs(terms)
        self.is_chosen: Final = has_a_choice(terms)
        """Whether, for some acts, one licence of several is taken."""
        self.meanings: Final[Mapping[str, ClauseFormulas]] = {
            program.license.id: self._meaning(program, {each.license: each for each in agreements})
            for program in self.programs
        }
        self.outcomes: Final = Outcomes(self.diagrams, self.meanings)
        self.readers: Final[dict[Read, dict[tuple[int, int], None]]] = {}
        """By variable, in the order of the texts: the clauses that read it, as licence and clause."""
        self.lists: Final[dict[FactVariable, list[tuple[str, ...]]]] = {}
        """Options, countries and members as the clauses list them."""
        self.comparisons: Final[list[Comparing]] = []
        self.groups: Final[dict[str, None]] = {}
        """Groups of countries that clauses name; who belongs to them depends on the day."""
        self.granted: Final = Kept[object, Any](MOST_KINDS)
        """What uses have in common of which assumptions are made alike; in `kinds`, of which the same is stated too."""
        self.kinds: Final = Kept[object, Any](MOST_KINDS)
        self.consequences: Final = Kept[object, Any](4 * MOST_KINDS)
        """What follows from how the clauses stand."""
        self.questions: Final = Kept[object, tuple[Question, ...]](MOST_KINDS)
        self.concluded_from: Final = Kept[object, frozenset[Variable]](MOST_KINDS)
        """What is asked, and what plays a part, by how a question stands."""
        self.shapes: Final[dict[int, object]] = {}
        self.conditions_shown: Final = Kept[object, ConditionShown](MOST_CONDITIONS)
        self._read()

    @once
    def agreeing(self, agreements: frozenset[ApprovalVariable], /) -> Matter:
        """The same acts beside other agreements of the caller's own."""
        if agreements == self.agreements:
            return self
        return Matter(self.terms, self.leaves, self.exchange, self.made, agreements)

    def _meaning(self, program: Program, agreements: Mapping[str, ApprovalVariable]) -> ClauseFormulas:
        agreement = agreements.get(program.license.id)
        if self.exchange.plain and agreement is None:
            return program.as_written
        return ClauseFormulas(program, self.exchange, program.as_written if self.exchange.plain else None, agreement)

    def _read(self) -> None:
        for order, program in enumerate(self.programs):
            for number in dict.fromkeys((*program.concerning(self.leaves), *program.ending())):
                when = program.clauses[number].when
                if when is not None:
                    self._read_condition(program, (order, number), when)
            for _, condition, numbers in (each for leaf in self.leaves for each in program.persons(leaf)):
                if condition is not None:
                    self._read_condition(program, (order, numbers[0]), condition)
        for _, conversion in conversions(self.terms):
            self._use(AS_OF, (0, 0))
            for date in dates_in(conversion.on):
                if isinstance(date, DateFact):
                    self._use(fact_variable(date.fact, "date"), (0, 0))

    def _use(self, variable: Read, place: tuple[int, int]) -> None:
        self.readers.setdefault(variable, {})[place] = None

    def _read_condition(self, program: Program, place: tuple[int, int], condition: Condition) -> None:
        for atom, variables, amount in self.meanings[program.license.id].lowering.atoms(condition):
            for variable in variables:
                self._use(variable, place)
            if isinstance(atom, IsOneOf | SetMeets):
                (of,) = variables
                assert isinstance(of, FactVariable)
                self.lists.setdefault(of, []).append(atom.values)
                groups = [value for value in atom.values if value in GROUPS]
                self.groups.update(dict.fromkeys(groups))
                if groups:
                    self._use(AS_OF, place)
            elif isinstance(atom, Compares):
                (number,) = variables
                assert amount is not None
                assert not isinstance(number, ReadingVariable)
                self.comparisons.append(Comparing(number, atom, amount, program, place[1]))

    # -- what is read ------------------------------------------------------------------------------------------

    @cached_property
    def variables(self) -> tuple[Stated, ...]:
        """The facts read, once each, in the order of the texts; `as_of` and readings are none."""
        return tuple(name for name in self.readers if not isinstance(name, ReadingVariable) and name != AS_OF)

    @cached_property
    def readings(self) -> tuple[ReadingVariable, ...]:
        """The readings named, in the order of the texts."""
        return tuple(name for name in self.readers if isinstance(name, ReadingVariable))

    def wording(self, variable: ReadingVariable) -> Reading:
        """The disputed wording that a variable is about."""
        of_license = (program for program in self.programs if program.license.id == variable.license)
        return next(of_license).readings[variable.reading]

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts read, once each."""
        return tuple(dict.fromkeys(str(variable.name) for variable in self.variables))

    @cached_property
    def meanings_of(self) -> dict[str, tuple[str, ...]]:
        """The facts that are read under a meaning, by their plain name."""
        of_plain: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys(variable.name for variable in self.variables):
            if name.meaning:
                plain = str(name._replace(meaning=""))
                of_plain[plain] = (*of_plain.get(plain, ()), str(name))
        return of_plain

    @cached_property
    def declared(self) -> Mapping[str, FactInfo]:
        """The facts that the licences declare themselves."""
        return declared_facts(program.license for program in self.programs)

    @cached_property
    def own_rules(self) -> OwnRules:
        """What the licences say of the facts that they declare themselves, or mean in their own way."""
        return own_rules([program.license for program in self.programs])

    def declared_or_standard(self, base: str) -> FactInfo | None:
        """What is known of a fact by its plain name; None of a monthly number by its measure alone."""
        return self.declared.get(base) or FACTS.get(base)

    def info(self, name: str) -> FactInfo:
        """What is known of a fact, of a licence's own or of the vocabulary."""
        return self.declared.get(name) or vocabulary_fact(name)

    @once
    def variable(self, name: str, /) -> FactVariable:
        """The variable of a fact that is no amount of money."""
        info = self.info(name)
        return fact_variable(name, info.type, info.options)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The clauses in question, and the days on which one licence follows another."""
        clauses = [
            self.meanings[program.license.id].active(number)
            for program in self.programs
            for number in dict.fromkeys((*program.concerning(self.leaves), *program.ending()))
        ]
        days = [
            self.meanings[program.license.id].lowering.arrived(each.on) for program, each in conversions(self.terms)
        ]
        return (*clauses, *self.bounds, *days)

    @cached_property
    def bounds(self) -> tuple[Formula, ...]:
        """Whom the licences bind, for each act."""
        return tuple(meaning.bound(leaf) for meaning in self.meanings.values() for leaf in self.leaves)

    @cached_property
    def conditions(self) -> tuple[Formula, ...]:
        """The own conditions of the clauses on which an answer about one licence may depend."""
        (program,) = self.programs
        return (*map(self.meanings[program.license.id].own, program.taking_part(self.leaves)), *self.bounds)

    @cached_property
    def no_such_persons(self) -> tuple[Formula, ...]:
        """Of each act and person whom the one licence may bind or not: that who does the act is no such person."""
        (program,) = self.programs
        persons = (no_such for leaf in self.leaves for _, no_such, _ in program.persons(leaf, unsaid=True))
        lowering = self.meanings[program.license.id].lowering
        return tuple(dict.fromkeys(lowering.formula(no_such) for no_such in persons if no_such is not None))

    @cached_property
    def atoms(self) -> tuple[Variable, ...]:
        """The variables of the formulas: sets by their memberships, dates by their orders too."""
        return tuple(dict.fromkeys(atom.variable for atom in atoms_of(*self.formulas)))

    @cached_property
    def cuts(self) -> Mapping[Variable, tuple[Cut, ...]]:
        """The cuts of each number and date, from the lowest."""
        of_each: dict[Variable, set[Cut]] = {}
        for atom in atoms_of(*self.formulas):
            if isinstance(atom.part, Cut):
                of_each.setdefault(atom.variable, set()).add(atom.part)
        return {variable: tuple(sorted(cuts)) for variable, cuts in of_each.items()}

    @cached_property
    def thresholds(self) -> tuple[Cut, ...]:
        """The cuts of all numbers together, since orders carry them from one to another; and zero, where rules cut."""
        numbers = (cuts for variable, cuts in self.cuts.items() if not is_date(variable))
        return tuple(sorted({ABOVE_ZERO}.union(*numbers)))

    @cached_property
    def first_day(self) -> int:
        """The first day on which all groups of countries named were there."""
        return first_day(self.groups)

    def rules_with(self, further: Iterable[Variable], premises: Premises) -> Rules:
        """The rules and orders among what is read and further variables, the licences' own rules among them."""
        among = dict.fromkeys((*self.variables, *further, *TRIGGERS))
        key = (self.own_rules, premises, *among)
        return self.made.rules.of(key, lambda: rules_among(among, premises, self.own_rules))

    @once
    def worlds(self, premises: Premises, /) -> Worlds:
        """The worlds that there are under what depends on nothing stated but the day and what may be assumed."""
        rules = self.rules_with((), premises)
        key = (rules, self.atoms, *self.cuts.items())
        return self.made.worlds.of(key, lambda: Worlds(self.diagrams, rules, self.cuts, self._as_asked))

    @property
    def _as_asked(self) -> tuple[Variable, ...]:
        """The variables in the order in which verdicts ask for them, and then those of which duties alone speak."""
        meanings = [self.meanings[program.license.id] for program in self.programs]
        columns = (column for meaning in meanings for leaf in self.leaves for column in meaning.columns(leaf))
        return variables_of(*columns, *self.formulas)

    @cached_property
    def identity(
        self,
    ) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, str], ...], tuple[tuple[str, str], ...]]:
        """The licences, by id and title; the texts that they encode, by licence, name and SHA-256; what was checked."""
        licenses = [program.license for program in self.programs]
        names = tuple((license.id, license.title) for license in licenses)
        texts = tuple((license.id, text.name, text.sha256) for license in licenses for text in license.texts)
        return names, texts, tuple((program.license.id, program.digest) for program in self.programs)

    def clause(self, program: Program, number: int) -> Node:
        """The diagram of a clause's being active."""
        return self.diagrams.formula(self.meanings[program.license.id].active(number))


TRIGGERS: Final = (EXISTS, *(fact_variable(guard, "yes_no") for guard in GUARDS if guard not in {"", str(EXISTS)}))
"""The facts on which orders between others hang, whether a licence reads them or not."""


@dataclass
class _OfTerms:
    """What is kept of some terms: what was made once, and what was worked out for the acts asked about."""

    made: _MadeOnce = field(default_factory=_MadeOnce)
    matters: dict[tuple[str, ...], Matter] = field(default_factory=dict)
    _checked: tuple[dict[str, Any], CheckedCircumstances] | None = None
    _last: tuple[object, _OfTerms] | None = None

    def fixed(self, terms: Terms, circumstances: Circumstances) -> CheckedCircumstances:
        """The circumstances, checked; those of the last question are, where they say the same. Raises FactsError."""
        said = circumstances.arguments
        if self._checked is None or self._checked[0] != said:
            self._checked = said, checked(programs(terms), circumstances)
        return self._checked[1]

    def under(self, exchange: Exchange, agreements: frozenset[ApprovalVariable]) -> _OfTerms:
        """What is kept of the same terms beside the rates, index values and agreements asked about last."""
        stated = frozenset(exchange.rates.values()), frozenset(exchange.indices.values()), agreements
        if self._last is None or self._last[0] != stated or self._last[1].is_full:
            self._last = stated, _OfTerms()
        return self._last[1]

    @property
    def is_full(self) -> bool:
        """Whether so much was made that all is made anew."""
        return len(self.made.diagrams) > MOST_NODES


class _KeptHere(threading.local):
    """What a thread keeps between decisions: nothing that depends on a use, but for what many uses have in common.

    Two threads share no diagrams: nodes, levels and steps are counted without a lock.
    """

    def __init__(self) -> None:
        self.by_terms: WeakKeyDictionary[Terms, _OfTerms] = WeakKeyDictionary()


_HERE: Final = _KeptHere()


def sharing(terms: Terms, like: Terms) -> None:
    """Let some terms have what was made for others, of which they are another form: what both say is the same node."""
    kept = _HERE.by_terms.setdefault(like, _OfTerms())
    if not kept.is_full:
        _HERE.by_terms.setdefault(terms, _OfTerms(kept.made))


def matter_of(terms: Terms, leaves: Iterable[str], circumstances: Circumstances) -> tuple[Matter, CheckedCircumstances]:
    """The matter of a question and its circumstances, checked. Raises FactsError with every finding."""
    here = _HERE.by_terms
    kept = here.get(terms)
    if kept is None or kept.is_full:
        kept = here[terms] = _OfTerms()
    kept.made.diagrams.begin()
    asked = tuple(leaves)
    fixed = kept.fixed(terms, circumstances)
    if fixed.agreements or not fixed.exchange.plain:
        kept = kept.under(fixed.exchange, fixed.agreements)
        kept.made.diagrams.begin()
    matter = kept.matters.get(asked)
    if matter is None:
        matter = kept.matters[asked] = Matter(terms, asked, fixed.exchange, kept.made, fixed.agreements)
    return matter, fixed
