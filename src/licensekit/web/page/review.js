// A review: what it is about, which acts, one question after the other, and the answer so far beside it.

import { answerPanel, problem } from "./answer.js";
import { latest, once, post } from "./calls.js";
import { answer, asked, back, caseOf, file, newCase, subject, unordered } from "./case.js";
import { button, el, labelled, saved } from "./dom.js";
import { chooser } from "./search.js";
import { valued, why } from "./sentences.js";
import { act, asWritten, composes, leading, option, question as questionWords, t, verdictBadge } from "./words.js";

const only = latest();
const MOST_BUTTONS = 8;
const COMMON = ["run", "embed", "fine_tune", "host_model", "distribute_copy", "use_outputs"];
const WORKED_OUT_ANEW = "LK519";
const LICENCE_CHANGED = "LK603";

export async function review(main, content, go) {
  const made = content === undefined ? null : caseOf(content);
  if (content !== undefined && made === null) main.append(problem({ message: t("case_broken") }));
  if (made === null) return begin(main, go);
  if (!made.acts.length) return chooseActs(main, made, go);
  return interview(main, made, go);
}

function begin(main, go) {
  const opened = el("input", { type: "file", id: "case-file", accept: ".json", onchange: async () => {
    try {
      go("review", JSON.parse(await opened.files[0].text()));
    } catch {
      main.prepend(problem({ message: t("case_broken") }));
    }
  } });
  main.append(el("h1", { tabindex: "-1" }, t("title")),
    el("section", { class: "card" }, chooser("about", t("search"), t("search_hint"), (about) => go("review", newCase(about)))),
    el("section", { class: "card" }, labelled(t("open_case"), opened)));
}

async function chooseActs(main, made, go) {
  const { acts } = await once("/v1/facts");
  const leaves = acts.filter((each) => !each.stands_for.length);
  const rank = (each) => (COMMON.indexOf(each.name) + 1 || COMMON.length + 1);
  const sorted = [...leaves].sort((one, two) => rank(one) - rank(two));
  const boxes = sorted.map((each) => el("input", { type: "checkbox", name: "act", value: each.name, id: `act-${each.name}` }));
  const begun = el("button", { class: "main" }, t("begin"));
  const form = el("form", { onsubmit: (event) => {
    event.preventDefault();
    const chosen_ = boxes.filter((box) => box.checked).map((box) => box.value);
    if (chosen_.length) go("review", { ...made, acts: chosen_ });
    else boxes[0].focus();
  } }, el("fieldset", {}, el("legend", {}, t("acts")),
    el("div", { class: "grid" }, sorted.map((each, at) => el("label", { class: "choice" }, boxes[at], el("span", {}, act(each.name, each.title)))))), begun);
  main.append(el("h1", { tabindex: "-1" }, subject(made) ?? t("own_text")), el("section", { class: "card" }, form));
}

async function interview(main, made, go) {
  const heading = el("h1", {}, subject(made) ?? t("own_text"));
  const left = el("div", { class: "busy" }, el("p", { class: "card", role: "status" }, t("wait")));
  const [right, below] = [el("div", {}), el("div", {})];
  main.append(heading, bar(made, go), el("div", { class: "columns review" }, left, right, below));
  const told = await ask(made, go, left);
  if (told === undefined) return;
  left.classList.remove("busy");
  const further = [await answered(made, told, go), wordings(made, told, go), approvals(made, told, go), await stating(made, go)];
  left.replaceChildren(told.question === null ? nothingLeft(made, told, go) : card(told, made, go));
  right.replaceChildren(answerPanel(told));
  below.replaceChildren(...further);
  left.querySelector("h2")?.focus();
}

// The next question; where it cannot be asked, why, with what mends it.
async function ask(made, go, place) {
  try {
    return await only((signal) => post("/v1/interview", asked(made), signal));
  } catch (error) {
    const codes = (error.findings ?? []).map((each) => each.code);
    if (codes.includes(WORKED_OUT_ANEW) && made.answers.length) {
      go("review", unordered(made), true);
      return undefined;
    }
    place.classList.remove("busy");
    const changed = (error.findings ?? []).find((each) => each.code === LICENCE_CHANGED);
    const mends = made.model && !made.under ? await whichLicence(made, go, changed?.notes ?? []) : null;
    const undo = made.answers.length ? button(t("back"), () => go("review", back(made))) : button(t("new_case"), () => go("review"));
    place.replaceChildren(changed && mends ? "" : problem(error), mends ?? "", undo);
    return undefined;
  }
}

