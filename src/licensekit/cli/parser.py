"""The command line as one table: commands, arguments and help. Values are read, and all faulted at once, elsewhere.

Each value of an option is kept, however often it is given, so that a double one is no silent choice.
"""

from __future__ import annotations

import argparse
import sys
from textwrap import wrap
from typing import Any, Final, NamedTuple, NoReturn

DESCRIPTION: Final = "Is a use permitted under a licence, on what conditions, and how do we know?"
EXIT_STATUS: Final = """\
exit status of `ask`: 0 permitted, with or without duties; 1 needs approval, not granted or
prohibited; 2 bad input; 3 unknown, because something is open, or permitted by a licence that
draws in a document that was not read. Of other commands: 0 as it should be, 1 not so, 2 bad input;
of `check`, `lint`, `test` and `fmt`, 5 where there is no file or case of one's own, and of `batch`
where no row is in the table."""


class Parameter(NamedTuple):
    """One argument as argparse takes it: its names and what is said of it."""

    names: tuple[str, ...]
    said: dict[str, Any]


class Command(NamedTuple):
    """A command: what it answers, its arguments in the order of the help, its formats, and what stands below."""

    group: str
    help: str
    example: str
    """One that can be run where the project lies, without the name of the program."""
    arguments: tuple[Parameter, ...]
    formats: tuple[str, ...]
    """What `--format` may be, the default first; empty where there is no such option."""
    epilog: str
    """Its exit status, where that says more than whether it went well."""


def _words(name: str, metavar: str, help: str) -> Parameter:
    """Any number of words; `name` is where they are kept."""
    return Parameter((name,), {"nargs": "*", "metavar": metavar, "help": help})


def _value(names: str, metavar: str, help: str) -> Parameter:
    """An option with a value, kept under its first name."""
    first, *further = names.split()
    said = {"action": "append", "default": [], "metavar": metavar, "help": help, "dest": dest(first)}
    return Parameter((first, *further), said)


def _flag(name: str, help: str) -> Parameter:
    return Parameter((name,), {"action": "store_true", "help": help})


def _command(  # noqa: PLR0913 - a row of the table below
    group: str,
    help: str,
    example: str,
    *arguments: Parameter,
    formats: str = "",
    colour: bool = False,
    epilog: str = "",
) -> Command:
    """A command; the options that say how the answer looks come last."""
    words, last = formats.split(), list[Parameter]()
    if words:
        listed = f"{', '.join(words[:-1])} or {words[-1]}".removeprefix(" or ")
        last.append(_value("--format", "FORMAT", f"{listed} (default: {words[0]})"))
    if colour:
        last.append(_value("--color", "WHEN", "auto, always or never (default: auto; never with NO_COLOR)"))
    return Command(group, help, example, (*arguments, *last), tuple(words), epilog)


def dest(option: str) -> str:
    """Where the values of an option are kept: `as_of` for `--as-of`."""
    return option.lstrip("-").replace("-", "_")


_LICENSE: Final = _value("--license", "ID", "which licence of a .lic file that holds several")
_LICENSES: Final = _words("licenses", "LICENSE", "ids of the catalogue, paths of .lic files, or -")
_ONE_LICENSE: Final = _words("licenses", "LICENSE", "an id, or the path of a .lic file")
_READING: Final = _value("--reading", "ID=OPTION", "how a disputed wording is read")
_PROFILE: Final = _value("--profile", "FILE", "who you are and what your product is: a facts file for every question")
_OWN_PROFILE: Final = _value(
    "--profile",
    "FILE",
    "who you are and what your product is, for every question (default: licensekit.toml, if it is here; or none)",
)
_CURRENCY: Final = _value("--currency", "CODE", "the currency of the columns of money")

