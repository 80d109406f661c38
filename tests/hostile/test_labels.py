"""Files of labels that were made to harm: bounded in time and memory, nothing followed, and each a clear finding."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from unit.command_line import called

pytest.importorskip("yaml", reason="the extra `label` is not installed")

from licensekit.label.checkout import checkout
from licensekit.label.findings import findings

ROOT = Path(__file__).resolve().parents[2]
BOMB = "\n".join(
    ["---", "a: &a [x, x, x, x, x, x, x, x, x]"]
    + [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    + ["license: *i", "---", ""]
)


def said(folder: Path, code: str = "LK813") -> list[str]:
    return [each.message for each in findings(checkout(folder)) if each.code == code]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOMB, "more than 32 aliases"),
        (f"---\nlicense: {'[' * 5_000}\n---\n", "16 levels"),
        ("---\nlicense: mit\nlicense: apache-2.0\n---\n", "`license` is written twice"),
        ("---\nlicense: 'mit\n---\n", "found unexpected end of stream"),
        ("---\nlicense: mit\n", "its front matter has no end"),
        ("--- \nlicense: mit\n", "its front matter has no end"),
        (f"---\n{'a: b' * 100_000}\n---\n", "has more than 262_144 characters"),
        ("---\nlicense: !!python/object/apply:os.system ['true']\n---\n", ""),
    ],
    ids=range(8),
)
def test_front_matter(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(text)
    began = time.process_time()
    told = said(tmp_path)
    assert time.process_time() - began < 5
    assert len(told) == bool(why)
    assert all(message.startswith("`README.md` cannot be read: ") and why in message for message in told)


@pytest.mark.parametrize("card", [None, "-", "A model.\n"])
def test_a_text_that_nobody_knows_and_no_label_is_told(card: str | None, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("You may do what is written on the other page.\n")
    if card is not None:
        (tmp_path / "README.md").write_text(card)
    (told,) = said(tmp_path, "LK812")
    assert told == "no file names the licence, and `LICENSE` is no text that is encoded, and near to none"
    assert called("label", str(tmp_path)).status == 1


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        (
            "METADATA",
            "Name: a\nLicense-Expression: MIT\nLicense-Expression: 0BSD\n",
            "`License-Expression` is written twice",
        ),
        ("METADATA", "Name: a\nLicense: MIT\nLicense: 0BSD\n", "`License` is written twice"),
        ("pyproject.toml", "[project]\nlicense = 1\n", "`license` is no text, nor one `file` or `text`"),
        (
            "pyproject.toml",
            '[project]\nlicense = {file="L", text="MIT"}\n',
            "`license` is no text, nor one `file` or `text`",
        ),
        ("Cargo.toml", "[package\n", "Expected ']' at the end of a table declaration (at line 1, column 9)"),
        ("Cargo.toml", "[package]\nlicense = 1\n", "`license` is no text"),
        (
            "setup.cfg",
            "[metadata]\nlicense = MIT\nlicense = 0BSD\n",
            "While reading from 'setup.cfg' [line 3]: option 'license' in section 'metadata' already exists",
        ),
        ("setup.cfg", "license = MIT\n", "File contains no section headers."),
        ("CITATION.cff", "license: {a: b}\n", "`license` is neither a text nor a list of texts"),
        ("CITATION.cff", "license: [\n", "its text is no YAML that is read here"),
        ("CITATION.cff", f"message: {'x' * 300_000}\n", "its text has more than 262_144 characters"),
        ("composer.json", '{"license": 1}', "`license` is no text"),
    ],
)
def test_what_of_metadata_is_not_read_is_told(name: str, text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    (told,) = said(tmp_path)
    assert told.startswith(f"`{name}` cannot be read: {why}")


def test_a_text_that_a_manifest_names_and_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nlicense = {file="L"}\n')
    assert said(tmp_path) == [
        "`pyproject.toml` says that the text of the licence is in `L`, which is not in this folder"
    ]
    (tmp_path / "L").write_text("You may do what is written on the other page.\n")
    assert said(tmp_path) == []
    (tmp_path / "L").unlink()
    (tmp_path / "L").symlink_to("/etc/hostname")
    (told,) = said(tmp_path, "LK814")
    assert "not followed" in told


def test_a_card_of_100_megabytes_is_read_at_its_head(tmp_path: Path) -> None:
    with (tmp_path / "README.md").open("wb") as stream:
        stream.write(b"---\nlicense: mit\n---\n")
        stream.truncate(100_000_000)
    assert said(tmp_path) == ["`README.md` is long: only its first 1_000_000 bytes are looked at"]
    assert called("label", str(tmp_path)).status == 0


def test_more_weights_than_are_looked_at_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licensekit.label.checkout.MOST_WEIGHTS", 2)
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n")
    for number in range(3):
        (tmp_path / f"{number}.safetensors").write_bytes(b"\x02" + bytes(7) + b"{}")
    assert said(tmp_path) == ["of 3 files of weights the headers of the first 2 are looked at"]
    assert called("label", str(tmp_path)).status == 1


def test_more_files_than_are_looked_at_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licensekit.label.checkout._MOST_FILES", 2)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("")
    refused = called("label", str(tmp_path))
    assert (refused.status, "it holds more than 2 files" in refused.err) == (2, True)


def test_safetensors_of_a_gigabyte_is_read_at_its_head(tmp_path: Path) -> None:
    head = b'{"__metadata__": {"license": "mit"}}'
    with (tmp_path / "model.safetensors").open("wb") as stream:
        stream.write(len(head).to_bytes(8, "little") + head)
        stream.truncate(1_000_000_000)
    whole = checkout(tmp_path)
    assert [(each.value, each.span.source) for each in whole.said("license")] == [("mit", "model.safetensors")]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("m.gguf", b"GGUF\x03\0\0\0", "the file ends within it"),
        ("m.gguf", b"GGML" + bytes(40), "it does not begin with GGUF"),
        ("m.gguf", b"GGUF\x03\0\0\0" + bytes(8) + b"\xff" * 8, "more than 4_000_000 values"),
        ("m.gguf", b"GGUF\x03\0\0\0" + bytes(8) + b"\x01" + bytes(7) + b"\xff" * 8, "a text of it would have"),
        ("m.safetensors", b"\xff" * 8, "it would have 18_446_744_073_709_551_615 bytes"),
        ("m.safetensors", b"\x09" + bytes(7) + b"{", "the file ends within it"),
        ("m.safetensors", b"\x04" + bytes(7) + b"[[[[", "Expecting value"),
        ("README.md", b"---\nlicense: {a: gpl-3.0}\n---\n", "`license` is neither a text nor a short list of texts"),
        ("package.json", b'{"license": {"type": 5}}', "`license` is no text"),
        ("package.json", b'{"license": {"type": "mit", "exception": "none"}}', "`license` is no text"),
        ("package.json", b'{"licenses": [{"type": "mit"}, [["gpl-3.0"]]]}', "`licenses` is no text"),
        ("m.safetensors", b"\x3a" + bytes(7) + b'{"__metadata__": {"license": "gpl-3.0", "license": "mit"}}', "twice"),
        ("config.json", b'{"license": "mit", "license": "gpl-3.0"}', "`license` is written twice"),
        ("config.json", b"[" * 100_000, "it is too deeply nested"),
        ("pyproject.toml", b"[project", "Expected"),
        ("LICENSE", b"\xff\xfe", "is not valid UTF-8"),
    ],
)
def test_files_that_are_not_what_they_are_called(name: str, data: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert [why in message for message in said(tmp_path)] == [True]
    assert called("label", str(tmp_path)).status == 2


def test_links_in_a_circle_and_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret").write_text("license: mit")
    (folder / "README.md").symlink_to("README.md")
    (folder / "LICENSE").symlink_to("../secret")
    (folder / "licenses").symlink_to(".")
    assert said(folder) == ["`README.md` cannot be read: it is a link to itself"]
    assert said(folder, "LK814") == ["`LICENSE` is a link out of the folder, and is not followed"]
    assert "mit" not in called("label", str(folder)).out


@pytest.mark.parametrize("name", ["license", "License", "LICENSE.md", "LICENSE.txt", "LICENSE.pdf"])
def test_a_text_that_is_called_as_the_one_that_bears_the_label_out(name: str, tmp_path: Path) -> None:
    """Of two files of one name, but for case and form, the one with other terms was taken for that of a part."""
    (tmp_path / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    (tmp_path / "LICENSE").write_text((ROOT / "LICENSE").read_text("utf-8"), "utf-8")
    assert said(tmp_path, "LK802") == []
    (tmp_path / name).write_text("Only research use is permitted, and no other.\n")
    (told,) = said(tmp_path, "LK802")
    assert f"`{name}` is no text that is encoded" in told
    (tmp_path / name).rename(tmp_path / "LICENSE-zlib")
    assert said(tmp_path, "LK802") == []
