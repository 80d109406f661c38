"""What a snapshot of a hub's repository says: its card, configurations, texts, notices, and headers of weights.

What is not read is a claim that names no licence, as it may bind too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from licensekit.catalogue.lineage import lineage
from licensekit.catalogue.names import may_mean
from licensekit.components.binding import called_on_hub
from licensekit.components.component import Made
from licensekit.components.documents import (
    ITS_TEXT,
    InventoryError,
    claim_of_text,
    claims_of_label,
    json_in,
    keys_of_licenses,
    one_line,
)
from licensekit.components.file_names import has_terms, is_a_card, is_of_terms
from licensekit.components.front_matter import FrontMatter, front_matter, key_seen
from licensekit.components.headers import MOST_WEIGHTS, WEIGHTS, BrokenHeader, KeySays, header_of, said_by_key
from licensekit.components.links import LicenseLink, followed
from licensekit.components.policies import is_of_another
from licensekit.components.prose import NOTICES, claims_in
from licensekit.diagnostics import clipped
from licensekit.identify.identification import identify
from licensekit.identify.reading import is_of_a_license, is_of_a_policy
from licensekit.limits import MAX_TEXT_BYTES
from licensekit.regular_file import beginning_of

_MOST: Final = 1_000_000
"""Bytes of a card that are read: its front matter stands first."""
_MADE: Final[Mapping[str, Made]] = {
    "quantized": "quantized",
    "finetune": "finetune",
    "adapter": "adapter",
    "merge": "merge",
}
_CARD: Final = "README.md"
_AGREED: Final = ("extra_gated_prompt", "extra_gated_fields", "extra_gated_eu_disallowed")
"""Keys of a card that make whoever wants a copy agree to something first."""
_NO: Final = frozenset({"false", "no", "off"})
_CONFIGURATIONS: Final = ("adapter_config.json", "config.json")
_OF_HUB: Final = re.compile(r"[\w.-]*\w/[\w.-]+")
"""A name of the hub; a path of somebody's own machine begins otherwise, or is deeper."""
_MOST_TEXTS: Final = 1_000
"""Texts in one folder of licences that are looked at."""
_KEYS: Final = ("license", "license_name", "license_link", "base_model", "base_model_relation", "tags")


@dataclass(frozen=True)
class SnapshotSaid:
    """What a snapshot says of its licence, and of what it is made from."""

    claims: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    made: Made = ""
    datasets: tuple[str, ...] = ()
    """The data sets that its card names."""
    elsewhere: tuple[str, ...] = ()
    """Where texts of its licence are said to be, and nobody here reads them: paths and addresses."""


@dataclass
class _Files:
    """The files of a snapshot, as they are read: none that lies out of its repository."""

    revision: Path
    repository: Path
    texts: dict[str, str] = field(default_factory=dict)
    """What was read, by path."""
    unread: list[str] = field(default_factory=list)

    def keep(self, at: str) -> None:
        """Read a text; of a long card its beginning."""
        if (text := self._text(self.revision / at)) is None:
            self.unread.append(f"`{at}`, which cannot be read")
        else:
            self.texts[at] = text

    def is_here(self, path: Path) -> bool:
        """Whether a file lies in the repository, links followed; links in a circle, which cannot be read, do."""
        try:
            return path.resolve().is_relative_to(self.repository.resolve())
        except RuntimeError:  # of a circle, before Python 3.13
            return True
        except OSError:
            return False

    def _text(self, path: Path) -> str | None:
        is_card = is_a_card(path.name)
        most = _MOST if is_card else MAX_TEXT_BYTES
        try:
            data = beginning_of(path, most + 1) if self.is_here(path) else None
        except (OSError, ValueError):
            return None
        if data is None or (len(data) > most and not is_card):
            return None
        return data[:most].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\0", "\ufffd")