_QUESTION: Final = (
    _LICENSES,
    _flag("--any", "a choice between the licences (default: all of them bind)"),
    _LICENSE,
    _value("--model", "NAME", "models or packages instead of licences, such as moonshotai/Kimi-K2.5"),
    _value("--under", "LICENSE", "decide for that model under this licence, on record, whatever is known of it"),
    _value("--part", "PART", "of that model: weights, code, data or all (default: weights)"),
    _value("--obtained", "DATE", "when your copy of that model was obtained (default: the as-of date)"),
    _value("--act", "ACT,…", "what you want to do; see `licensekit facts`"),
    _value("--set", "FACT=VALUE", "a fact: yes, 120 million, 'at most 20 million USD', 2026-06-01, DE,FR"),
    _value("--facts", "FILE", "a facts file in TOML or JSON, or - for standard input"),
    _OWN_PROFILE,
    _value("--approval", "GATE=STATE[:FROM]", "an approval, or agreement with LICENSOR: held, requested or refused"),
    _value("--done", "DUTY", "a duty that is done"),
    _value("--rate", "RATE", "a rate of exchange: '1 CNY = 0.14 USD on 2026-06-01'"),
    _value("--index", "INDEX", "a price index: 'us_cpi_u = 1.27 of 2019 on 2026-06-01'"),
    _value("--attest", "GROUPS", "who attests conduct: 'conduct, disputes by Legal on 2026-06-01'"),
    _value("--as-of", "DATE", "the day asked about, or `today` (default: none; what depends on it is open)"),
    _READING,
    _value("--readings", "HOW", "taken or strict: as the file takes them, or the worst (default: taken)"),
    _value("--assume", "HOW", "none, safe or standard: what may be taken for granted (default: standard)"),
    _flag("--what-if", "also: the fewest changes that lead to another answer; what settles it"),
    _value(
        "--growth",
        "FACT=RATE",
        "also: when a number that grows crosses a threshold: '5%% a month', '2 million USD a year'",
    ),
)
"""Licences or a model, acts, facts, and everything else that a question states."""

_OF_EVERYBODY: Final = frozenset(
    ["--act", "--set", "--profile", "--attest", "--rate", "--index", "--as-of", "--obtained", "--readings", "--assume"]
)
"""Of these, what can be stated of licences that are not named."""

_WANTED: Final = (
    _words("words", "WORD", "only what has one of these words in its id"),
    _value("--among", "WHAT", "works or licenses (default: works)"),
    _value("--allowed", "HOW,…", "yes; if, where it depends on what is open; ask, with an approval; no (default: yes)"),
    _value("--no-duty", "KIND,…", "no duty of this kind is owed, or may be: display, include, pay, …; or any"),
)
"""What is looked for, and what it must be."""

_USES: Final = (
    _LICENSE,
    _value("--act", "ACT,…", "only these acts (default: every act, each by itself)"),
    _value("--set", "FACT=VALUE", "only uses of which this is so"),
    _PROFILE,
    _value("--as-of", "DATE", "only this day, or `today` (default: any day)"),
    _value("--assume", "HOW", "none, safe or standard: what is taken for granted (default: none)"),
)
"""To what a question over all uses is narrowed."""

_UNDER: Final = (
    _value("--approval", "GATE=STATE[:FROM]", "an approval that is held in all of these uses"),
    _READING,
    _value("--readings", "HOW", "taken or strict: as the files take them, or stricter for every use (default: taken)"),
)
"""How licences are read there, and what is held."""

_INVENTORY: Final = (
    _words("files", "FILE", "CSV, .xlsx, JSON lines, requirements, CycloneDX, SPDX, a chain, or a hub's cache folder"),
    _value(
        "--from", "FORM", "what the file is, where its name and beginning do not say so: csv, spdx3, expressions, …"
    ),
    _value("--sheet", "NAME", "the sheet of a workbook that has several"),
    _value("--packages", "DIR", "the site-packages in which the licences of requirements are looked up"),
    _value("--act", "ACT,…", "what you do with each component that does not say so itself"),
    _value("--set", "FACT=VALUE", "what is so of each component that does not say otherwise"),
    _PROFILE,
    _value("--as-of", "DATE", "the day asked about, and on which copies were obtained; or `today`"),
    _value("--assume", "HOW", "none, safe or standard: what may be taken for granted (default: standard)"),
    _value("--readings", "HOW", "taken or strict: as the files take them, or the worst (default: taken)"),
)
"""A list of components, and what is asked about each."""
_AS_ASK: Final = "exit status: as of `ask`, the most severe of all components"

