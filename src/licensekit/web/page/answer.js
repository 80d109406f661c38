// The answer so far: verdict, what remains possible, and every section of the memo.

import { el, named } from "./dom.js";
import { answerSentences, asked, byAct, disputed, fact, firstQuestion, LINES } from "./sentences.js";
import { asWritten, composes, label, section, t, verdict, verdictBadge } from "./words.js";

const OPEN = new Set(["Duties", "Approvals", "Duties that may apply", "Given, but nothing reads it", "Not read"]);

export function answerPanel(told) {
  document.getElementById("told").textContent = `${t("so_far")}: ${verdict(told.verdict)}`;
  const settled = told.possible.length === 1;
  return el("section", { class: "card", "aria-labelledby": "so-far" },
    el("h2", { id: "so-far" }, t("so_far")),
    el("p", { "data-verdict": told.verdict }, verdictBadge(told.verdict)),
    settled ? null : [
      el("p", { class: "quiet", id: "possible" }, t("possible")),
      el("ul", { class: "possible", "aria-labelledby": "possible" }, told.possible.map((each) => el("li", {}, verdictBadge(each)))),
    ],
    el("p", { id: "answer" }, composes() ? answerSentences(told.sentences) : asWritten(told.short.answer)),
    composes() ? el("p", { class: "quiet" }, asked(told.decision)) : null,
    shortParts(told),
    told.sections.map(sectionOf));
}

// What a part tells where answers are composed in the reader's language; what is not composed stays as it is written.
const COMPOSED = {
  by_act: (told) => byAct(told.decision),
  find_out: (told) => [firstQuestion(told.first_question)],
  disputed: (told, part) => disputed(told.decision, part.items.length),
  because: (_, part) => part.items.map((item) => fact(item) ?? asWritten(item)),
};

function itemsOf(told, part) {
  return (composes() ? COMPOSED[part.kind]?.(told, part) : null) ?? part.items.map(asWritten);
}

export function shortParts(told) {
  const rows = told.short.parts.filter((part) => part.label && (part.items.length || part.more));
  if (!rows.length) return null;
  return el("dl", { class: "short" }, rows.map((part) => [
    el("dt", {}, label(part.label)),
    itemsOf(told, part).map((item) => el("dd", {}, item)),
    part.more ? el("dd", { class: "quiet" }, t(part.items.length ? "more" : "below", { count: part.more })) : null,
  ]));
}

function sectionOf(block) {
  return el("details", { open: OPEN.has(block.title) }, el("summary", {}, section(block.title)), points(block));
}

export function points(block) {
  const line = composes() ? LINES[block.title] : undefined;
  return el("ul", {},
    block.items.map((item) => el("li", {}, line?.text?.(item.text) ?? asWritten(item.text), item.details.length
      ? el("ul", {}, item.details.map((detail) => el("li", {}, line?.detail?.(detail, item.text) ?? asWritten(detail)))) : null)),
    block.more ? el("li", {}, t("more", { count: block.more })) : null);
}

export function problem(error) {
  const findings = error.findings ?? [{ code: "", message: error.message, help: "", notes: [] }];
  return el("div", { class: "problem", role: "alert" }, el("strong", {}, t("problem")),
    findings.map((each) => el("p", { lang: "en" }, named(each.message), each.code ? ` (${each.code})` : "",
      each.notes.map((note) => [el("br"), named(note)]), each.help ? [el("br"), named(each.help)] : null)));
}
