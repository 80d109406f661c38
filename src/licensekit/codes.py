"""Every diagnostic code and what it is about. A code never changes its meaning, and is never used again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SYNTAX: Final[Mapping[str, str]] = {
    "LK101": "unexpected word",
    "LK102": "a brace or parenthesis is not closed",
    "LK103": "a reserved word stands where a name is needed",
    "LK104": "`and` and `or` mixed without parentheses",
    "LK105": "`not` before an unbracketed `and` or `or`",
    "LK106": "`is not`",
    "LK107": "a text in quotes does not end on its line",
    "LK108": "a number is not written as numbers are here",
    "LK109": "nested too deeply",
    "LK110": "too many words",
    "LK111": "the file is too big",
    "LK112": "the file is not valid UTF-8",
    "LK113": "a character that cannot be used here",
    "LK114": "nothing is in the file",
    "LK115": "a list of places or licences without `any of` or `all of`",
    "LK117": "a spelling of another language, or of an earlier draft",
    "LK118": "no place in the text is named",
    "LK119": "a clause or block lacks a line that it needs",
    "LK120": "a line that this kind of clause or block does not have",
    "LK121": "a line or slot is given twice",
    "LK122": "no such day or month",
    "LK123": "a name or code is not written as names are here",
    "LK124": "a text is too long, or has an unknown escape",
    "LK125": "no such statement or header",
    "LK127": "a closing brace that closes nothing",
    "LK128": "too many statements",
}
"""What the scanner and the parser find."""

NAMES: Final[Mapping[str, str]] = {
    "LK201": "unknown fact",
    "LK202": "unknown act",
    "LK203": "unknown clause",
    "LK204": "unknown reading",
    "LK205": "unknown option of a reading",
    "LK206": "unknown define or measure",
    "LK207": "a name of one kind where another kind is needed",
    "LK208": "unknown currency",
    "LK209": "unknown territory",
    "LK210": "unknown verb",
    "LK211": "unknown place",
    "LK212": "unknown party",
    "LK213": "unknown licence, template or policy",
    "LK214": "one name for two things",
    "LK215": "a header is given twice",
    "LK216": "unknown option of a fact",
    "LK217": "a locator names no document, or an unknown one",
    "LK218": "a local fact has no dot, or the name of a standard fact",
    "LK219": "a clause, define, measure or reading has a dot in its name",
    "LK220": "a measure is not known for this window",
    "LK221": "unknown gate",
    "LK223": "unknown word of a closed list",
    "LK224": "a meaning of a licence's own fact",
}
"""Names that do not resolve."""

TYPES: Final[Mapping[str, str]] = {
    "LK301": "a comparison of what is no number",
    "LK302": "an amount of money without a currency",
    "LK303": "a count with a currency",
    "LK304": "`is` after a yes/no fact",
    "LK305": "a fact stands alone that is not a yes/no fact",
    "LK306": "a set compared without `any of` or `all of`",
    "LK307": "`any of` or `all of` what is no set",
    "LK308": "a date comparison of what is no date",
    "LK309": "`is` or `in` after a number, date or text",
    "LK310": "a measure of parts in several units",
    "LK311": "a number that cannot be an amount here",
    "LK312": "a parameter of the wrong kind",
    "LK313": "the month before the release, without a release",
    "LK314": "a count that is adjusted or has an equivalent",
    "LK316": "an empty question",
    "LK317": "what cannot be assumed of a fact",
    "LK318": "a number at most what is no number of its unit",
    "LK319": "`implies` or `follows from` of or between what are no yes/no facts",
}
"""Types and units that do not fit."""

STRUCTURE: Final[Mapping[str, str]] = {
    "LK402": "an empty locator",
    "LK404": "a clause of the wrong kind is named",
    "LK405": "exemptions lift each other in a circle",
    "LK406": "`from all of` a section that holds nothing to lift",
    "LK407": "an exemption lifts exemptions and other clauses",
    "LK408": "an exemption of a grant, or of a gate that grants",
    "LK409": "defines rest on each other in a circle",
    "LK410": "measures rest on each other in a circle",
    "LK411": "`extends` runs in a circle",
    "LK412": "`extends` is too deep",
    "LK413": "`replace` of what is not inherited",
    "LK414": "`replace` or `remove` by another kind",
    "LK415": "an inherited name is used again without `replace`",
    "LK416": "`remove` or `relocate` of what is not inherited",
    "LK417": "`replace`, `remove` or `relocate` without `extends`",
    "LK418": "a parameter of a template is missing",
    "LK419": "unknown parameter of a template",
    "LK420": "parameters for what is no template",
    "LK421": "a reading takes no option, or several",
    "LK422": "an option is taken without a reason",
    "LK423": "a reading has fewer than two options",
    "LK424": "too many readings",
    "LK425": "too many clauses",
    "LK426": "`commercial` is used without a define",
    "LK428": "a holding gate on acts that no grant covers",
    "LK429": "holding an approval would make an answer stricter",
    "LK430": "no title",
    "LK431": "a statement that this kind of block does not have",
    "LK432": "a policy incorporates itself",
    "LK433": "too many defines and measures",
    "LK434": "bases and policies multiply a file beyond the limit",
    "LK435": "a licence, template or policy where another kind is needed",
    "LK436": "a fingerprint is not a SHA-256",
    "LK437": "a licence with several texts does not name each",
    "LK440": "defines, measures or exemptions rest on each other too deeply",
    "LK441": "a licence does not say whether it binds people who have no copy",
    "LK442": "a licence both binds and does not bind the same people",
    "LK443": "unknown person",
    "LK444": "a conversion of the licence that is extended is left without a word",
    "LK445": "an inherited name that nothing reads any more",
    "LK438": "licences follow one another in a circle",
}
"""How the items of a licence hang together."""

CASES: Final[Mapping[str, str]] = {
    "LK451": "a case asks about no acts",
    "LK452": "a case expects no verdict",
    "LK453": "something is given twice",
    "LK454": "a name means different things in the licences of a case",
    "LK455": "unknown duty",
    "LK456": "a rate is not of one unit of a currency",
    "LK457": "two cases of one name",
    "LK458": "a value does not fit its fact",
    "LK459": "an expectation of an act that the case does not ask about",
}
"""Cases."""

WORKS: Final[Mapping[str, str]] = {
    "LK471": "the licence of a work is unknown",
    "LK472": "two licences of one part hold on one day",
    "LK473": "a period ends before it begins",
    "LK474": "a work that is hosted only has parts",
    "LK475": "unknown part of a work",
    "LK476": "a work carries no licence",
}
"""Works."""

LOCATORS: Final[Mapping[str, str]] = {
    "LK480": "a locator is not in the outline of the text",
    "LK481": "the outline is of another text",
    "LK482": "an outline cannot be read",
}
"""Locators and outlines."""

FACTS: Final[Mapping[str, str]] = {
    "LK501": "a fact that the vocabulary does not have",
    "LK502": "a value that the fact cannot have",
    "LK503": "an act that the vocabulary does not have",
    "LK504": "a float",
    "LK505": "one fact is given twice",
    "LK506": "a file of facts that cannot be read",
    "LK507": "a text that is not TOML, or not JSON",
    "LK508": "an unknown key, or a value of the wrong shape under a known one",
    "LK509": "a JSON key is written twice",
    "LK510": "NaN or Infinity",
    "LK511": "facts that go beyond a limit",
    "LK512": "two names of one fact say different things",
    "LK513": "a meaning that no licence asked about has",
    "LK514": "an approval has two states on one day",
    "LK515": "a reading, a duty or an index value is stated in two ways",
    "LK516": "a rate or an index value that is no positive decimal number",
    "LK517": "what a profile says of one licence without naming it",
    "LK518": "a key of a question in a profile",
    "LK519": "an answer where nothing is asked",
    "LK521": "a fact contradicts the acts that are asked about",
    "LK522": "facts contradict each other",
    "LK523": "a bare name means different things in several licences",
    "LK530": "no act is asked about",
    "LK531": "unknown gate of an approval",
    "LK532": "unknown reading",
    "LK533": "unknown option of a reading",
    "LK534": "unknown group of facts to attest",
    "LK535": "two rates of one currency",
    "LK536": "rates run in a circle",
    "LK537": "unknown duty",
    "LK540": "a column of a table that is no fact",
    "LK541": "a column that stands for a fact is not there",
    "LK542": "rows of a table have no answer",
    "LK543": "a number or a cell that may mean two things",
    "LK544": "a row of a table that does not say under which licence it is asked about",
    "LK546": "an agreement with nobody's licensor",
    "LK547": "an agreement that may be about several licences",
    "LK548": "an agreement of one's own where nothing can rest on it",
    "LK550": "an answer of more than two values stands where Python wants yes or no",
    "LK551": "one licence is asked for where there are several",
}
"""Facts, approvals, rates and readings that a caller gives."""

CATALOGUE: Final[Mapping[str, str]] = {
    "LK601": "unknown licence",
    "LK602": "unknown work",
    "LK603": "the licence of a work changed, and no date is given",
    "LK604": "no licence of a work is published",
    "LK605": "a file cannot be read",
    "LK606": "a pack cannot be used",
    "LK607": "two packs have a licence of one id",
    "LK608": "a file does not hold what its name says",
    "LK609": "two licences of one id in one question",
    "LK610": "licences in one question declare a fact of one name in different ways",
    "LK611": "licences in one question give a meaning of one name different words",
    "LK612": "several packs have a work of one name",
    "LK613": "a name does not say which licence is meant",
    "LK614": "a licence is known, and its terms are not encoded",
    "LK615": "a licence expression cannot be read",
    "LK616": "what licence a work carries is not settled",
    "LK617": "a name of a model without its owner",
    "LK618": "a licence settles facts by what it says of its own",
}
"""The catalogue, works by date, and packs."""

COMMAND: Final[Mapping[str, str]] = {
    "LK701": "unknown option",
    "LK702": "unknown command",
    "LK703": "a value that an option cannot have",
    "LK704": "options that do not go together",
    "LK705": "something is missing from the command line",
    "LK706": "no case was found",
    "LK707": "a file cannot be written",
    "LK708": "cases fail, so that nothing can be learnt from edits of the licence",
    "LK709": "no licence file below a folder",
    "LK710": "a case fails",
}
"""The command line."""

ANALYSIS: Final[Mapping[str, str]] = {
    "LK720": "a question is too large to be answered exactly",
    "LK725": "a fact that no axis of a map can show",
    "LK726": "no choice of readings is stricter for every use",
    "LK730": "a clause that can never apply",
    "LK731": "a condition that always holds",
    "LK732": "an exemption that lifts nothing",
    "LK733": "a duty on uses that other clauses forbid or gate",
    "LK734": "a grant that other clauses override in full",
    "LK735": "a fact that never matters",
    "LK736": "acts on which a text is silent",
    "LK737": "one threshold, cut on two sides",
    "LK738": "a comment to the linter without a code or a reason",
    "LK739": "a comment to the linter that lets nothing stand",
    "LK740": "an option taken as stricter for every use that is milder for some",
    "LK741": "a fact that is not assumed here, since that could make an answer milder",
}
"""Questions over all uses at once."""

INVENTORIES: Final[Mapping[str, str]] = {
    "LK851": "an inventory that cannot be read",
    "LK852": "whether a component may be used is open",
    "LK853": "a component may not be used",
    "LK854": "a component needs an approval",
    "LK855": "an approval has ended",
    "LK856": "what binds a component has changed since the last run",
    "LK857": "a duty is new since the last run",
    "LK858": "an exception has ended, or lets nothing stand",
    "LK859": "duties that nobody says are done",
    "LK860": "two licences cannot both be met",
    "LK861": "layers of a chain that do not hang together",
    "LK862": "a policy names what there is not",
    "LK863": "a document that binds a component was not read",
}
"""Lists of components, chains and the gate."""
LABELS: Final[Mapping[str, str]] = {
    "LK801": "a text is not that of the licence on the label",
    "LK802": "a text of no encoded licence stands under a label",
    "LK803": "labels of different licences",
    "LK804": "a label that names no licence",
    "LK805": "another licence than is recorded for the work",
    "LK806": "a label leaves out the terms of a base",
    "LK807": "a name without what the terms of its base ask for",
    "LK808": "a notice that the terms of a base ask for is missing",
    "LK809": "called open source under terms that are not",
    "LK810": "access is gated",
    "LK811": "terms that turn on countries",
    "LK812": "nothing says what the licence is",
    "LK813": "a file of labels that cannot be read",
    "LK814": "a link out of the folder",
}
"""Labels of models, packages and repositories."""

CHAPTERS: Final[tuple[tuple[str, Mapping[str, str]], ...]] = (
    ("Reading and parsing", SYNTAX),
    ("Names", NAMES),
    ("Types and units", TYPES),
    ("Structure of a licence", STRUCTURE),
    ("Cases", CASES),
    ("Works", WORKS),
    ("Locators", LOCATORS),
    ("Facts that a caller gives", FACTS),
    ("Catalogue", CATALOGUE),
    ("The command line", COMMAND),
    ("Questions over all uses", ANALYSIS),
    ("Inventories", INVENTORIES),
    ("Labels", LABELS),
)
"""All codes, in the order of the page that lists them."""

TITLES: Final[Mapping[str, str]] = {code: title for _, codes in CHAPTERS for code, title in codes.items()}
"""What every code is about."""
