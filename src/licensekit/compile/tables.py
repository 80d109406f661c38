"""A licence as columns: what is worked out of a table of facts, stage by stage, whatever the engine.

facts      what a row does not have follows by rule, from the acts, or is assumed     rows.py
clauses    whether each clause is active
answers    how severe each act's verdict is at least, then that of all, and the words for it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from licensekit.compile.circuit import dates_in_part, verdicts_reached
from licensekit.compile.logic import (
    FALSE,
    NULL,
    TRUE,
    Col,
    Expr,
    Listed,
    Lit,
    Stages,
    Within,
    case,
    every,
    negated,
    perhaps,
    some,
    surely,
    unknown,
)
from licensekit.compile.prepared import CompiledQuestion, Prepared
from licensekit.compile.rows import Rows, refuse
from licensekit.decision.unread import idle_at
from licensekit.meaning.program import ClauseFormulas, needs_a_grant
from licensekit.meaning.terms import Single
from licensekit.meaning.variable import ApprovalVariable
from licensekit.meaning.verdict import SEVERITY, Columns, Verdict, combined
from licensekit.values import Told

OUTPUTS: Final = ("verdict", "duties", "open_duties", "approvals", "open_questions", "unread", "problem")
PREFIX: Final = Stages.PREFIX
Stage = list[tuple[str, Expr]]


class Levels(NamedTuple):
    """Whether a verdict is at least so severe: three-valued, each true or open where the one before it is."""

    prohibited: Expr
    not_granted: Expr
    needs_approval: Expr
    permitted_with_duties: Expr


class Table:
    """The columns for a licence, some acts, and the columns that a table has. Raises FactsError.

    `columns`: the column of each variable (a fact, or an amount as `FACT:CURRENCY`). `settled` are facts that the work
    itself settles where a row leaves them open; `typed` are the variables whose column can hold nothing but values of
    the fact, so that no row need be looked at.
    """

    def __init__(
        self,
        question: CompiledQuestion,
        columns: Mapping[str, str],
        settled: Mapping[str, Told],
        typed: frozenset[str] = frozenset(),
    ) -> None:
        self.question, self.judge = question, question.judge
        self.leaves, terms = self.judge.leaves, self.judge.terms
        if not isinstance(terms, Single) or terms.successors:
            raise refuse(
                f"`{terms.name}` is several licences, or one that another follows", "ask about each licence for itself"
            )
        self.program = terms.program
        self.rows = Rows(self.judge.inquiry, columns, settled, typed)
        self.stages = self.rows.stages
        self.bound: Final[dict[str, Expr]] = {}
        """Whether the licence binds whoever does an act."""
        self.statements: Final[dict[str, Columns[Expr]]] = {}
        """The six statements on which an act's verdict rests."""
        self.active = self._clauses()
        """Whether each clause is active: its condition holds, and nothing lifts it."""
        self.acts = [self._levels(leaf) for leaf in self.leaves]
        """The levels of each act."""
        self.levels = Levels(*(self._named(some(each)) for each in zip(*self.acts, strict=True)))
        """The levels of the whole: those of the most severe act."""
        self.bad = self._named(some(self.rows.problems))
        """Where it is true, the row contradicts itself, or holds what is no value of its fact."""
        self.open = self._named(some(unknown(level) for level in dict.fromkeys(self.levels)))
        """Where three-valued logic leaves several verdicts, and the diagram decides."""

    @property
    def _meaning(self) -> ClauseFormulas:
        return self.judge.inquiry.matter.meanings[self.program.license.id]

    def _named(self, value: Expr) -> Expr:
        return self.stages.named("t", value)

    def name(self, number: int) -> str:
        """A clause as `LICENSE.CLAUSE`."""
        return f"{self.program.license.id}.{self.program.clauses[number].id}"

    def _clauses(self) -> dict[int, Expr]:
        clauses: dict[int, Expr] = {}
        for view in self.judge.views:
            of_acts = {leaf: self._meaning.columns(leaf) for leaf in self.leaves if self.judge.held[leaf] == view}
            made = self.rows.formulas(*self.judge.formulas(view), *chain.from_iterable(of_acts.values()), held=view)
            for leaf, columns in of_acts.items():
                self.bound[leaf] = self.stages.named("b", made[self._meaning.bound(leaf)])
                self.statements[leaf] = Columns(*(self._named(made[each]) for each in columns))
            for bit in self.judge.bits:
                if bit.view == view and bit.number is not None:
                    active = self.stages.named("c", made[bit.formula])
                    if clauses.setdefault(bit.number, active) != active:
                        raise refuse("an approval for some of the acts alone", "ask about the acts apart")
        return clauses

    # -- verdicts ----------------------------------------------------------------------------------------------

    def _levels(self, act: str) -> Levels:
        """The table of verdicts, applied to what each statement comes to at least."""

        def leaf(verdict: Verdict) -> Levels:
            return Levels(*(Lit(SEVERITY[verdict] >= SEVERITY[Verdict(name)]) for name in Levels._fields))

        def where(statement: Expr, then: Levels, otherwise: Levels) -> Levels:
            return Levels(*(_where(statement, *pair) for pair in zip(then, otherwise, strict=True)))

        levels = combined(self.statements[act], leaf, where, needs_grant=needs_a_grant(act))
        levels = where(self.bound[act], levels, leaf(Verdict.PERMITTED))
        return Levels(*map(self._named, levels))

    @cached_property
    def reached(self) -> dict[Verdict, Expr]:
        """The verdicts that a row left open can come to, each with whether it can."""
        return {} if self.open == FALSE else verdicts_reached(self.rows, self.open)

    @cached_property
    def by_reference(self) -> Expr:
        """Where the reference alone can say what a row comes to."""
        return every((self.open, dates_in_part(self.rows)))

    def check_dates(self) -> None:
        """Refuse where rows are not handed to the reference, and one alone could say what some of them come to."""
        if self.by_reference != FALSE:
            raise refuse(
                "several dates that are compared with one another are worked out row by row",
                "use `columns` on a frame of Polars, pandas or Arrow, or `compile` for each row",
            )

    def words(self) -> Iterator[tuple[Expr, str]]:
        """The rows that come to each word, if they are not bad; the first that is true counts, else it is permitted.

        Of a row left open that is the only verdict that is left, under strict readings the worst one of all.
        """
        if self.open != FALSE:
            yield from self._words_of_open()
        settled: dict[Expr, str] = {}
        for level, word in zip(self.levels, Levels._fields, strict=True):
            settled.setdefault(level, word)
        yield from settled.items()

    def _words_of_open(self) -> Iterator[tuple[Expr, str]]:
        by_severity = sorted(self.reached.items(), key=lambda item: -SEVERITY[item[0]])
        for verdict, plane in by_severity:
            milder = SEVERITY[verdict] <= SEVERITY[Verdict.PERMITTED_WITH_DUTIES]  # whoever may do it may owe a duty
            others = [
                each
                for other, each in by_severity
                if other is not verdict and not (milder and SEVERITY[other] <= SEVERITY[Verdict.PERMITTED_WITH_DUTIES])
            ]
            alone = [] if self.judge.strict else map(negated, others)
            yield every((plane, *alone)), verdict.value
        yield self.open, "unknown"

    # -- what goes with a verdict ------------------------------------------------------------------------------

    @cached_property
    def answers(self) -> Stage:
        """The columns that a user sees."""
        due, maybe = self._duties()
        texts = {
            "duties": due,
            "open_duties": {name: every((on, negated(due.get(name, FALSE)))) for name, on in maybe.items()},
            "approvals": self._approvals(),
            "open_questions": dict(self._questions()),
            "unread": self.unread,
        }
        return [
            ("verdict", case([(self.bad, NULL), *((on, Lit(word)) for on, word in self.words())], Lit("permitted"))),
            *((name, case([(self.bad, Lit(""))], _listed(words))) for name, words in texts.items()),
            ("problem", Listed(tuple(self.rows.told))),
        ]

    @cached_property
    def unread(self) -> dict[str, Expr]:
        """The facts of which a row holds a value that plays no part in it, whatever else is known of the row."""
        columns = {self.rows.variable(name): (plain(name), Col(column)) for name, column in self.rows.columns.items()}
        unread = dict[str, Expr]()
        for variable, values in idle_at(self.judge.inquiry.matter, self.rows.rules, columns).items():
            name, column = columns[variable]
            match values:
                case None:
                    unread[name] = negated(unknown(column))
                case (str(), *_):
                    unread[name] = Within(column, tuple(map(str, values)))
                case _:
                    unread[name] = some(column if value else negated(column) for value in values)
        return {name: surely(value) for name, value in unread.items()}

    def _duties(self) -> tuple[dict[str, Expr], dict[str, Expr]]:
        """Whether each duty is due, and whether it is open whether it is; only where the act may be allowed."""
        bearing: dict[str, list[tuple[Expr, Expr]]] = {}
        for leaf, levels in zip(self.leaves, self.acts, strict=True):
            covering = self.program.covering(leaf)
            allowed = negated(surely(levels.needs_approval))
            for number in (*covering.duties, *covering.encouraged):
                on = every((self.bound[leaf], self.active[number]))
                bearing.setdefault(self.name(number), []).append((allowed, on))
        due = {name: some(every((ok, surely(on))) for ok, on in each) for name, each in bearing.items()}
        maybe = {name: some(every((ok, unknown(on))) for ok, on in each) for name, each in bearing.items()}
        for number in self.program.endings:
            on = every((some(self.bound.values()), self.active[number]))
            due[self.name(number)] = surely(on)
            maybe[self.name(number)] = unknown(on)
        return due, maybe

    def _approvals(self) -> dict[str, Expr]:
        gates: dict[str, list[Expr]] = {}
        for leaf in self.leaves:
            covering, statements = self.program.covering(leaf), self.statements[leaf]
            missing, held_back = perhaps(statements.approval_missing), perhaps(statements.held_back)
            passed = [perhaps(negated(statements.approval_missing))]
            if needs_a_grant(leaf):
                passed.append(perhaps(some((statements.granted, statements.approved))))
            asked = every((perhaps(negated(statements.prohibited)), some((missing, every((*passed, held_back))))))
            asked = every((perhaps(self.bound[leaf]), asked))
            for number in (*covering.granting_gates, *covering.holding_gates):
                gate = ApprovalVariable(self.program.license.id, self.program.clauses[number].id)
                if gate not in self.judge.held[leaf]:
                    gates.setdefault(self.name(number), []).append(every((asked, perhaps(self.active[number]))))
        return {name: some(each) for name, each in gates.items()}

    def _questions(self) -> Iterator[tuple[str, Expr]]:
        """The facts that are unknown and stand in a clause that is open."""
        matter, meaning = self.judge.inquiry.matter, self._meaning
        made = self.rows.formulas(*(meaning.own(number) for number in self.active), held=next(iter(self.judge.views)))
        for variable in matter.variables:
            readers = (made[meaning.own(number)] for _, number in matter.readers[variable] if number in self.active)
            asked = every((self.rows.is_open(variable), some(map(unknown, readers))))
            yield plain(str(variable)), asked


def plain(variable: str) -> str:
    """The name of a fact without the currency of its amount."""
    return variable.partition(":")[0]


def _where(statement: Expr, then: Expr, otherwise: Expr) -> Expr:
    """A level where a statement holds, and where it does not: there an answer is never milder."""
    if then == otherwise:
        return then
    if TRUE in {then, otherwise}:
        return some((statement, otherwise)) if then == TRUE else some((negated(statement), then))
    return every((statement, then)) if otherwise == FALSE else some((then, every((negated(statement), otherwise))))


def table_for(
    compiled: Prepared, acts: Iterable[str], columns: Mapping[str, str], typed: frozenset[str] = frozenset()
) -> Table:
    """The table of a question about such columns; kept, for the next frame like it. Raises FactsError."""
    question = compiled.about(acts)
    key = (tuple(columns.items()), typed)
    table: Table = question.tables.of(key, lambda: Table(question, columns, compiled.given, typed))
    return table


def _listed(words: Mapping[str, Expr]) -> Expr:
    return Listed(tuple((on, word) for word, on in words.items() if on not in {FALSE, NULL}))