def said_in(revision: Path, repository: Path, name: str) -> SnapshotSaid:
    """What a revision says. `name` is that of the repository on the hub. Raises OSError where it cannot be listed."""
    files = _Files(revision, repository)
    for path in _with_terms(revision):
        files.keep(path.relative_to(revision).as_posix())
    cards = {at: front_matter(text) for at, text in files.texts.items() if is_a_card(at)}
    card = cards.get(_CARD, FrontMatter())
    headed = _headed(files)
    links = [link for each in cards.values() for link in each.texts("license_link")]
    linked = {each: followed(each, name) for each in (*links, *_of(headed, "link"))}
    for link in linked.values():
        if link.file and link.file not in files.texts and os.path.lexists(revision / link.file):
            files.keep(link.file)
    configured = _configured(files)
    for each in cards.values():
        files.unread += _unread_of(each)
    own = [*filter(None, (configured.get("license_name", ""), configured.get("license", "")))][:1]
    at_links = [each.license for each in linked.values() if each.license]
    claims = [*_claimed(card, at_links), *claims_of_label(_of(headed, "license"), _of(headed, "name")), *own]
    claims += [claim for at, each in cards.items() if at != _CARD for claim in _claimed(each, ())]
    claims += [claim_of_text(text) for at, text in files.texts.items() if _is_its_text(at, linked.values())]
    claims += [each for at, text in files.texts.items() for each in _binds_too(at, text, claims)]
    return SnapshotSaid(
        claims=tuple(filter(None, dict.fromkeys((*claims, *(f"{ITS_TEXT}{each}" for each in files.unread))))),
        bases=_bases(card, headed, configured) or _loaded(headed, configured, name),
        made=_made(card) or ("adapter" if configured.get("base_model_name_or_path") else ""),
        datasets=(*card.texts("datasets"), *(tag.text for tag in card.tagged if tag.what == "dataset")),
        elsewhere=tuple(
            written
            for written, link in linked.items()
            if link == LicenseLink() or (link.file and not os.path.lexists(revision / link.file))
        ),
    )


def _unread_of(card: FrontMatter) -> Iterator[str]:
    """What of a card is not read, and may be of its licence or of what it is made from."""
    if card.problem is not None:
        yield f"a card that cannot be read: {card.problem.why}"
    for entry in card.entries:
        meant = key_seen(entry.key)
        if entry.key in _KEYS and not entry.is_plain:
            yield f"a card of which `{entry.key}` is no text"
        elif entry.key not in _KEYS and meant in _KEYS:
            yield f"a card with `{clipped(entry.key)}`, which is no `{meant}`"
    for key in keys_of_licenses((each.key for each in card.entries), _KEYS):
        if key_seen(key) not in _KEYS:
            yield f"a card with `{clipped(key)}`, which is not read"


# --- which files are read ----------------------------------------------------------------------------------


def _with_terms(revision: Path) -> Iterator[Path]:
    """The card, configurations and files of terms of a snapshot, and what lies in its folders of licences."""
    for path in sorted(revision.iterdir()):
        if is_of_terms(path.name) and path.is_dir():
            inside = [*islice((each for each in path.iterdir() if not each.is_dir()), _MOST_TEXTS + 1)]
            yield from sorted(inside) if len(inside) <= _MOST_TEXTS else (path,)  # as a text it cannot be read
        elif path.name in _CONFIGURATIONS or is_a_card(path.name) or has_terms(path):
            yield path


def _is_its_text(at: str, linked: Iterable[LicenseLink]) -> bool:
    """Whether a file holds the text of a licence: by its name, its folder, or as a link says; no notice, no policy."""
    name = Path(at).name
    is_beside = is_a_card(name) or is_of_a_policy(name) or NOTICES.fullmatch(name)
    return not is_beside and (is_of_a_license(name) or "/" in at or any(link.file == at for link in linked))


def _binds_too(at: str, text: str, claims: Sequence[str]) -> Iterator[str]:
    """What binds beside the claims: licences that restrict and that a notice names, and the use policy of another."""
    name = Path(at).name
    if NOTICES.fullmatch(name):
        yield from claims_in(text, f"`{at}`", claims)
    elif is_of_a_policy(name) and is_of_another(identify(text), frozenset[str]().union(*map(may_mean, claims))):
        yield f"{ITS_TEXT}`{at}`, a use policy, which no licence that is named has"