async function whichLicence(made, go, periods) {
  const known = await once(`/v1/works/${made.model}`).catch(() => null);
  const sets = (known?.possible ?? []).filter((names) => names.length);
  const day = el("input", { type: "date", id: "obtained" });
  const form = el("form", { onsubmit: (event) => {
    event.preventDefault();
    if (day.value) go("review", { ...made, obtained: day.value });
  } }, labelled(t("obtained"), day, el("button", { class: "main" }, t("use_day"))));
  return el("section", { class: "card", id: "which" }, el("h2", { tabindex: "-1" }, t("which_licence")),
    periods.length ? el("ul", {}, periods.map((each) => el("li", {}, asWritten(each)))) : null, form,
    el("div", { class: "row" }, sets.map((names) => button(t("under", { name: names.join(" + ") }), () => go("review", under(made, names))))));
}

// A case put under one licence of its model, or under several that bind together: then all of them are asked about.
function under(made, names) {
  const { model, obtained, ...rest } = made;
  return names.length === 1 ? { model, ...rest, under: names[0] } : { ...rest, licenses: names };
}

function bar(made, go) {
  const status = el("span", { role: "status", class: "quiet" });
  return el("div", { class: "row no-print" },
    button(t("memo"), () => go("memo", made), { class: "main" }),
    button(t("map"), () => go("map", made)),
    button(t("link"), async () => {
      await navigator.clipboard.writeText(location.href);
      status.textContent = t("copied");
    }),
    button(t("save"), () => saved("case.json", "application/json", file(made))),
    button(t("change"), () => go("review", { ...made, acts: [], answers: [] })),
    button(t("new_case"), () => go("review")), status);
}

// --- one question ---------------------------------------------------------------------------------------

function card(told, made, go) {
  const { question } = told;
  const reply = (value) => go("review", answer(made, question.fact, value));
  const clauses = question.clauses.map((each) => el("li", {}, `${each.locator} `, el("code", {}, each.clause), ` (${each.license})`));
  return el("section", { class: "card", "aria-labelledby": "question" },
    el("p", { class: "quiet" }, `${t("question_of", { at: made.answers.length + 1 })} · ${t("open_count", { count: told.progress.open })} · `,
      el("code", {}, question.fact)),
    el("h2", { id: "question", class: "question", tabindex: "-1", "data-fact": question.fact },
      question.fact === "as_of" ? t("as_of") : questionWords(question.fact, question.words, question.type)),
    question.judgement ? el("p", { class: "quiet" }, t("judgement")) : null,
    question.meanings.length ? el("p", { class: "quiet" }, `${t("meaning")}: `, asWritten(question.meanings.join("; "))) : null,
    offers(question, reply),
    own(question, reply),
    el("div", { class: "row" }, button(t("dont_know"), () => reply(null), { "data-answer": "" }),
      button(t("back"), () => go("review", made.answers.length ? back(made) : { ...made, acts: [] }), { class: "plain" })),
    el("details", { open: true }, el("summary", {}, t("clauses")), el("ul", {}, clauses)),
    el("details", {}, el("summary", {}, t("why")), el("p", {}, composes() ? why(question) : asWritten(question.why))));
}

function offers(question, reply) {
  if (question.options.length > MOST_BUTTONS || question.type === "set_of") return null;
  return el("ul", { class: "answers" }, question.options.map((each) => el("li", {}, button([
    el("span", {}, composes() && !each.title ? valued(question.fact, each.words) : option(question.fact, each.words, each.title)),
    el("small", {}, leading(each)),
  ], () => reply(each.words), { "data-answer": each.words }))));
}

// An answer in other words than those offered: a number in part, a day, a country, several places.
function own(question, reply) {
  if (["yes_no", "statement"].includes(question.type)) return null;
  const enough = question.enough ? el("p", { class: "quiet", id: "enough" }, t("enough", { text: composes() ? valued(question.fact, question.enough).flat(9).join("") : question.enough })) : null;
  const field = fieldOf(question);
  if (field === null) return null;
  const form = el("form", { onsubmit: (event) => {
    event.preventDefault();
    const value = field.multiple ? [...field.selectedOptions].map((each) => each.value) : field.value.trim();
    if (value.length) reply(value);
  } }, labelled(field.multiple ? t("several") : t("own_answer"), field, el("button", {}, t("answer"))));
  return [enough, form];
}

function fieldOf(question) {
  const described = question.enough ? "enough" : null;
  const choices = () => question.options.map((each) => el("option", { value: each.words }, option(question.fact, each.words, each.title)));
  if (question.type === "set_of") return el("select", { id: "own", multiple: true, size: "8" }, choices());
  if (question.options.length > MOST_BUTTONS) return el("select", { id: "own" }, el("option", { value: "" }, t("pick")), choices());
  if (question.type === "one_of") return null;
  if (question.type === "date") return el("input", { id: "own", type: "date", "aria-describedby": described });
  return el("input", { id: "own", type: "text", autocomplete: "off", "aria-describedby": described });
}

