"""A lexer for Pygments (entry point `licensekit`), so that documentation and terminals colour .lic files."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from pygments.lexer import RegexLexer  # type: ignore[import-untyped]
from pygments.token import (  # type: ignore[import-untyped]
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Punctuation,
    String,
    Whitespace,
)

from licensekit.editor.colours import TextPartKind, parts

_TOKENS: Final[dict[TextPartKind, Any]] = {
    "block": Keyword.Declaration,
    "code": Name.Constant,
    "comment": Comment.Single,
    "date": Literal.Date,
    "fact": Name.Variable,
    "header": Name.Attribute,
    "keyword": Keyword,
    "name": Name,
    "number": Number,
    "text": String.Double,
}


class LicLexer(RegexLexer):  # type: ignore[misc]
    """The words of the language as the grammar has them; every other name is a name, one with a dot a fact."""

    name = "licensekit"
    aliases: ClassVar[list[str]] = ["licensekit", "lic"]
    filenames: ClassVar[list[str]] = ["*.lic"]
    mimetypes: ClassVar[list[str]] = ["text/x-licensekit"]

    @classmethod
    def get_tokendefs(cls) -> dict[str, list[tuple[str, Any]]]:
        """The rules, made when the first text is coloured: who only looks for another lexer does not wait for them."""
        rules = [(part.pattern, _TOKENS[part.kind]) for part in parts()]
        return {"root": [(r"\s+", Whitespace), *rules, (r"[{}(),:]", Punctuation)]}
