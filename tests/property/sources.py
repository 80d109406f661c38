"""Source texts of every statement kind, valid for the parser, in any layout and with comments anywhere.

The words are grammatical, not meaningful: facts and acts need not exist. A maker turns a `Random` into words;
`source_texts()` is the Hypothesis strategy, which shrinks the size first and the seed last.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as calendar_day
from datetime import timedelta
from random import Random
from typing import TypeAlias

from hypothesis import strategies as st

Words: TypeAlias = list[str]
Maker: TypeAlias = Callable[[Random], Words]

NAMES = ["mit", "kimi-k2.5", "notice", "display-name", "rights", "a", "b_1", "every_copy", "run", "fine_tune"]
FACTS = ["use.in_business", "product.revenue.month", "group.monthly_active_users[2025-03]", "x.y@kimi-k3", "commercial"]
PLACES = ["¶4", "1.b.i(A)", "preamble", "Appendix 2"]
TEXTS = ["Kimi K2.5", 'a \\"quoted\\" word', "back\\\\slash", "two\\nlines", "# no comment", "{ no brace", "", "é — ©"]


def pick(*options: str | Words) -> Maker:
    """One of these words, or of these runs of words."""
    return lambda random: _words(random.choice(options))


def _words(found: str | Words) -> Words:
    return [found] if isinstance(found, str) else list(found)


def seq(*parts: str | Words | Maker) -> Maker:
    """The parts one after the other."""
    return lambda random: [w for part in parts for w in (part(random) if callable(part) else _words(part))]


def one(*options: Maker) -> Maker:
    return lambda random: random.choice(options)(random)


def maybe(*parts: str | Words | Maker) -> Maker:
    whole = seq(*parts)
    return lambda random: whole(random) if random.random() < 0.5 else []


def several(part: Maker, least: int = 0, most: int = 3) -> Maker:
    return lambda random: [word for _ in range(random.randint(least, most)) for word in part(random)]


def joined(words: list[Words], joint: str) -> Words:
    return [word for index, part in enumerate(words) for word in ([joint] if index else []) + part]


def commas(part: Maker, least: int = 1, most: int = 4) -> Maker:
    return lambda random: joined([part(random) for _ in range(random.randint(least, most))], ",")


def shuffled(*lines: Maker) -> Maker:
    """The lines of a clause, or slots, in any order."""
    return lambda random: [word for line in random.sample(lines, len(lines)) for word in line(random)]


name = pick(*NAMES)
fact = pick(*FACTS)


def text(random: Random) -> Words:
    if random.random() < 0.7:
        return [f'"{random.choice(TEXTS)}"']
    return ['"' + "".join(random.choices("abc xyz{}#()", k=random.randint(0, 60))) + '"']


def number(random: Random) -> Words:
    if random.random() < 0.3:
        return [f"{random.randint(0, 10**9):_}"]
    if random.random() < 0.3:
        return [str(random.randint(0, 10**9))]
    digits = f"{random.randint(0, 999)}" + random.choice(["", f".{random.randint(0, 99):02}"])
    return [digits, *random.choice([[], ["thousand"], ["million"], ["billion"]])]


def day(random: Random) -> Words:
    return [(calendar_day(1990, 1, 1) + timedelta(random.randint(0, 20_000))).isoformat()]


def small(random: Random) -> Words:
    return [str(random.randint(0, 400))]


locator = seq("at", maybe(name), pick(*(f'"{place}"' for place in PLACES)))


# --- dates, amounts, conditions --------------------------------------------------------------------------

when_day = one(day, fact, pick("as_of"))
unit = pick("day", "days", "month", "months", "year", "years")
years_after = seq(pick("1", "4"), pick("year", "years"), "after", when_day)
date_expression = one(
    when_day, years_after, seq("the", "earlier", "of", one(when_day, years_after), ",", one(when_day, years_after))
)
amount = seq(
    number,
    maybe(pick("USD", "CNY")),
    one(seq(), seq(), seq("of", pick("1999", "2019"), "adjusted", "by", name)),
    maybe("(", "or", "equivalent", ")"),
)
comparison = pick(["more", "than"], ["less", "than"], ["at", "least"], ["at", "most"], ["exactly"])
value = one(name, pick("DE", "FR", "EU", "work"))
members = seq("{", one(seq(), commas(value), commas(value), commas(value, 1, 40)), "}")
atom = one(
    fact,
    seq(fact, "is", value),
    seq(fact, "in", members),
    seq(pick("any", "all"), "of", fact, "in", members),
    seq(fact, comparison, one(amount, name)),
    seq(when_day, pick("before", "on_or_after"), when_day),
    seq(when_day, pick("within", "before"), small, unit, "after", when_day),
    seq("reading", name, "is", name),
    seq("approval", name, "is", "held"),
)


def condition(random: Random, depth: int = 3) -> Words:
    """Any condition; parts of another kind stand in parentheses, as the language asks."""
    shape = random.random()
    if depth == 0 or shape < 0.4:
        return atom(random)
    if shape < 0.5:
        return ["not", *_operand(random, depth - 1)]
    parts = [_operand(random, depth - 1) for _ in range(random.randint(2, 4))]
    if random.random() < 0.3:
        parts[0] = ["(", "not", *parts[0], ")"]
    if random.random() < 0.3:
        parts[-1] = ["not", *parts[-1]]
    return joined(parts, random.choice(["and", "or"]))


def _operand(random: Random, depth: int) -> Words:
    if random.random() < 0.5:
        return atom(random)
    return ["(", *condition(random, depth), ")"]


# --- clauses ---------------------------------------------------------------------------------------------

acts = one(pick(["any", "act"]), commas(name))
word = one(name, text)
choice = one(name, seq(pick("any", "all"), "of", commas(name, 2)))
SLOTS = (
    pick(["prominently"], ["once", "promptly"], ["throughout"], ["on", "request"]),
    seq(pick("on", "in"), choice),
    seq("to", commas(word)),
    seq("with", word),
    seq("under", choice),
    seq("about", word),
    seq("before", commas(name)),
    seq("within", small, unit, "after", when_day),
    seq("where", text),
)


def action(random: Random) -> Words:
    """A verb with objects, and slots in any order, each kind once."""
    slots = random.sample(SLOTS, random.choice([0, 1, 1, 2, 4, len(SLOTS)]))
    return seq(name, maybe(commas(word)), *slots)(random)


def alternatives(random: Random) -> Words:
    return ["either", *joined([action(random) for _ in range(random.randint(2, 3))], "or")]


doing = one(action, action, alternatives)
must = seq("must", doing)
encouraged = seq("encouraged", "to", doing)
when = maybe("when", condition)
remedy = one(seq(), seq(), seq("remedy", name, "from", word, maybe("contact", text)))
named = one(pick(["every", "grant"]), commas(name))
need = shuffled(maybe("contact", text), maybe("subject", text), maybe("by", name), maybe("which", "grants", "it"))
CLAUSES = {
    "grant": shuffled(seq("may", acts, maybe("but", "not", commas(name))), when, remedy),
    "reservation": shuffled(seq("from", named), when, remedy),
    "prohibition": shuffled(seq("must", "not", acts), when, remedy),
    "duty": shuffled(seq("for", acts), when, one(several(must, 1), several(encouraged, 1)), remedy),
    "gate": shuffled(seq("for", acts), when, seq("needs", name, "from", word, need), remedy),
    "exemption": shuffled(seq("from", one(commas(name), seq("all", "of", text))), when, remedy),
    "binding": one(shuffled(seq("binds", commas(name)), when), seq("binds", "not", commas(name))),
    "termination": shuffled(when, seq("ends", named, maybe("and", "must", "not", acts)), several(must), remedy),
}
clause = one(*(seq(kind, name, locator, "{", body, "}") for kind, body in CLAUSES.items()))

# --- other statements ------------------------------------------------------------------------------------

option = seq("option", name, text, maybe("taken", "because", text))
takes = seq("takes", fact, "when", condition)
fact_type = one(
    pick("yes_no", "count", "text", ["set", "of", "territory"]),
    seq(pick("one", "set"), "of", "{", commas(name, 1, 12), "}"),
)
inheritable = one(
    clause,
    clause,
    clause,
    seq("define", name, locator, maybe(text), "{", condition, "}"),
    seq("measure", name, locator, "{", several(takes), "takes", fact, "otherwise", "}"),
    seq("measure", name, locator, "{", "takes", "the", "larger", "of", commas(fact), "}"),
    seq("meaning", fact, locator, text, maybe("follows", "from", seq(maybe("not"), fact), maybe("and", fact))),
    seq(
        *("fact", fact, "is", fact_type, text, maybe("judgement"), maybe("assumed", name, maybe("with", name))),
        maybe("asks", "when", commas(seq(maybe("not"), fact))),
        *(maybe("at", "most", commas(fact)), maybe("implies", commas(seq(maybe("not"), fact)))),
    ),
    seq("reading", name, locator, text, "{", several(option, 1), maybe("raised", commas(text)), "}"),
    seq("incorporates", name, locator),
    seq("incorporates", text, "from", text, locator, "unread"),
    seq("omits", text, locator),
)

bound = seq(comparison, amount)
known = one(
    value,
    text,
    day,
    amount,
    bound,
    seq(bound, "and", bound),
    seq("not", name),
    seq("between", amount, "and", amount),
    members,
    seq("{", commas(seq(pick("2026-01", "1999-12"), ":", amount)), "}"),
)
period = shuffled(maybe("from", day), maybe("until", day))
given = one(
    seq("given", fact, "is", known),
    seq("given", fact, "is", known),
    seq("given", "approval", name, "is", name, shuffled(period, maybe("for", commas(name)), maybe("by", name))),
    seq("given", "duty", name, "is", name),
    seq("given", "rate", amount, "is", amount, "on", day),
    seq("given", "index", name, "of", "2019", "is", number, "on", day),
    seq("given", "attested", "by", text, "on", day, "for", commas(name)),
)
expect = one(
    seq("expect", name, maybe("for", name), maybe("under", "reading", name, "is", name)),
    seq("expect", "possible", commas(name)),
    seq("expect", maybe("encouraged"), "duty", name, "is", name, maybe("under", "reading", name, "is", name)),
    seq("expect", "not", "duty", name, maybe("under", "reading", name, "is", name)),
    seq("expect", "reason", name),
    seq("expect", "basis", name, maybe("for", name)),
    seq("expect", maybe("not"), "clause", name),
    seq("expect", "asks", commas(fact)),
)
case = seq(
    "case",
    text,
    "{",
    shuffled(maybe("acts", commas(name)), maybe("on", day), maybe("assume", name), several(given), several(expect)),
    "}",
)

item = one(
    seq(pick("title", "licensor", "contact", "spdx", "governing_law", "family", "reviewed"), text),
    seq("released", day),
    seq("text", maybe(name), "sha256", text, "from", text),
    inheritable,
    inheritable,
    inheritable,
    seq("replace", inheritable),
    seq("remove", pick("grant", "duty", "define", "measure", "reading", "incorporates", "omits"), word, locator),
    seq("relocate", name, locator),
    seq(pick(["converts", "to"], ["offers"]), name, locator, "on", date_expression),
    case,
)

# --- blocks ----------------------------------------------------------------------------------------------

argument = seq(name, ":", one(pick("DE"), text, amount, date_expression))
extends = maybe("extends", name, maybe("(", commas(argument), ")"))
see = maybe("see", commas(text))
work_item = one(
    seq(pick("title", "model"), text),
    seq("part", name, "under", one(name, seq(text, "unread")), shuffled(period, see)),
    seq("tagged", text, "on", text, shuffled(period, see)),
    seq("hosted", "only", see),
    seq("given", fact, "is", known),
)


def file_words(random: Random, size: int) -> Words:
    """The words of a file of at most `size` statements a block."""
    items = several(item, 0, size)
    block = one(
        seq("license", name, extends, "{", items, "}"),
        seq("license", name, extends, "{", items, "}"),
        seq("template", name, "(", commas(name), ")", extends, "{", items, "}"),
        seq("policy", name, "{", items, "}"),
        seq("work", name, "{", several(work_item, 0, size), "}"),
        seq("cases", "for", commas(name), "{", several(case, 0, size), "}"),
    )
    return several(block, 1, 2)(random)


# --- layout ----------------------------------------------------------------------------------------------

GAPS = ["  ", "\n", "\n\n\n", "\t", " # said beside\n", "\n# said before\n", "\n    # one\n # two\n\n"]


def laid_out(random: Random, words: Words, wildness: float) -> str:
    """The words with gaps between them: from quite ordinary to a comment between any two."""
    made = random.choice(["", "# at the top\n", "\n\n"])
    for found in words:
        made += found + (random.choice(GAPS) if random.random() < wildness else random.choice("    \n"))
    return made + random.choice(["", "\n", "\n# at the end", "\n\n# at the end\n"])


def source_text(seed: int, size: int = 4, wildness: float = 0.1) -> str:
    """One text, the same for the same seed."""
    random = Random(seed)
    return laid_out(random, file_words(random, size), wildness)


def source_texts() -> st.SearchStrategy[str]:
    """Texts of growing size, in calm and wild layouts."""
    return st.builds(source_text, st.integers(0, 2**32), st.integers(1, 6), st.sampled_from([0.0, 0.05, 0.3, 1.0]))
