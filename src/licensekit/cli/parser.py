"""The command line as argparse knows it: names and help. Values are read, and all faulted at once, elsewhere."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

DESCRIPTION: Final = "Is a use permitted under a licence, on what conditions, and how do we know?"
EXIT_STATUS: Final = """\
exit status of `ask`: 0 permitted, with or without duties; 1 needs approval, not granted or
prohibited; 2 bad input; 3 unknown, because something is open. Of other commands: 0 as it should be,
1 not so, 2 bad input."""

COMMANDS: Final = {
    "ask": "is a use permitted under a licence, several, or those of a model?",
    "list": "the licences of the catalogue, by family",
    "show": "a licence in words: clauses, places, readings, what is left out",
    "facts": "the facts and acts of the vocabulary, with the question for each",
    "check": "check licence files",
    "fmt": "lay licence files out in the one canonical way",
    "test": "run the cases of licence files; without a path, those below this folder",
    "coverage": "which outcomes of a licence's clauses, conditions, readings and acts its cases bring about",
    "boundaries": "cases just below, at and just above every threshold of a licence, and with it unknown",
    "mutate": "edits of a licence that none of its cases notices, each with the case that would",
    "diff": "for which uses two licences answer differently, in which direction and by which clauses",
    "compare": "which of several licences permits more, over all uses",
    "lint": "clauses that never matter, always do, or get in each other's way; without a file, the catalogue's",
    "openness": "is it open source? the criteria that terms can decide, met or failed and why",
    "history": "the licences that a work, several, or a family has carried, and what each step changed",
    "map": "the answers over two facts, drawn: exact regions, thresholds with their clauses, and where you stand",
    "batch": "decide every row of a file of uses, under one licence or several",
    "sql": "a licence as one SQL query over a table of uses",
    "schema": "JSON Schemas of a use, a facts file and a decision",
    "outline": "build the outline of a text, against which locators are verified",
}


class Shown(Exception):  # noqa: N818 - no error: help is asked for and shown
    """A text that was asked for instead of a command."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Refused(Exception):  # noqa: N818 - always turned into a finding
    """What argparse could not make sense of."""


