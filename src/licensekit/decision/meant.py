"""Which fact a name stands for in a question: two names of one fact agree, and a meaning is that of a licence asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet

from licensekit.decision.matter import Matter
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.values import Known, known_shown
from licensekit.vocabulary.facts import fact_name


def facts_meant(facts: Mapping[str, Known], matter: Matter) -> Mapping[str, Known]:
    """The facts stated, under the names that the licences use.

    Raises FactsError as `names_meant` does, and where two names of one fact do not say the same (LK512).
    """
    names = names_meant(facts, matter)
    if not names:
        return facts
    meant: dict[str, Known] = {}
    differing: list[Diagnostic] = []
    for name, known in facts.items():
        stands_for = names.get(name, name)
        if meant.setdefault(stands_for, known) != known:
            plain = next(other for other in facts if other != name and names.get(other, other) == stands_for)
            message = (
                f"`{plain}` is given as {known_shown(facts[plain])} and `{name}` as {known_shown(known)},"
                " and here they are one fact"
            )
            differing.append(Diagnostic("LK512", message, help=f"leave out `{plain}`", path=plain))
    if differing:
        raise FactsError(differing)
    return meant


def names_meant(names: Collection[str], matter: Matter, *, in_columns: bool = False) -> Mapping[str, str]:
    """What names stand for that are not those of the licences: a bare name for its one meaning here.

    Raises FactsError where a bare name has several meanings (LK523), unless each of these is named beside it, and for
    a meaning that no licence asked about has, of a fact that they read and that is not named otherwise (LK513): where
    they read it plainly, or may assume it, or `in_columns`, of which none is told as unread. That one of them is
    said to have such a meaning, and has not, is refused however the fact is named besides.
    """
    if not matter.meanings_of and "@" not in "".join(names):
        return {}
    meant: dict[str, str] = {}
    refused: list[Diagnostic] = []
    for name in names:
        meanings, is_read = _meanings(name, matter), _is_among(name, matter.facts)
        if len(meanings) == 1 and not is_read:
            meant[name] = meanings[0]
        elif meanings and not (is_read and all(each in names for each in meanings)):
            choices = ", ".join(f"`{choice}`" for choice in meanings)
            message = f"`{name}` means different things in these licences"
            mend = f"write {choices} too, for one of them reads it plainly" if is_read else f"write one of {choices}"
            refused.append(Diagnostic("LK523", message, help=mend, path=name))
    told = {*names, *meant.values()}
    refused += (
        each for name in names if "@" in name for each in _of_no_licence(name, told, matter, in_columns=in_columns)
    )
    if refused:
        raise FactsError(refused)
    return meant


def _meanings(name: str, matter: Matter) -> tuple[str, ...]:
    """The names with a meaning under which a plain name is read: of a month, as any window of its number is too."""
    number, _, month = name.partition("[")
    meant = matter.meanings_of.get(name, ())
    if not month or "@" in month:
        return meant
    of_windows = (each for window, each in matter.meanings_of.items() if window.rpartition(".")[0] == number)
    dated = (f"{name}@{each.partition('@')[2]}" for window in of_windows for each in window)
    return tuple(dict.fromkeys((*meant, *dated)))


def _is_among(name: str, names: Collection[str]) -> bool:
    """Whether a fact has one of some names; of a month, whether a window of its number has."""
    number, _, month = name.partition("[")
    if not month or name in names:
        return name in names
    windows = (each.partition("@") for each in names)
    return any((window.rpartition(".")[0], of) == (number, month.partition("@")[2]) for window, _, of in windows)


def _of_no_licence(name: str, told: AbstractSet[str], matter: Matter, *, in_columns: bool) -> Iterator[Diagnostic]:
    """The finding for a meaning that no licence here has, where the fact itself is read and left open."""
    parts = fact_name(name)
    keys = {meaning.key for program in matter.programs for meaning in program.license.meanings}
    if _is_among(name, matter.facts) or _is_among(name, keys):
        return
    plain = str(parts._replace(meaning=""))
    read = [each for each in (plain, *_meanings(plain, matter)) if _is_among(each, matter.facts)]
    counts = in_columns or plain in read or matter.info(plain).assumption != "none"
    is_asked = any(program.license.id == parts.meaning for program in matter.programs)  # and has no meaning of its own
    if read and (is_asked or (counts and told.isdisjoint(read))):
        message = f"`{name}`: no licence asked about gives `{plain}` the meaning `{parts.meaning}`"
        yield Diagnostic("LK513", message, help="write " + " or ".join(f"`{each}`" for each in read), path=name)
