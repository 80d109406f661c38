"""Snapshots in a cache of the hub: what card, texts, links and headers of weights say of a licence is a claim."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.components import snapshots

pytest.importorskip("yaml", reason="the extra `label` is not installed")

APACHE = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
LLAMA = "meta-llama/Llama-3.1-8B"
BESIDE = "the text that stands with it is "
MIT = {"README.md": "---\nlicense: mit\n---\n"}


def gguf(**pairs: str) -> bytes:
    """The header of a GGUF file with some texts under `general.`."""

    def text(written: str) -> bytes:
        return struct.pack("<Q", len(written.encode())) + written.encode()

    body = b"".join(text(f"general.{key}") + struct.pack("<I", 8) + text(value) for key, value in pairs.items())
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs)) + body


def safetensors(**pairs: str) -> bytes:
    """The head of a safetensors file with some metadata."""
    head = json.dumps({"__metadata__": pairs}).encode()
    return struct.pack("<Q", len(head)) + head


def read(folder: Path, files: dict[str, str | bytes]) -> lk.ComponentList:
    """A cache in which one snapshot of `acme/x` lies."""
    snapshot = folder / "models--acme--x" / "snapshots" / "1"
    for name, text in files.items():
        (snapshot / name).parent.mkdir(parents=True, exist_ok=True)
        (snapshot / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return lk.read_components(folder)


def said(folder: Path, files: dict[str, str | bytes]) -> lk.Component:
    (component,) = read(folder, files).components
    return component


def verdict(component: lk.Component) -> str:
    (answer,) = lk.decide_all([component], ["embed"])
    return answer.verdict.value


@pytest.mark.parametrize(
    ("name", "header", "claims", "bases"),
    [
        ("m.gguf", gguf(license="mit"), ("mit",), ()),
        ("m.gguf", gguf(license="cc-by-nc-4.0"), ("mit", "cc-by-nc-4.0"), ()),
        ("Q4/m.GGUF", gguf(license="cc-by-nc-4.0"), ("mit", "cc-by-nc-4.0"), ()),
        ("m.gguf", gguf(license="other", **{"license.name": "llama3.1"}), ("mit", "llama3.1"), ()),
        ("m.gguf", gguf(**{"license.link": f"https://huggingface.co/{LLAMA}/blob/main/LICENSE"}), ("mit", "llama-3.1"), ()),
        ("m.gguf", gguf(**{"base_model.0.repo_url": f"https://huggingface.co/{LLAMA}"}), ("mit",), (LLAMA,)),
        ("m.gguf", gguf(**{"source.url": f"https://huggingface.co/{LLAMA}"}), ("mit",), (LLAMA,)),
        ("m.gguf", gguf(**{"source.url": "https://huggingface.co/acme/before"}), ("mit",), ()),
        ("m.gguf", gguf(architecture="llama", name="llama3.1"), ("mit",), ()),
        ("m.safetensors", safetensors(**{"modelspec.license": "GPL-3.0"}), ("mit", "GPL-3.0"), ()),
        ("vae/m.safetensors", safetensors(license="GPL-3.0"), ("mit", "GPL-3.0"), ()),
        ("m.safetensors", safetensors(format="pt"), ("mit",), ()),
    ],
)  # fmt: skip
def test_headers_of_weights_are_claims_beside_the_card(
    name: str, header: bytes, claims: tuple[str, ...], bases: tuple[str, ...], tmp_path: Path
) -> None:
    component = said(tmp_path, {**MIT, name: header})
    assert (component.claims, component.bases) == (claims, bases)
    assert (verdict(component) == "permitted") is (claims == ("mit",) and not bases)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("m.gguf", b"GGUF\x03\0\0\0"),
        ("m.safetensors", b"\xff" * 8),
        ("m.safetensors", struct.pack("<Q", 58) + b'{"__metadata__": {"license": "gpl-3.0", "license": "mit"}}'),
    ],
)
def test_a_header_that_cannot_be_read_leaves_it_open(name: str, header: bytes, tmp_path: Path) -> None:
    component = said(tmp_path, {**MIT, name: header})
    assert component.claims[1].startswith(f"{BESIDE}`{name}`, which cannot be read: its header is no ")
    assert verdict(component) == "unknown"


def test_weights_that_lie_elsewhere_are_not_opened_and_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    said(tmp_path, MIT)
    snapshot = tmp_path / "models--acme--x" / "snapshots" / "1"
    (tmp_path / "away.gguf").write_bytes(gguf(license="mit"))
    (snapshot / "a.gguf").symlink_to(tmp_path / "away.gguf")
    os.mkfifo(snapshot / "b.gguf")
    (snapshot / "c.gguf").symlink_to("c.gguf")
    (component,) = lk.read_components(tmp_path).components
    assert [each.removeprefix(BESIDE).partition(":")[0] for each in component.claims[1:]] == [
        "`a.gguf`, which lies elsewhere",
        "`b.gguf`, which cannot be read",
        "`c.gguf`, which cannot be read",
    ]


def test_a_gigabyte_of_weights_in_the_blobs_is_read_at_its_head(tmp_path: Path) -> None:
    said(tmp_path, MIT)
    blob = tmp_path / "models--acme--x" / "blobs" / "0"
    blob.parent.mkdir()
    with blob.open("wb") as stream:
        stream.write(safetensors(license="GPL-3.0"))
        stream.truncate(2**30)
    (tmp_path / "models--acme--x" / "snapshots" / "1" / "m.safetensors").symlink_to("../../blobs/0")
    assert lk.read_components(tmp_path).components[0].claims == ("mit", "GPL-3.0")


def test_of_very_many_weights_the_rest_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST_WEIGHTS", 2)
    component = said(tmp_path, {**MIT, **{f"{at}.gguf": gguf(license="mit") for at in range(3)}})
    assert component.claims == ("mit", f"{BESIDE}that of 3 files of weights, of which 2 are looked at")


@pytest.mark.parametrize(
    ("link", "files", "claims", "notes"),
    [
        ("LICENSE", {"LICENSE": APACHE}, ("mit", "apache-2.0"), ()),
        ("./TERMS-OF-ACME.txt", {"TERMS-OF-ACME.txt": APACHE}, ("mit", "apache-2.0"), ()),
        ("docs/our-words.md", {"docs/our-words.md": APACHE}, ("mit", "apache-2.0"), ()),
        ("https://huggingface.co/acme/x/blob/main/docs/our%20words.md", {"docs/our words.md": APACHE}, ("mit", "apache-2.0"), ()),
        ("our-words.pdf", {"our-words.pdf": b"%PDF\0\xff"}, ("mit", f"{BESIDE}no text that is encoded, and near to none"), ()),
        ("../../../secret", {}, ("mit", f"{BESIDE}`../../../secret`, which cannot be read"), ()),
        ("https://www.apache.org/licenses/LICENSE-2.0", {}, ("mit", "https://www.apache.org/licenses/LICENSE-2.0"), ()),
        (f"https://huggingface.co/{LLAMA}/blob/main/LICENSE", {}, ("mit", "llama-3.1"), ()),
        ("https://huggingface.co/datasets/choosealicense/licenses/blob/main/markdown/mit.md", {}, ("mit",), ()),
        ("LICENSE", {}, ("mit",), ("texts of licences that are said to be elsewhere are not read: LICENSE (acme/x)",)),
        ("https://acme.example/terms", {}, ("mit",), ("texts of licences that are said to be elsewhere are not read: https://acme.example/terms (acme/x)",)),
        (f"https://github.com/{LLAMA}/blob/main/LICENSE", {}, ("mit",), (f"texts of licences that are said to be elsewhere are not read: https://github.com/{LLAMA}/blob/main/LICENSE (acme/x)",)),
    ],
)  # fmt: skip
def test_where_a_card_says_that_the_text_is(
    link: str, files: dict[str, str | bytes], claims: tuple[str, ...], notes: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("x")
    whole = read(tmp_path, {"README.md": f"---\nlicense: mit\nlicense_link: {link}\n---\n", **files})
    assert (whole.components[0].claims, whole.notes) == (claims, notes)


def test_a_link_says_which_licence_a_bare_other_is(tmp_path: Path) -> None:
    link = f"https://huggingface.co/{LLAMA}/blob/main/LICENSE"
    component = said(tmp_path, {"README.md": f"---\nlicense: other\nlicense_link: {link}\n---\n"})
    assert component.claims == ("llama-3.1",)


@pytest.mark.parametrize(
    "name", ["licenses/LICENSE-base", "LICENSES/GPL-3.0-only.txt", "license/of-the-base", "licences/x.rst"]
)
def test_texts_in_a_folder_of_licences_are_claims(name: str, tmp_path: Path) -> None:
    assert said(tmp_path, {**MIT, name: APACHE}).claims == ("mit", "apache-2.0")
    component = said(tmp_path, {name: "You may look at it."})
    assert component.claims[1:] == (f"{BESIDE}no text that is encoded, and near to none",)
    assert verdict(component) == "unknown"


def test_notices_and_policies_in_a_folder_of_licences_count_as_beside_the_card(tmp_path: Path) -> None:
    notice = "Licensed under the Llama 3.1 Community License."
    assert said(tmp_path, {**MIT, "licenses/NOTICE": notice}).claims == ("mit", "llama-3.1")
    claims = said(tmp_path, {**MIT, "licenses/NOTICE": "", "licenses/USE_POLICY.md": "You may not. " * 30}).claims
    assert claims == ("mit", f"{BESIDE}`licenses/USE_POLICY.md`, a use policy, which no licence that is named has")


def test_what_has_the_name_of_a_text_and_is_none_leaves_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        said(tmp_path, {**MIT, "LICENSE-parts/x": APACHE}).claims[1] == f"{BESIDE}`LICENSE-parts`, which cannot be read"
    )
    monkeypatch.setattr(snapshots, "_MOST_TEXTS", 1)
    crowded = said(tmp_path / "crowded", {**MIT, "licenses/a": APACHE, "licenses/b": APACHE})
    assert crowded.claims == ("mit", f"{BESIDE}`licenses`, which cannot be read")


def test_data_that_cards_name_are_told_where_they_do_not_lie_there(tmp_path: Path) -> None:
    card = "---\nlicense: mit\ndatasets:\n- acme/faq\n- acme/mail\ntags: ['dataset:acme/talk']\n---\n"
    (tmp_path / "datasets--acme--faq" / "snapshots" / "1").mkdir(parents=True)
    whole = read(tmp_path, {"README.md": card})
    assert [each.name for each in whole.components] == ["acme/faq", "acme/x"]
    assert whole.notes == (
        "data sets that cards name, and that do not lie there, are not asked about: acme/mail, acme/talk",
    )


def test_of_many_names_some_are_told(tmp_path: Path) -> None:
    names = ", ".join(f"a/d{at:02}" for at in range(30))
    (note,) = read(tmp_path, {"README.md": f"---\nlicense: mit\ndatasets: [{names}]\n---\n"}).notes
    assert note.endswith("a/d18, a/d19 and 10 more")


def test_a_space_in_the_cache_is_code_and_no_row_is_dropped(tmp_path: Path) -> None:
    for name in ("spaces--acme--demo", "models--gpt2", "datasets--acme--faq", "models--acme--empty"):
        (tmp_path / name).mkdir()
    snapshot = tmp_path / "spaces--acme--demo" / "snapshots" / "1"
    snapshot.mkdir(parents=True)
    (snapshot / "README.md").write_text("---\nlicense: gpl-3.0\n---\n")
    listed = lk.read_components(tmp_path).components
    assert [(each.name, each.kind, each.claims) for each in listed] == [
        ("acme/faq", "data", ()),
        ("acme/empty", "weights", ()),
        ("gpt2", "weights", ()),
        ("acme/demo", "code", ("gpl-3.0",)),
    ]
