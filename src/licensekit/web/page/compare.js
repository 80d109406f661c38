// Two licences: for which uses they answer differently, and by which clauses.

import { problem } from "./answer.js";
import { once, post } from "./calls.js";
import { asked } from "./case.js";
import { el, labelled, table } from "./dom.js";
import { is } from "./sentences.js";
import { act, asWritten, cell, composes, t, verdict, verdictBadge } from "./words.js";

export async function compare(main, content, go) {
  const names = Array.isArray(content) ? content.map(String) : [];
  const [{ licenses }, { acts }] = await Promise.all([once("/v1/licenses"), once("/v1/facts")]);
  const list = el("datalist", { id: "licences" }, licenses.map((each) => el("option", { value: each.id }, each.title)));
  const fields = ["first", "second"].map((id, at) => el("input", { id, list: "licences", autocomplete: "off", value: names[at] ?? "" }));
  const only = el("select", { id: "act" }, el("option", { value: "" }, t("anything")),
    acts.map((each) => el("option", { value: each.name, selected: each.name === names[2] }, act(each.name, each.title).map((one) => one.textContent ?? one))));
  const form = el("form", { class: "card", onsubmit: (event) => {
    event.preventDefault();
    const wanted = fields.map((field) => field.value.trim());
    if (wanted.every(Boolean)) go("compare", [...wanted, only.value]);
  } }, list, el("div", { class: "grid" }, labelled(t("first"), fields[0]), labelled(t("second"), fields[1]), labelled(t("use"), only)), el("p"),
    el("button", { class: "main" }, t("compare_button")));
  main.append(el("h1", { tabindex: "-1" }, t("compare")), form);
  if (names.length < 2) return;
  const wait = el("p", { role: "status" }, t("wait"));
  main.append(wait);
  try {
    wait.replaceWith(...differences(await post("/v1/diff", asked({ licenses: names.slice(0, 2), acts: names[2] ? [names[2]] : [] })), names, acts));
  } catch (error) {
    wait.replaceWith(problem(error));
  }
}

function differences(told, names, acts) {
  if (told.same) return [el("p", { class: "card", role: "status" }, t("same"))];
  const title = Object.fromEntries(acts.map((each) => [each.name, each.title]));
  return [el("h2", { tabindex: "-1" }, t("count_differences", { count: told.differences.length })),
    ...told.differences.map((each) => el("section", { class: "card" },
      el("h3", {}, cell(each.kind), ": ", cell(each.direction)),
      el("p", { class: "quiet" }, each.acts.map((name, at) => [at ? "; " : "", act(name, title[name] ?? name)])),
      table(names.slice(0, 2), [[el("div", {}, position(each.one)), el("div", {}, position(each.other))]], `${each.kind} ${names.join(" ")}`),
      el("details", {}, el("summary", {}, t("verdicts")), el("p", { class: "row" }, each.witness.verdicts.map(verdictBadge)),
        el("p", {}, el("strong", {}, t("case"))), el("pre", { lang: "en", tabindex: "0" }, each.witness.case))))];
}

function position(part) {
  const when = part.when.map((reason) => reason.facts).filter((facts) => facts.length);
  const different = [...new Map(when.map((facts) => [JSON.stringify(facts), facts])).values()].slice(0, 4);
  return [el("p", {}, part.asks?.words ? asWritten(part.asks.words) : verdict(part.standpoint === "allowed" ? "permitted" : part.standpoint)),
    part.clauses.length ? el("p", { class: "quiet" }, part.clauses.map((each, at) => [at ? "; " : "", `${each.locator} `, el("code", {}, each.clause)])) : null,
    different.length ? el("ul", {}, different.map((facts) => el("li", {}, `${t("when")} `, facts.map((each, at) => [at ? ", " : "", so(each)])))) : null];
}

const so = ({ fact, value }) => (composes() ? is(fact, value) : asWritten(`\`${fact}\` ${value}`));