COMMANDS: Final = {
    "ask": _command(
        "Ask",
        "is a use permitted under a licence, several, or those of a model?",
        "ask kimi-k2.5 --act embed --set product.charged_for=yes",
        *_QUESTION,
        _value("--chain", "FILE", "instead of a licence, a product with the layers that it is made from (TOML)"),
        _flag("--interactive", "ask for what is not known, the question that settles most first"),
        _flag("--full", "the whole memo: reasons, bounds, everything taken for granted (default: 12 lines)"),
        formats="text json markdown cyclonedx spdx3",
        colour=True,
        epilog=EXIT_STATUS,
    ),
    "map": _command(
        "Ask",
        "the answers over two facts, drawn: exact regions, thresholds with their clauses, and where you stand",
        "map kimi-k2.5 --x product.charged_for --y product.revenue.month -o map.svg",
        *_QUESTION,
        _value("--x", "FACT", "the fact from left to right: a number, a date, `as_of`, or one of words"),
        _value("--y", "FACT", "the fact from below; `--set` of the two says where you stand"),
        _value("-o --output", "FILE", "the file: .svg, .png (extra `png`), .json or .txt"),
        formats="text json svg png",
        colour=True,
        epilog="without --act, every act on the work is asked about; exit status: 0 a map is drawn; 2 bad input",
    ),
    "memo": _command(
        "Ask",
        "the same question, answered as a memo that is filed: analysis by clause, duties as a checklist",
        "memo kimi-k2.5 --act embed --set product.charged_for=yes",
        *_QUESTION[:-2],
        _value("-o --output", "FILE", "the file: .md, .html, .docx (extra `docx`) or .pdf (extra `pdf`)"),
        formats="markdown html docx pdf",
        epilog=EXIT_STATUS,
    ),
    "init": _command(
        "Ask",
        "write a profile, which says once who you are and what your product is: eight questions",
        "init --yes --set licensee.domicile=DE",
        _value("-o --output", "FILE", "the file (default: licensekit.toml, which `ask` takes where it lies)"),
        _flag("--yes", "ask nothing; what is not said by an option is unknown"),
        _value("--set", "FACT=VALUE", "a fact that is then not asked for"),
        _value("--attest", "GROUPS", "who attests conduct: 'conduct, disputes by Legal on 2026-06-01'"),
        epilog="exit status: 0 it is written; 2 bad input, or the file is there already, and nothing is written",
    ),
    "list": _command(
        "Catalogue",
        "the licences of the catalogue, by family; with words, those that have one of them in their names",
        "list kimi",
        _words("words", "WORD", "a part of an id, title, family or licensor; another name of a licence; a model"),
        _flag("--works", "the models and packages that the catalogue knows instead"),
        _value("--by", "FEATURE", "by a criterion of openness, by class, or by a kind of clause: osd-6, class, gate"),
        formats="text json",
    ),
    "find": _command(
        "Catalogue",
        "the works, or licences, that permit a use to you, each licence decided once",
        "find mistralai --act embed --set product.charged_for=yes --no-duty display",
        *_WANTED,
        *(option for option in _QUESTION if {*option.names} & _OF_EVERYBODY),
        _flag("--full", "every name in the text (default: the first ten under each licence)"),
        formats="text json csv",
        epilog="exit status: 0 something fits; 1 nothing does; 2 bad input",
    ),
    "show": _command(
        "Catalogue",
        "a licence in words: clauses, places, readings, what is left out",
        "show kimi-k2.5",
        _words("licenses", "LICENSE", "an id of the catalogue, a path of a .lic file, or -"),
        _LICENSE,
        formats="text json odrl",
    ),
    "facts": _command(
        "Catalogue",
        "the facts and acts that a word stands for, with their questions; or all that a licence reads",
        "facts logo",
        _words("words", "WORD", "everyday words such as logo, ads or lawsuit; or an id or path of a licence"),
        formats="text json",
    ),
    "identify": _command(
        "Catalogue",
        "is a text, word for word, that of an encoded licence? if not, where it differs from the nearest",
        "identify LICENSE",
        _words("files", "FILE", "licence texts, or - for standard input"),
        formats="text json",
        epilog="exit status: 0 each is exactly an encoded text; 3 one is not: terms unknown; 2 bad input",
    ),
    "label": _command(
        "Catalogue",
        "does what a card, weights or metadata say of the licence hold, by the texts beside them?",
        "label examples/labels/fine-tune",
        _words("folders", "PATH", "a checkout, a snapshot of a hub's cache, or a folder of .dist-info (extra `label`)"),
        _value("--model", "NAME", "what it is on the hub: moonshotai/Kimi-K2.5 (default: as the cache's folder says)"),
        formats="text json github sarif",
        colour=True,
        epilog="exit status: 0 nothing is wrong (notes may be there); 1 something is; 2 bad input",
    ),
    "history": _command(
        "Catalogue",
        "the licences that a work, several, or a family has carried, and what each step changed",
        "history minimax",
        _words("named", "WORK", "works, or a family such as `minimax`"),
        formats="text markdown svg",
        colour=True,
    ),
    "check": _command(
        "Write",
        "check licence files; without a path, those below this folder",
        "check examples",
        _words("files", "PATH", "licence files, folders, or - for standard input"),
        formats="text json github sarif",
        colour=True,
    ),
    "fmt": _command(
        "Write",
        "lay licence files out in the one canonical way",
        "fmt --check examples",
        _words("files", "PATH", "licence files, laid out in place, or folders; - writes to standard output"),
        _flag("--check", "change nothing; exit status 1 if something would change"),
        _flag("--diff", "change nothing; show what would change"),
        _flag("--expand", "change nothing; show what is inherited, taken in and lifted"),
        colour=True,
    ),
    "lint": _command(
        "Write",
        "clauses that never matter, always do, or get in each other's way; without a path, below this folder",
        "lint examples",
        _words("files", "PATH", "licence files, folders, ids of the catalogue, or -"),
        formats="text json github sarif",
        colour=True,
        epilog="exit status: 0 no warning (notes may be there); 1 warnings; 2 bad input",
    ),
    "explain": _command(
        "Write",
        "what a code such as LK428 means, with an example and the mend; without one, all codes",
        "explain LK428",
        _words("codes", "CODE", "codes of findings"),
        formats="text json",
    ),
    "outline": _command(
        "Write",
        "show the places of a text, or build the outline against which locators are verified",
        "outline LICENSE",
        _words("files", "FILE", "a text; or FILE.lic, and the texts that it names by fingerprint"),
        _value("--check", "DIR", "rebuild the catalogue's outlines from the texts below this folder, and compare"),
    ),
    "test": _command(
        "Test",
        "run the cases of licence files; without a path, those below this folder",
        "test examples",
        _words("paths", "PATH", "licence files, folders, or ids of the catalogue"),
        _value("-k", "WORD", "only cases with this in `LICENSE: NAME`, in any case"),
        _flag("-x", "stop at the first case that fails"),
        formats="text json junit github sarif",
        colour=True,
    ),
    "coverage": _command(
        "Test",
        "which outcomes of a licence's clauses, conditions, readings and acts its cases bring about",
        "coverage examples/my-licence.lic",
        _words("licenses", "LICENSE", "ids of the catalogue, or paths of .lic files"),
        _value("-o", "FILE", "write the report to a file instead"),
        _value("--fail-under", "N", "exit status 1 where less than N per cent is covered"),
        formats="text json html",
    ),
    "boundaries": _command(
        "Test",
        "cases just below, at and just above every threshold of a licence, and with it unknown",
        "boundaries examples/my-licence.lic",
        _ONE_LICENSE,
        _LICENSE,
        formats="text json",
    ),
    "mutate": _command(
        "Test",
        "edits of a licence that none of its cases notices, each with the case that would",
        "mutate examples/my-licence.lic",
        _ONE_LICENSE,
        _LICENSE,
        _value("--only", "EDIT", "only edits whose id begins so, such as `display-name`"),
        _value("--fail-under", "N", "exit status 1 where less than N per cent of the edits are noticed"),
        formats="text json",
        epilog="exit status: 0 as it should be; 1 less than N per cent of the edits are noticed; 2 bad input",
    ),
    "diff": _command(
        "Compare",
        "for which uses two licences answer differently, in which direction and by which clauses",
        "diff kimi-k2 kimi-k2.5",
        _words("licenses", "LICENSE", "two ids, or paths of .lic files"),
        *_USES,
        *_UNDER,
        formats="text json markdown html",
        colour=True,
        epilog="exit status: 0 they answer every use alike; 1 they differ; 2 bad input",
    ),
    "compare": _command(
        "Compare",
        "which of several licences permits more, over all uses",
        "compare mit kimi-k2.5 kimi-k3",
        _words("licenses", "LICENSE", "two or more ids or paths of .lic files"),
        _value("--family", "NAME", "all licences of a family"),
        *_USES,
        *_UNDER,
        formats="text json markdown svg",
    ),
    "openness": _command(
        "Compare",
        "is it open source? the criteria that terms can decide, met or failed and why",
        "openness llama-4",
        _ONE_LICENSE,
        _LICENSE,
        formats="text json markdown",
        epilog="exit status: 0 no criterion is failed; 1 some are; 2 bad input",
    ),
    "batch": _command(
        "Data",
        "decide every row of a file of uses, under one licence or several, or each under its own",
        "batch kimi-k2.5 uses.csv --act embed -o answers.csv",
        _words(
            "words", "[LICENSE,…] FILE", "ids or paths, else a row names its own; .parquet, .csv, .jsonl, .xlsx, or `-`"
        ),
        _value("-o --output", "FILE", "the file for the answers: .parquet, .csv or .jsonl, or `-`"),
        _value("--sheet", "NAME", "the sheet of a workbook that has several"),
        _value("--map", "COLUMN=FACT", "a column that is named otherwise than its fact"),
        _value("--ignore", "COLUMN,…", "columns that are no facts and stay as they are; `*`: all such"),
        _CURRENCY,
        *_USES,
        epilog="a null, and a fact without a column, is unknown; exit status: 0 decided; 2 bad input, also in a row",
    ),
    "inventory": _command(
        "Inventory",
        "decide a list of models, packages and data, such as an SBOM, for you: a row a component",
        "inventory examples/inventory.csv --act embed --profile examples/company.toml",
        *_INVENTORY,
        _value("-o --output", "FILE", "the file: .csv, .xlsx, .html, .json, .cdx.json or .spdx.json"),
        formats="text csv xlsx html json cyclonedx spdx3",
        epilog=_AS_ASK,
    ),
    "notices": _command(
        "Inventory",
        "the notices and attributions for what is shipped, and what is left to do",
        "notices examples/shipped.csv --act distribute_in_product",
        *_INVENTORY,
        _value(
            "--texts", "DIR", "licence texts at hand, which are put in where their fingerprint is that of the licence"
        ),
        _value("-o --output", "FILE", "the file to ship; what is left to do is printed"),
        formats="text json",
        epilog=_AS_ASK,
    ),
    "audit": _command(
        "Inventory",
        "the gate: hold a policy against everything in your products, in CI",
        "audit examples/gate.toml --as-of 2026-06-01",
        _words("files", "POLICY", "a policy file: who you are, products, approvals, duties done, exceptions (TOML)"),
        _value("--as-of", "DATE", "the day, on which approvals and exceptions stand or have ended; or `today`"),
        _value("--baseline", "FILE", "what was so at the last run: what is new or changed since is found"),
        _value("--write-baseline", "FILE", "write what is so now"),
        _value("--explain", "COMPONENT", "everything about one component instead, in each product that has it"),
        formats="text json github sarif junit",
        colour=True,
        epilog="exit status: 0 nothing stops it; 1 something does; 2 bad input; 3 only what is open does",
    ),
    "sql": _command(
        "Data",
        "a licence as one SQL query over a table of uses",
        "sql kimi-k2.5 --act embed --currency USD",
        _ONE_LICENSE,
        _value("--dialect", "NAME", "duckdb, postgres, spark, bigquery or snowflake (default: duckdb)"),
        _value("--table", "NAME", "the table of uses (default: uses)"),
        _value("--columns", "FACT,…", "the facts that it has (default: all that the licence reads)"),
        _value("--keep", "COLUMN,…", "further columns to keep, such as a key"),
        _CURRENCY,
        *_USES,
    ),
    "serve": _command(
        "Data",
        "answer over HTTP: licences, models, facts, decisions, interviews (extra `web`)",
        "serve --port 8000",
        _value("--host", "HOST", "the address on which it listens (default: 127.0.0.1, this machine alone)"),
        _value("--port", "PORT", "default: 8000; /openapi.json says what can be asked"),
        _value("--workers", "N", "processes (default: 2)"),
        _value("--static", "OUT", "write the review page as a folder that answers in the browser, and serve nothing"),
        _value("--pyodide", "DIR", "for it: Python for browsers, the unpacked npm package `pyodide`"),
        _value("--wheels", "DIR", "for it: the wheels of this library and of what it needs"),
    ),
    "mcp": _command(
        "Data",
        "tools for an assistant that speaks the Model Context Protocol, over standard input (extra `mcp`)",
        "mcp",
        _value("--folder", "DIR", "the folder below which its tool `label` may read (default: it reads no file)"),
    ),
    "lsp": _command(
        "Data",
        "findings, completion and more for an editor that speaks the Language Server Protocol (extra `lsp`)",
        "lsp",
    ),
    "export": _command(
        "Data",
        "the whole catalogue as data: terms, thresholds, duties, what licences are called, works",
        "export -o licensekit.json",
        _value("-o --output", "FILE", "the file, written whole or not at all (default: standard output)"),
        formats="json",
    ),
    "schema": _command(
        "Data",
        "JSON Schemas of a use, a facts file, a decision and the exported catalogue",
        "schema decision",
        _words("which", "WHICH", "use, facts, decision or pack (default: all, under these keys)"),
    ),
    "completion": _command(
        "Data",
        "a script that completes commands, options and ids in a shell (extra `completion`)",
        "completion bash",
        _words("shell", "SHELL", "bash, zsh, fish or tcsh"),
        epilog='in bash: eval "$(licensekit completion bash)"; in fish: licensekit completion fish | source',
    ),
}


