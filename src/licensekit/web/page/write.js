// Write or paste a licence in the language, and see what is wrong at its place while typing.

import { problem } from "./answer.js";
import { latest, post } from "./calls.js";
import { newCase } from "./case.js";
import { button, el, named } from "./dom.js";
import { t } from "./words.js";

const EXAMPLE = `# Free for everybody but those who take money for a product with it.
license house-rules-1.0 {
  title "House Rules 1.0"
  licensor "House"

  grant use at "1" { may run, embed, distribute_copy }
  prohibition paid at "2" { must not embed when product.charged_for }
  duty notice at "3" { for distribute_copy must include license_text in every_copy }
}
`;
const PAUSE = 250;

export async function write(main) {
  const only = latest();
  const area = el("textarea", { id: "source", class: "source", spellcheck: "false", wrap: "off", autocapitalize: "off", "aria-describedby": "summary" });
  const behind = el("pre", { "aria-hidden": "true" });
  const summary = el("p", { id: "summary", role: "status", class: "quiet" });
  const list = el("ol", { class: "findings" });
  const look = () => only(async (signal) => {
    if (!area.value.trim()) return clear();
    summary.textContent = t("checking");
    try {
      const { findings } = await post("/v1/check", { text: area.value }, signal);
      summary.textContent = findings.length ? `${t("findings")}: ${findings.length}` : t("none");
      list.replaceChildren(...findings.map((each) => finding(each, area)));
      mark(behind, area, findings);
    } catch (error) {
      if (!signal.aborted) list.replaceChildren(el("li", {}, problem(error)));
    }
  });
  const clear = () => { summary.textContent = ""; list.replaceChildren(); behind.replaceChildren(); };
  let waiting = 0;
  const typed = () => {
    behind.replaceChildren(area.value);
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  };
  area.addEventListener("input", typed);
  area.addEventListener("scroll", () => { behind.scrollTop = area.scrollTop; behind.scrollLeft = area.scrollLeft; });
  const fill = (text) => { area.value = text; look(); };
  const opened = el("input", { type: "file", id: "lic-file", accept: ".lic,.txt", "aria-label": t("open_file"), onchange: async () => fill(await opened.files[0].text()) });
  main.append(el("h1", { tabindex: "-1" }, t("write_title")),
    el("div", { class: "columns" },
      el("section", { class: "card" }, el("label", { for: "source" }, t("source")), el("div", { class: "editor" }, behind, area), el("p"),
        el("div", { class: "row" }, button(t("example"), () => fill(EXAMPLE)), opened,
          button(t("review_this"), () => { location.hash = `#review=${encodeURIComponent(JSON.stringify(newCase({ text: area.value })))}`; }))),
      el("section", { class: "card", "aria-labelledby": "findings" }, el("h2", { id: "findings" }, t("findings")), summary, list)));
}

function finding(told, area) {
  const place = told.places[0];
  const jump = place?.line ? button(t("place", place), () => {
    const [from, to] = span(area.value, place);
    area.focus();
    area.setSelectionRange(from, to);
  }, { class: "plain" }) : null;
  return el("li", { class: "problem", "data-code": told.code }, el("strong", {}, `${t(told.severity)} ${told.code}`), " ", jump,
    el("p", { lang: "en" }, named(told.message), told.help ? [el("br"), named(told.help)] : null));
}

// Where a place begins and ends in a text: lines and columns count from 1, columns in code points.
function span(text, place) {
  const lines = text.split("\n");
  const before = lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const inLine = [...(lines[place.line - 1] ?? "")].slice(0, place.column - 1).join("").length;
  const from = before + inLine;
  return [from, from + Math.max((place.text ?? "").split("\n")[0].length, 1)];
}

function mark(behind, area, findings) {
  const spans = findings.flatMap((each) => each.places.slice(0, 1).filter((place) => place.line)
    .map((place) => [...span(area.value, place), each.severity])).sort((one, two) => one[0] - two[0]);
  const pieces = [];
  let at = 0;
  for (const [from, to, severity] of spans) {
    if (from < at) continue;
    pieces.push(area.value.slice(at, from), el("mark", { class: severity === "error" ? "error" : "note" }, area.value.slice(from, to)));
    at = to;
  }
  behind.replaceChildren(...pieces, `${area.value.slice(at)}\n`);
  behind.scrollTop = area.scrollTop;
  behind.scrollLeft = area.scrollLeft;
}
