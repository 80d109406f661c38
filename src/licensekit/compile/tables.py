"""A licence as columns: what is worked out of a table of facts, stage by stage, whatever the engine.

facts      what is not given follows by rule, from the acts, or is assumed     row_facts.py
clauses    whether each clause's condition holds, and whether something lifts it     row_conditions.py
answers    how severe each act's verdict is at least, then that of all, and the words for it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from licensekit.compile.compiled import Compiled
from licensekit.compile.logic import (
    FALSE,
    NULL,
    TRUE,
    Col,
    Expr,
    Listed,
    Lit,
    case,
    every,
    negated,
    perhaps,
    some,
    surely,
    unknown,
)
from licensekit.compile.plan import Plan
from licensekit.compile.row_conditions import RowConditions
from licensekit.compile.row_facts import PREFIX, RowFacts, Stage, refuse
from licensekit.evaluate.asking import leaves_asked
from licensekit.evaluate.decide import inquire
from licensekit.meaning.program import needs_a_grant
from licensekit.evaluate.terms import Single
from licensekit.use import Use
from licensekit.values import Exactly, Range

OUTPUTS: Final = ("verdict", "duties", "open_duties", "approvals", "open_questions", "problem")
MOST_TABLES: Final = 64


class Levels(NamedTuple):
    """Whether a verdict is at least so severe: three-valued, each true or open where the one before it is."""

    prohibited: Expr
    not_granted: Expr
    needs_approval: Expr
    permitted_with_duties: Expr


class Table:
    """The stages for a licence, some acts, and the columns that a table has."""

    def __init__(
        self,
        plan: Plan,
        columns: Mapping[str, str],
        settled: Mapping[str, Exactly | Range] | None = None,
        typed: frozenset[str] = frozenset(),
    ) -> None:
        """`columns`: the column of each variable (a fact, or an amount as `FACT:CURRENCY`).

        `settled` are facts that the work itself settles where a row leaves them open; `typed` are the variables
        whose column can hold nothing but values of the fact, so that no row need be looked at.
        """
        if not isinstance(plan.terms, Single) or plan.terms.successors:
            raise refuse(
                f"`{plan.terms.name}` is several licences, or one that another follows",
                "ask about each licence for itself",
            )
        inquire(plan.terms, Use.of(plan.leaves), plan.circumstances)  # refuses what is wrong whatever the facts
        self.plan, self.program = plan, plan.terms.program
        self.facts = RowFacts(plan, columns, settled or {}, typed)
        self.stages: list[Stage] = [self.facts.stage]
        self.own = self._clauses()
        """Whether each clause's own condition holds."""
        self.active = self._lifted()
        """Whether each clause is active: its condition holds, and nothing lifts it."""
        self._act_levels: list[Levels] = []
        self._asked: list[Expr] = []
        """For each act, whether its answer may depend on an approval."""
        self._levels_of_acts()
        self.bad: Expr = FALSE
        """Where it is true, the row contradicts itself, or holds what is no value of its fact."""
        self.levels = self._levels()
        """The levels of the whole: those of the most severe act."""

    @property
    def problems(self) -> list[tuple[Expr, str]]:
        """Conditions under which a row has no verdict, and what is then said of it."""
        return self.facts.problems

    def name(self, number: int) -> str:
        """A clause as `LICENSE.CLAUSE`."""
        return f"{self.program.license.id}.{self.program.clauses[number].id}"

    @staticmethod
    def _named(stage: Stage, name: str, value: Expr) -> Expr:
        """A value as a column of a stage; one that is a constant or a column already, and one met before, as it is."""
        if isinstance(value, Lit | Col):
            return value
        met = next((known for known, kept in stage if kept == value), None)
        if met is None:
            met = f"{PREFIX}{name}"
            stage.append((met, value))
        return Col(met)

    def _clauses(self) -> dict[int, Expr]:
        conditions = RowConditions(self.plan, self.program, self.facts)
        stage: Stage = []
        found: dict[int, Expr] = {}
        for number in self.plan.clauses[0].numbers:
            when = self.program.clauses[number].when
            found[number] = self._named(stage, f"c{number}", TRUE if when is None else conditions.truth(when))
        self.stages.append(stage)
        return found

    def _lifted(self) -> dict[int, Expr]:
        active: dict[int, Expr] = {}
        left = list(self.plan.clauses[0].numbers)
        while left:
            ready = [at for at in left if all(lifter in active for lifter in self.program.lifters[at])]
            stage: Stage = []
            now: dict[int, Expr] = {}
            for number in ready:
                lifters = [active[lifter] for lifter in self.program.lifters[number]]
                value = every([self.own[number], negated(some(lifters))]) if lifters else self.own[number]
                now[number] = self._named(stage, f"a{number}", value)
            active |= now
            self.stages.append(stage)
            left = [at for at in left if at not in active]
        return active

    # ---- verdicts

    def _levels_of_acts(self) -> None:
        """The rows of the decision table, as what each comes to at least; see docs/semantics.md, section 4."""
        first: Stage = []
        second: Stage = []
        for at, leaf in enumerate(self.plan.leaves):
            p, n, g, a, h, d = self._pillars(leaf, at, first)
            refused = negated(some([g, a])) if needs_a_grant(leaf) else FALSE
            levels = Levels(
                prohibited=p,
                not_granted=some([p, every([negated(n), refused])]),
                needs_approval=some([p, n, refused, h]),
                permitted_with_duties=some([p, n, refused, h, d]),
            )
            held_back = every([perhaps(negated(n)), perhaps(negated(refused)), perhaps(h)])
            asked = every([perhaps(negated(p)), some([perhaps(n), held_back])])
            named = (self._named(second, f"{level}{at}", value) for level, value in zip("4321", levels, strict=True))
            self._act_levels.append(Levels(*named))
            self._asked.append(self._named(second, f"asked{at}", asked))
        self.stages += [first, second]

    def _pillars(self, leaf: str, at: int, stage: Stage) -> Iterator[Expr]:
        covering, held = self.program.covering(leaf), self.plan.held[leaf]
        missing: list[int] = []
        approved: list[int] = []
        for number in covering.granting_gates:
            (approved if self.name(number) in held else missing).append(number)
        holding = [number for number in covering.holding_gates if self.name(number) not in held]
        columns = (covering.prohibitions, missing, covering.grants, approved, holding, covering.duties)
        for letter, numbers in zip("pngahd", columns, strict=True):
            yield self._named(stage, f"{letter}{at}", some([self.active[number] for number in numbers]))

    def _levels(self) -> Levels:
        stage: Stage = []
        worst = (some(list(dict.fromkeys(each))) for each in zip(*self._act_levels, strict=True))
        found = Levels(*(self._named(stage, f"all{at}", value) for at, value in zip("4321", worst, strict=True)))
        self.bad = self._named(stage, "bad", some([condition for condition, _ in self.problems]))
        self.stages.append(stage)
        return found

    def verdict(self) -> Expr:
        """The verdict as a word: `unknown` where several are left; null where the row is bad."""
        strict = self.plan.circumstances.readings == "strict"
        words: list[tuple[Expr, Expr]] = [(self.bad, NULL)]
        before: Expr = FALSE
        for word, level in zip(Levels._fields, self.levels, strict=True):
            if level == before:
                continue
            before = level
            if strict or word == "permitted_with_duties":
                words.append((perhaps(level), Lit(word)))
            else:
                words += [(level, Lit(word)), (unknown(level), Lit("unknown"))]
        return case(words, Lit("permitted"))

    # ---- what goes with a verdict

    @cached_property
    def answers(self) -> Stage:
        """The columns that a user sees."""
        due, maybe = self._duties()
        texts = {
            "duties": due,
            "open_duties": {name: every([on, negated(due.get(name, FALSE))]) for name, on in maybe.items()},
            "approvals": self._approvals(),
            "open_questions": dict(self._questions()),
        }
        return [
            ("verdict", self.verdict()),
            *((name, case([(self.bad, Lit(""))], _listed(words))) for name, words in texts.items()),
            ("problem", Listed(tuple(self.problems))),
        ]

    def _duties(self) -> tuple[dict[str, Expr], dict[str, Expr]]:
        """Whether each duty is due, and whether it is open whether it is; only where the act may be allowed."""
        bearing: dict[str, list[tuple[Expr, Expr]]] = {}
        for leaf, levels in zip(self.plan.leaves, self._act_levels, strict=True):
            covering = self.program.covering(leaf)
            allowed = negated(surely(levels.needs_approval))
            for number in (*covering.duties, *covering.encouraged):
                bearing.setdefault(self.name(number), []).append((allowed, self.active[number]))
        due = {
            name: some([every([ok, surely(on)]) for ok, on in dict.fromkeys(each)]) for name, each in bearing.items()
        }
        maybe = {
            name: some([every([ok, unknown(on)]) for ok, on in dict.fromkeys(each)]) for name, each in bearing.items()
        }
        for number in self.program.endings:
            due[self.name(number)] = surely(self.active[number])
            maybe[self.name(number)] = unknown(self.active[number])
        return due, maybe

    def _approvals(self) -> dict[str, Expr]:
        gates: dict[str, list[Expr]] = {}
        for leaf, asked in zip(self.plan.leaves, self._asked, strict=True):
            covering = self.program.covering(leaf)
            for number in (*covering.granting_gates, *covering.holding_gates):
                if self.name(number) not in self.plan.held[leaf]:
                    gates.setdefault(self.name(number), []).append(every([asked, perhaps(self.active[number])]))
        return {name: some(list(dict.fromkeys(each))) for name, each in gates.items()}

    def _questions(self) -> Iterator[tuple[str, Expr]]:
        """The facts that are unknown and stand in a clause that is open."""
        for name in self.plan.readers:
            value = self.facts.fact(name)
            readers = [self.own[number] for _, number in self.plan.layout.readers[name] if number in self.own]
            open_clauses = some([unknown(own) for own in readers if not isinstance(own, Lit) or own == NULL])
            if not isinstance(value, Lit) or value == NULL:
                yield name.partition(":")[0], every([TRUE if value == NULL else unknown(value), open_clauses])


def table_for(
    compiled: Compiled, acts: Iterable[str], columns: Mapping[str, str], typed: frozenset[str] = frozenset()
) -> Table:
    """The table of a question about such columns; kept, for the next frame like it. Raises FactsError."""
    question = compiled.question(leaves_asked(acts))
    key = (tuple(columns.items()), typed)
    found: Table | None = question.tables.get(key)
    if found is None:
        found = Table(question.plan, columns, compiled.given, typed)
        if len(question.tables) < MOST_TABLES:
            question.tables[key] = found
    return found


def _listed(words: Mapping[str, Expr]) -> Expr:
    return Listed(tuple((on, word) for word, on in words.items() if on not in {FALSE, NULL}))


__all__ = ["OUTPUTS", "PREFIX", "Levels", "Stage", "Table", "refuse", "table_for"]