class HelpAsked(Exception):  # noqa: N818 - no error: help is asked for and shown
    """A text that was asked for instead of a command."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class ArgumentsRefused(Exception):  # noqa: N818 - always turned into a finding
    """What argparse could not make sense of."""


class Parser(argparse.ArgumentParser):
    """An argument parser that neither prints nor exits."""

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002
        """Hand the help to whoever prints."""
        raise HelpAsked(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Hand the mistake to whoever reports."""
        raise ArgumentsRefused(message)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=34, width=100)


def _options() -> dict[str, Any]:
    fixed: dict[str, Any] = {"allow_abbrev": False, "exit_on_error": False, "formatter_class": _formatter}
    return fixed | ({"color": False} if sys.version_info >= (3, 14) else {})


GROUPS: Final = ("Ask", "Catalogue", "Inventory", "Write", "Test", "Compare", "Data")
"""In the order in which the help has them."""
_NARROW: Final = 14
_WIDE: Final = 100


class _Whole(Parser):
    """The parser of the whole command line, whose help lists the commands by what they are for."""

    def format_help(self) -> str:
        """The groups, each with its commands and an example."""
        lines = [
            "usage: licensekit COMMAND [ARGUMENT …]",
            "       licensekit COMMAND --help",
            "",
            DESCRIPTION,
        ]
        for group in GROUPS:
            commands = {name: command for name, command in COMMANDS.items() if command.group == group}
            lines += ["", group]
            for name, command in commands.items():
                first, *further = wrap(command.help, _WIDE - _NARROW - 2)
                lines += [f"    {name:<{_NARROW - 2}}{first}", *(" " * (_NARROW + 2) + line for line in further)]
            lines.append(f"      $ licensekit {next(iter(commands.values())).example}")
        return "\n".join([*lines, "", "options", *_OPTIONS, "", EXIT_STATUS, ""])


_OPTIONS: Final = (
    "    -h, --help     show this help; after a command, its own",
    "    -V, --version  show the version",
)


def _epilog(command: Command) -> str:
    return "\n\n".join(part for part in (f"example:\n  licensekit {command.example}", command.epilog) if part)


def built(only: str = "") -> Parser:
    """The parser of the whole command line, or of one command where no more is wanted."""
    whole = _Whole(prog="licensekit", description=DESCRIPTION, **_options())
    whole.add_argument("-V", "--version", action="store_true", help="show the version and exit")
    parsers = whole.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    for name, command in ((only, COMMANDS[only]),) if only in COMMANDS else COMMANDS.items():
        described = command.help[:1].upper() + command.help[1:]
        parser = parsers.add_parser(
            name, help=command.help, description=described, epilog=_epilog(command), **_options()
        )
        for argument in command.arguments:
            parser.add_argument(*argument.names, **argument.said)
    return whole
