// The licences that a model or a family has carried, and what each step changed.

import { problem } from "./answer.js";
import { get } from "./calls.js";
import { el, labelled, table } from "./dom.js";
import { cell, t, verdictBadge } from "./words.js";

export async function history(main, content, go) {
  const field = el("input", { id: "work", type: "search", placeholder: t("history_hint"), value: typeof content === "string" ? content : "" });
  const form = el("form", { class: "card", role: "search", "aria-label": t("history"), onsubmit: (event) => {
    event.preventDefault();
    if (field.value.trim()) go("history", field.value.trim());
  } }, labelled(t("history_of"), field, el("button", { class: "main" }, t("show"))));
  main.append(el("h1", { tabindex: "-1" }, t("history")), form);
  if (typeof content !== "string") return;
  try {
    main.append(...chain(await get(`/v1/history/${content.split("/").map(encodeURIComponent).join("/")}`)));
  } catch (error) {
    main.append(problem(error));
  }
}

function chain(told) {
  const heads = [t("use"), ...told.versions.map((each, at) => `${at + 1}. ${each.title}${each.since ? `, ${t("since", { day: each.since })}` : ""}: \`${each.license}\``)];
  const rows = told.rows.map((row) => [el("span", {}, cell(row.use)), ...row.verdicts.map(verdictBadge)]);
  const steps = told.steps.map((step) => el("details", { open: true }, el("summary", {}, step.title),
    el("ul", {}, step.lines.map((line) => el("li", {}, cell(line))))));
  return [el("section", { class: "card" }, table(heads, rows, t("history"), "matrix")),
    el("section", { class: "card" }, el("h2", {}, t("step")), steps.length ? steps : el("p", {}, t("no_steps")))];
}
