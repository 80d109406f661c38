// The memo of a case: to read, to sign, to print, to save.

import { points, problem, shortParts } from "./answer.js";
import { post } from "./calls.js";
import { asked, caseOf } from "./case.js";
import { button, el, labelled, saved, table } from "./dom.js";
import { answerSentences, asked as aboutWhat, valued } from "./sentences.js";
import { asMarkdown, asPage } from "./sheet.js";
import { asWritten, cell, composes, question, section, t, verdict } from "./words.js";

export async function memo(main, content, go) {
  const made = caseOf(content);
  if (made === null) return main.append(problem({ message: t("case_broken") }));
  const fields = ["name", "role", "date"].map((each) => el("input", { id: `sign-${each}`, autocomplete: "off", type: each === "date" ? "date" : "text" }));
  const sheet = el("article", { class: "card", id: "memo" });
  const written = async () => {
    const [name, role, date] = fields.map((field) => field.value);
    return post("/v1/memo", { ...asked(made), reviewed_by: { name, role, date } });
  };
  const fill = async () => {
    const told = await written();
    fillSheet(sheet, told);
    return told;
  };
  // what is saved says what is shown, in its language
  const shown = { markdown: () => asMarkdown(sheet), html: (told) => asPage(sheet, told.html) };
  const fileOf = (told, kind) => (composes() ? shown[kind](told) : told[kind]);
  const form = el("form", { class: "card no-print", onsubmit: (event) => { event.preventDefault(); fill(); } },
    el("fieldset", {}, el("legend", {}, t("sign")), el("div", { class: "grid" }, ["name", "role", "date"].map((each, at) => labelled(t(each), fields[at])))),
    el("div", { class: "row" }, el("button", { class: "main" }, t("fill")),
      button(t("print"), async () => { await fill(); window.print(); }),
      button(t("as_markdown"), async () => saved("memo.md", "text/markdown", fileOf(await fill(), "markdown"))),
      button(t("as_html"), async () => saved("memo.html", "text/html", fileOf(await fill(), "html"))),
      button(t("to_review"), () => go("review", made), { class: "plain" })));
  main.append(form, sheet);
  await fill();
}

function fillSheet(sheet, told) {
  sheet.replaceChildren(el("h1", { tabindex: "-1" }, t("memo_of", { subject: told.subject })),
    el("p", {}, composes() ? aboutWhat(told.decision) : asWritten(told.question)),
    el("p", {}, el("strong", {}, composes() ? verdict(told.verdict) : asWritten(told.headline))),
    ...told.blocks.map((block) => el("section", {}, el("h2", {}, section(block.title)), inner(told, block))),
    el("p", { class: "quiet" }, t("disclaimer")));
}

function inner(told, block) {
  if (block.rows) return table(block.heads.map(cell), block.rows.map(ROWS[block.title] ?? ((row) => row.map(asWritten))), block.title);
  if (composes() && block.title === "Short answer") return [el("p", {}, answerSentences(told.sentences)), shortParts(told)];
  return points(block);
}

// The rows of a checklist in the reader's language; what a duty asks, and where, stays as it is written.
const ROWS = {
  Facts: ([about, value, source]) => {
    const [, words, fact] = /^(.+) \(`([^`]+)`\)$/.exec(about) ?? [];
    if (!fact) return [asWritten(about), cell(value), cell(source)];
    return [[question(fact, words, ""), " (", el("code", {}, fact), ")"], composes() ? valued(fact, value) : value, cell(source)];
  },
  Duties: ([duty, status, ...rest]) => [asWritten(duty), cell(status), ...rest.map(asWritten)],
};