function nothingLeft(made, told, go) {
  return el("section", { class: "card" }, el("h2", { tabindex: "-1", id: "question" }, t("done")),
    told.progress.skipped ? el("p", {}, t("done_open")) : null,
    el("div", { class: "row" }, button(t("memo"), () => go("memo", made), { class: "main" }),
      made.answers.length ? button(t("back"), () => go("review", back(made)), { class: "plain" }) : null));
}

// --- what was said --------------------------------------------------------------------------------------

async function answered(made, told, go) {
  const { facts } = await once("/v1/facts");
  const by = Object.fromEntries(facts.map((each) => [each.name, each]));
  const stated = Object.entries(made.facts).map(([fact, value]) => row(fact, by[fact]?.question ?? fact, by[fact]?.type, value,
    button(t("remove", { name: fact }), () => go("review", { ...unordered(made), facts: without(unordered(made).facts, fact) }), { class: "plain" })));
  const rows = told.past.map((each, at) => row(each.fact, each.words, each.fact.includes(".") ? "" : "statement", made.answers[at].value,
    button(t("change"), () => go("review", back(made, at)), { class: "plain", "aria-label": `${t("change")}: ${each.fact}` })));
  return el("section", { class: "card" }, el("h2", {}, t("answered")),
    rows.length + stated.length ? el("ul", {}, stated, rows) : el("p", { class: "quiet" }, t("no_answers")));
}

const without = (facts, name) => Object.fromEntries(Object.entries(facts).filter(([each]) => each !== name));

function row(fact, words, type, value, mend) {
  const plain = (each) => ({ true: "yes", false: "no" })[each] ?? String(each);
  const told = value === null ? t("not_known") : [value].flat().map((each, at) => [at ? ", " : "", option(fact, plain(each), "")]);
  return el("li", {}, fact === "as_of" ? t("as_of") : questionWords(fact, words, type), " ", el("strong", {}, told), " ", mend);
}

function wordings(made, told, go) {
  const open = told.decision.readings.readings.filter((each) => each.matters);
  if (!open.length) return "";
  return el("section", { class: "card" }, el("h2", {}, t("readings")), open.map((each) => {
    const name = `${each.license}.${each.name}`;
    const own_ = made.readings.find((one) => one.reading === name)?.option ?? "";
    const field = el("select", { id: `reading-${each.name}`, onchange: () => {
      const rest = made.readings.filter((one) => one.reading !== name);
      go("review", { ...unordered(made), readings: field.value ? [...rest, { reading: name, option: field.value }] : rest });
    } }, el("option", { value: "" }, t("as_taken", { option: each.taken })),
      each.options.map((one) => el("option", { value: one.name, selected: one.name === own_, lang: "en" }, `${one.name}: ${one.text}`)));
    return el("div", {}, el("label", { for: field.id }, asWritten(each.question)), el("div", { class: "row" }, field),
      el("ul", { class: "possible" }, each.options.map((one) => el("li", {}, el("code", {}, one.name), " ", verdictBadge(one.outcome.verdict)))));
  }));
}

// Approvals that are asked for, each with a box that says that we hold it.
function approvals(made, told, go) {
  if (!told.decision.approvals.length) return "";
  return el("section", { class: "card" }, el("h2", {}, t("approvals")), told.decision.approvals.map((each) => {
    const gate = `${each.license}.${each.gate}`;
    const rest = made.approvals.filter((one) => one.gate !== gate);
    const box = el("input", { type: "checkbox", id: `held-${each.gate}`, checked: rest.length < made.approvals.length, onchange: () =>
      go("review", { ...unordered(made), approvals: box.checked ? [...rest, { gate, state: "held" }] : rest }) });
    return el("label", { class: "choice" }, box, el("span", {}, `${t("held")}: `, asWritten(each.approval.replaceAll("_", " ")), ` (${each.party})`));
  }));
}

async function stating(made, go) {
  const { facts } = await once("/v1/facts");
  const name = el("input", { id: "state-fact", list: "facts", autocomplete: "off" });
  const value = el("input", { id: "state-value", autocomplete: "off" });
  const list = el("datalist", { id: "facts" }, facts.map((each) => el("option", { value: each.name }, each.title)));
  const plain = { yes: true, no: false };
  return el("details", { class: "card" }, el("summary", {}, t("state")), list, el("form", { onsubmit: (event) => {
    event.preventDefault();
    const [fact, said] = [name.value.trim(), value.value.trim()];
    if (fact && said) go("review", { ...unordered(made), facts: { ...unordered(made).facts, [fact]: plain[said] ?? said } });
  } }, labelled(t("fact"), name), labelled(t("value"), value), el("p"), el("button", {}, t("add"))));
}
