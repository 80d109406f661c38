"""Bad input, command by command: status 2, nothing on standard output, nothing written, and each error with its mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from unit.command_line import called

BAD = """\
ask
ask nothing-known --act run
ask mit
ask mit --act rn
ask mit --act run --set x=yes
ask mit --act run --set use.personal=maybe
ask mit --act run --set use.personal=yes --set use.personal=no
ask mit --act run --facts nowhere.toml
ask mit --act run --facts .
ask mit --act run --facts broken.toml
ask mit --act run --profile nowhere.toml
ask mit --act run --as-of 2026-02-30
ask mit --act run --reading x=y
ask mit --act run --approval x=held
ask mit --act run --done x
ask mit --act run --attest x
ask mit --act run --assume nothing
ask mit --act run --frob
ask mit --act
ask nobody/nothing --act run
ask --model minimax-m2.7 --act run
ask - - --act run
list --format xml
show
show nothing-known
facts nowhere.lic
history nothing-known
history
check nowhere.lic
check bad.lic
check - -
fmt
fmt nowhere.lic
lint nowhere.lic
lint nothing-known
lint bad.lic
lint - -
explain LK999
outline
outline nowhere.txt
outline --check nowhere
test nowhere.lic
test bad.lic
test -
coverage
coverage nowhere.lic
coverage mit --fail-under x
coverage mit -o nowhere/x.txt
boundaries
mutate
mutate mit --only nothing
diff mit
diff mit nothing-known
compare mit
compare --family nothing
openness
map mit --act run
map mit --act run --x use.personal --y use.personal
map kimi-k2.5 --x product.charged_for --y product.revenue.month -o map.gif
map kimi-k2.5 --x product.charged_for --y product.revenue.month -o nowhere/map.svg
sql
schema nothing
init --set x=yes --yes
completion fisch
frob
--frob
help
"""


@pytest.mark.parametrize("line", BAD.splitlines())
def test_bad_input(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.lic").write_text('license bad { title "B" grant g at "1" { may rn } }')
    (tmp_path / "broken.toml").write_text("acts = [")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    outcome = called(*line.split())
    assert (outcome.status, sorted(tmp_path.iterdir())) == (2, before)
    assert outcome.out in {"", "1 file: 1 error\n"}
    told = re.split(r"(?m)^(?=error\[)", outcome.err)[1:]
    assert told
    for finding in told:
        message, mend = re.match(r"error\[LK\d+\]: (.*)", finding), re.search(r"(?m)^  = help: (.+)$", finding)
        assert message is not None
        assert mend is not None, finding
        offered = re.fullmatch(r"did you mean `(.*)`\?", mend[1])
        assert offered is None or f"`{offered[1]}`" not in message[1], "what was written is not what is meant"