def _headed(files: _Files) -> tuple[tuple[KeySays, str], ...]:
    """What the headers of weights say, in the snapshot and in the folders in it."""
    every = [*files.revision.iterdir()]
    every += [inner for each in every if each.is_dir() and not each.is_symlink() for inner in each.iterdir()]
    weights = sorted(each for each in every if each.suffix.casefold() in WEIGHTS)
    if len(weights) > MOST_WEIGHTS:
        files.unread.append(f"that of {len(weights):_} files of weights, of which {MOST_WEIGHTS} are looked at")
    told = dict[tuple[KeySays, str], None]()
    for path in weights[:MOST_WEIGHTS]:
        try:
            header = header_of(path) if files.is_here(path) else None
        except BrokenHeader as problem:
            files.unread.append(f"`{path.name}`, which cannot be read: {problem}")
            continue
        if header is None:
            files.unread.append(f"`{path.name}`, which lies elsewhere")
            continue
        said = ((said_by_key(key), one_line(value)) for key, value in header.items())
        told |= {(what, text): None for what, text in said if what is not None and text}
    return tuple(told)


def _of(headed: Iterable[tuple[KeySays, str]], wanted: KeySays) -> list[str]:
    return [text for what, text in headed if what == wanted]


def _configured(files: _Files) -> Mapping[str, str]:
    """The texts of the topmost keys of configurations."""
    told = dict[str, str]()
    for name in _CONFIGURATIONS:
        try:
            read = json_in(files.texts.get(name) or "{}", name)
        except InventoryError:
            files.unread.append(f"`{name}`, which cannot be read")
            continue
        every = read.items() if isinstance(read, dict) else ()
        told |= {key: text for key, value in every if key not in told and (text := one_line(value))}
    return told


# --- what they say -----------------------------------------------------------------------------------------


def _claimed(head: FrontMatter, linked: Sequence[str]) -> Iterator[str]:
    """The licences that a card names: in its keys, by a link, in tags; what is agreed to first is one more text."""
    names = head.texts("license_name")
    yield from claims_of_label(head.texts("license"), names or linked)
    yield from linked if names else ()
    yield from (tag.text for tag in head.tagged if tag.what == "license" and (tag.text != "other" or not names))
    for key in _AGREED:
        said = " ".join(head.texts(key))
        if any(entry.key == key for entry in head.entries) and said.casefold() not in _NO:
            told = identify(said)
            yield (
                told.licenses[0] if told.licenses else f"{ITS_TEXT}what its card has agreed to before access (`{key}`)"
            )


def _bases(head: FrontMatter, headed: Iterable[tuple[KeySays, str]], configured: Mapping[str, str]) -> tuple[str, ...]:
    """What it is made from: as card, tags and weights say, and the adapter's configuration by a name of the hub."""
    tagged = (tag.text for tag in head.tagged if tag.what == "base")
    said = dict.fromkeys(
        (*head.texts("base_model"), *tagged, *(called_on_hub(each)[-1] for each in _of(headed, "base")))
    )
    adapted = configured.get("base_model_name_or_path", "")
    if adapted and (not said or _OF_HUB.fullmatch(adapted)):
        said[adapted] = None
    return tuple(said)


def _loaded(headed: Iterable[tuple[KeySays, str]], configured: Mapping[str, str], own: str) -> tuple[str, ...]:
    """From what its files were written, where that is a work of somebody else's that is known here: a hint."""
    written = filter(None, (configured.get("_name_or_path", ""), *_of(headed, "loaded")))
    hints = dict.fromkeys(called_on_hub(each)[-1] for each in written)
    return tuple(hint for hint in hints if _OF_HUB.fullmatch(hint) and _is_of_another(hint, own) and lineage(hint))


def _is_of_another(model: str, own: str) -> bool:
    return model.partition("/")[0].casefold() != own.partition("/")[0].casefold()


def _made(head: FrontMatter) -> Made:
    """How the work is made from its bases: as its key says, else its tags where they all say the same."""
    told = head.texts("base_model_relation") or tuple({tag.made for tag in head.tagged if tag.made})
    return _MADE.get("".join(told), "")
