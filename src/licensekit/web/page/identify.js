// Paste the text of a licence, and see which it is, word for word, or where it differs.

import { problem } from "./answer.js";
import { latest, post } from "./calls.js";
import { newCase } from "./case.js";
import { button, el, labelled } from "./dom.js";
import { t } from "./words.js";

const MOST = 60;

export async function identify(main, content, go) {
  const only = latest();
  const area = el("textarea", { id: "license-text", rows: "14", spellcheck: "false" });
  const result = el("section", { class: "card", id: "identified", "aria-live": "polite", hidden: true });
  const look = () => only(async (signal) => {
    if (!area.value.trim()) return area.focus();
    result.hidden = false;
    result.replaceChildren(el("p", { role: "status" }, t("wait")));
    try {
      const { files } = await post("/v1/identify", { text: area.value }, signal);
      result.replaceChildren(...told(files[0], area, go));
    } catch (error) {
      if (!signal.aborted) result.replaceChildren(problem(error));
    }
  });
  const opened = el("input", { type: "file", id: "text-file", onchange: async () => {
    area.value = await opened.files[0].text();
    look();
  } });
  main.append(el("h1", { tabindex: "-1" }, t("identify_title")),
    el("form", { class: "card", onsubmit: (event) => { event.preventDefault(); look(); } }, labelled(t("license_text"), area), el("p"),
      el("div", { class: "row" }, el("button", { class: "main" }, t("look_up"))), labelled(t("open_file"), opened)), result);
}

const share = (text) => Math.floor((100 * text.shared) / text.size);

function told(about, area, go) {
  const [first] = about.texts;
  const heading = t(`kind_${about.kind.replace(" ", "_")}`, { id: first?.id ?? "", share: first ? share(first) : 0 });
  const several = about.kind === "several" || about.kind === "altered";
  return [el("h2", { tabindex: "-1", "data-kind": about.kind }, heading),
    about.kind === "exact" ? exactly(about, go) : null,
    several ? list(t("of_texts"), about.texts.map((each) => t("text_at", { id: each.id, from: each.line, to: each.last_line, share: share(each) }))) : null,
    several ? list(t("passages"), about.passages.map((each) => passage(each, area))) : null,
    list(t("set_aside"), about.set_aside.map((line) => [jump(line.number, t("line_of", { line: line.number }), area), " ", el("span", { lang: "en" }, line.text)])),
    first?.is_whole ? [list(t("older"), about.older), list(t("newer"), about.newer)].flat() : null].flat().filter(Boolean);
}

function exactly(about, go) {
  const [owner] = about.texts[0].owners;
  const others = about.licenses.filter((name) => name !== owner.id);
  return [owner.document ? el("p", {}, t("a_document", { document: owner.document })) : null,
    others.length ? el("p", {}, t("also_text", { ids: others.join(", ") })) : null,
    el("div", { class: "row" }, about.licenses.map((id) => button(t("review_under", { id }), () => go("review", newCase({ licenses: [id] })))))];
}

function passage(each, area) {
  const words = t(`passage_${each.what}`, each);
  return [jump(each.line, words, area), each.text ? el("blockquote", {}, each.text) : null];
}

// To the line of the text that was pasted.
function jump(number, words, area) {
  return button(words, () => {
    const lines = area.value.split("\n");
    const from = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    area.focus();
    area.setSelectionRange(from, from + (lines[number - 1] ?? "").length);
  }, { class: "plain" });
}

function list(title, items) {
  if (!items.length) return null;
  const more = items.length - MOST;
  return el("section", {}, el("h3", {}, title), el("ul", {}, items.slice(0, MOST).map((item) => el("li", {}, item)),
    more > 0 ? el("li", {}, t("more", { count: more })) : null));
}