class Parser(argparse.ArgumentParser):
    """An argument parser that neither prints nor exits."""

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002
        """Hand the help to whoever prints."""
        raise Shown(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Hand the mistake to whoever reports."""
        raise Refused(message)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=34, width=100)


def _options() -> dict[str, Any]:
    fixed: dict[str, Any] = {"allow_abbrev": False, "exit_on_error": False, "formatter_class": _formatter}
    return fixed | ({"color": False} if sys.version_info >= (3, 14) else {})


def built() -> tuple[Parser, dict[str, Parser]]:
    """The whole parser, and the parser of each command."""
    whole = Parser(prog="licensekit", description=DESCRIPTION, epilog=EXIT_STATUS, **_options())
    whole.add_argument("--version", action="store_true", help="show the version and exit")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    parsers = {}
    for name, help_ in COMMANDS.items():
        parsers[name] = commands.add_parser(name, help=help_, description=help_[:1].upper() + help_[1:], **_options())
        _DETAILS[name](parsers[name])
    return whole, parsers


def _text(parser: Parser, *names: str, metavar: str, help: str, dest: str | None = None) -> None:
    """An option with a value. Each is kept with how often it was given, so that a double one is no silent choice."""
    named: dict[str, Any] = {} if dest is None else {"dest": dest}
    parser.add_argument(*names, action="append", default=[], metavar=metavar, help=help, **named)


def _formats(parser: Parser, formats: str) -> None:
    _text(parser, "--format", metavar="FORMAT", help=f"{formats} (default: text)")


def _colour(parser: Parser) -> None:
    _text(parser, "--color", metavar="WHEN", help="auto, always or never (default: auto; never with NO_COLOR)")


def _ask(parser: Parser) -> None:
    parser.epilog = EXIT_STATUS
    _question(parser)
    _formats(parser, "text, json or markdown")
    _colour(parser)


def _map(parser: Parser) -> None:
    parser.epilog = "without --act, every act on the work is asked about; exit status: 0 a map is drawn; 2 bad input"
    _question(parser)
    _text(parser, "--x", metavar="FACT", help="the fact from left to right: a number, a date, `as_of`, or one of words")
    _text(parser, "--y", metavar="FACT", help="the fact from below; `--set` of the two says where you stand")
    _text(parser, "-o", "--output", metavar="FILE", help="the file: .svg, .png (extra `png`), .json or .txt")
    _formats(parser, "text, json, svg or png")
    _colour(parser)


def _question(parser: Parser) -> None:
    """Licences or a model, acts, facts, and everything else that a question states."""
    parser.add_argument(
        "licenses", nargs="*", metavar="LICENSE", help="ids of the catalogue, paths of .lic files, or -"
    )
    parser.add_argument("--any", action="store_true", help="a choice between the licences (default: all of them bind)")
    _text(parser, "--license", metavar="ID", help="which licence of a .lic file that holds several")
    _text(
        parser, "--model", metavar="NAME", help="a model or package instead of a licence, such as moonshotai/Kimi-K2.5"
    )
    _text(parser, "--part", metavar="PART", help="of that model: weights, code, data or all (default: weights)")
    _text(
        parser, "--obtained", metavar="DATE", help="when your copy of that model was obtained (default: the as-of date)"
    )
    _text(parser, "--act", metavar="ACT,…", help="what you want to do; see `licensekit facts`")
    _text(
        parser,
        "--set",
        metavar="FACT=VALUE",
        help="a fact: yes, 120 million, 'at most 20 million USD', 2026-06-01, DE,FR",
    )
    _text(parser, "--facts", metavar="FILE", help="a facts file in TOML or JSON, or - for standard input")
    _text(parser, "--approval", metavar="GATE=STATE[:FROM]", help="an approval: held, requested or refused")
    _text(parser, "--done", metavar="DUTY", help="a duty that is done")
    _text(parser, "--rate", metavar="RATE", help="a rate of exchange: '1 CNY = 0.14 USD on 2026-06-01'")
    _text(parser, "--index", metavar="INDEX", help="a price index: 'us_cpi_u = 1.27 of 2019 on 2026-06-01'")
    _text(parser, "--attest", metavar="GROUPS", help="who attests conduct: 'conduct, disputes by Legal on 2026-06-01'")
    _text(
        parser,
        "--as-of",
        metavar="DATE",
        help="the day asked about, or `today` (default: none; what depends on it is open)",
    )
    _text(parser, "--reading", metavar="ID=OPTION", help="how a disputed wording is read")
    _text(
        parser,
        "--readings",
        metavar="HOW",
        help="taken or strict: as the file takes them, or the worst (default: taken)",
    )
    _text(
        parser,
        "--assume",
        metavar="HOW",
        help="none, safe or standard: what may be taken for granted (default: standard)",
    )
    parser.add_argument(
        "--what-if", action="store_true", help="also: the fewest changes that lead to another answer; what settles it"
    )
    _text(
        parser,
        "--growth",
        metavar="FACT=RATE",
        help="also: when a number that grows crosses a threshold: '5%% a month', '2 million USD a year'",
    )


def _list(parser: Parser) -> None:
    parser.add_argument("--works", action="store_true", help="the models and packages that the catalogue knows instead")
    _formats(parser, "text or json")


def _show(parser: Parser) -> None:
    parser.add_argument(
        "licenses", nargs="*", metavar="LICENSE", help="an id of the catalogue, a path of a .lic file, or -"
    )
    _text(parser, "--license", metavar="ID", help="which licence of a .lic file that holds several")
    _formats(parser, "text or json")


def _facts(parser: Parser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORD", help="only what has one of these words in it")
    _formats(parser, "text or json")


def _check(parser: Parser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="licence files, or - for standard input")
    _formats(parser, "text or json")
    _colour(parser)


def _fmt(parser: Parser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="licence files, laid out in place; - writes to standard output"
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit status 1 if something would change")
    parser.add_argument("--diff", action="store_true", help="change nothing; show what would change")
    parser.add_argument(
        "--expand", action="store_true", help="change nothing; show what is inherited, taken in and lifted"
    )
    _colour(parser)


def _test(parser: Parser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="licence files, folders, or ids of the catalogue")
    _text(parser, "-k", metavar="WORD", help="only cases with this in `LICENSE: NAME`, in any case")
    parser.add_argument("-x", action="store_true", help="stop at the first case that fails")
    _formats(parser, "text, json or junit")
    _colour(parser)


def _coverage(parser: Parser) -> None:
    parser.add_argument("licenses", nargs="*", metavar="LICENSE", help="ids of the catalogue, or paths of .lic files")
    _text(parser, "-o", dest="output", metavar="FILE", help="write the report to a file instead")
    _text(parser, "--fail-under", metavar="N", help="exit status 1 where less than N per cent is covered")
    _formats(parser, "text, json or html")


def _boundaries(parser: Parser) -> None:
    parser.add_argument("licenses", nargs="*", metavar="LICENSE", help="an id, or the path of a .lic file")
    _text(parser, "--license", metavar="ID", help="which licence of a .lic file that holds several")
    _formats(parser, "text or json")


def _mutate(parser: Parser) -> None:
    parser.epilog = "exit status: 0 as it should be; 1 less than N per cent of the edits are noticed; 2 bad input"
    parser.add_argument("licenses", nargs="*", metavar="LICENSE", help="an id, or the path of a .lic file")
    _text(parser, "--license", metavar="ID", help="which licence of a .lic file that holds several")
    _text(parser, "--only", metavar="EDIT", help="only edits whose id begins so, such as `display-name`")
    _text(parser, "--fail-under", metavar="N", help="exit status 1 where less than N per cent of the edits are noticed")
    _formats(parser, "text or json")


def _uses(parser: Parser) -> None:
    """Options that narrow a question over all uses."""
    _text(parser, "--license", metavar="ID", help="which licence of a .lic file that holds several")
    _text(parser, "--act", metavar="ACT,…", help="only these acts (default: every act, each by itself)")
    _text(parser, "--set", metavar="FACT=VALUE", help="only uses of which this is so")
    _text(parser, "--as-of", metavar="DATE", help="only this day, or `today` (default: any day)")
    _text(parser, "--assume", metavar="HOW", help="none, safe or standard: what is taken for granted (default: none)")


def _under(parser: Parser) -> None:
    """Options that say how licences are read, and what is held."""
    _text(parser, "--approval", metavar="GATE=STATE[:FROM]", help="an approval that is held in all of these uses")
    _text(parser, "--reading", metavar="ID=OPTION", help="how a disputed wording is read")
    _text(
        parser, "--readings", metavar="HOW",
        help="taken or strict: as the files take them, or stricter for every use (default: taken)",
    )  # fmt: skip


def _diff(parser: Parser) -> None:
    parser.epilog = "exit status: 0 they answer every use alike; 1 they differ; 2 bad input"
    parser.add_argument("licenses", nargs="*", metavar="LICENSE", help="two ids, or paths of .lic files")
    _uses(parser)
    _under(parser)
    _formats(parser, "text, json, markdown or html")
    _colour(parser)


def _compare(parser: Parser) -> None:
    parser.add_argument("licenses", nargs="*", metavar="LICENSE", help="two or more ids or paths of .lic files")
    parser.add_argument("--family", action="append", default=[], metavar="NAME", help="all licences of a family")
    _uses(parser)
    _under(parser)
    _formats(parser, "text, json, markdown or svg")


def _batch(parser: Parser) -> None:
    parser.epilog = "columns are named like the facts; a null, and a fact without a column, is unknown"
    parser.add_argument("words", nargs="*", metavar="LICENSE[,…] FILE", help="ids or paths; a .parquet, .csv or .jsonl")
    _text(parser, "-o", "--output", metavar="FILE", help="the file for the answers: .parquet, .csv or .jsonl")
    _text(parser, "--map", metavar="COLUMN=FACT", help="a column that is named otherwise than its fact")
    _text(parser, "--currency", metavar="CODE", help="the currency of the columns of money")
    _uses(parser)


def _sql(parser: Parser) -> None:
    parser.add_argument("licenses", nargs="*", metavar="LICENSE", help="an id, or the path of a .lic file")
    _text(parser, "--dialect", metavar="NAME", help="duckdb, postgres, spark, bigquery or snowflake (default: duckdb)")
    _text(parser, "--table", metavar="NAME", help="the table of uses (default: uses)")
    _text(parser, "--columns", metavar="FACT,…", help="the facts that it has (default: all that the licence reads)")
    _text(parser, "--keep", metavar="COLUMN,…", help="further columns to keep, such as a key")
    _text(parser, "--currency", metavar="CODE", help="the currency of the columns of money")
    _uses(parser)


def _lint(parser: Parser) -> None:
    parser.epilog = "exit status: 0 no warning (notes may be there); 1 warnings; 2 bad input"
    parser.add_argument("files", nargs="*", metavar="FILE", help="licence files, or ids of the catalogue")
    _formats(parser, "text, json, github or sarif")
    _colour(parser)


def _openness(parser: Parser) -> None:
    parser.epilog = "exit status: 0 no criterion is failed; 1 some are; 2 bad input"
    parser.add_argument("licenses", nargs="*", metavar="LICENSE", help="an id, or the path of a .lic file")
    _text(parser, "--license", metavar="ID", help="which licence of a .lic file that holds several")
    _formats(parser, "text, json or markdown")


def _history(parser: Parser) -> None:
    parser.add_argument("named", nargs="*", metavar="WORK", help="works, or a family such as `minimax`")
    _formats(parser, "text, markdown or svg")
    _colour(parser)


def _schema(parser: Parser) -> None:
    parser.add_argument(
        "which", nargs="*", metavar="WHICH", help="use, facts or decision (default: all, under these keys)"
    )


def _outline(parser: Parser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="FILE.lic, and the texts that it names by fingerprint")
    _text(
        parser,
        "--check",
        metavar="DIR",
        help="rebuild the catalogue's outlines from the texts below this folder, and compare",
    )


_DETAILS: Final[dict[str, Callable[[Parser], None]]] = {
    "ask": _ask,
    "list": _list,
    "show": _show,
    "facts": _facts,
    "check": _check,
    "fmt": _fmt,
    "test": _test,
    "coverage": _coverage,
    "boundaries": _boundaries,
    "mutate": _mutate,
    "diff": _diff,
    "compare": _compare,
    "lint": _lint,
    "openness": _openness,
    "history": _history,
    "map": _map,
    "batch": _batch,
    "sql": _sql,
    "schema": _schema,
    "outline": _outline,
}
