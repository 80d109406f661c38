// The composed sentences of an answer in another language. What each says is decided by the server and comes as data;
// here it gets its words. Duties, approvals and names stay as the licence and the vocabulary write them.

import { el } from "./dom.js";
import { act, asWritten, option, question, sentence as s, t, verdict } from "./words.js";

const code = (name) => el("code", {}, name);
const joined = (pieces, between) => pieces.flatMap((piece, at) => (at ? [s(between), piece] : [piece]));
const possible = (verdicts) => verdicts.map(verdict).join(flat(s("or")));
const flat = (pieces) => pieces.join("");
const facts = (count) => (count ? s("facts", { count }) : s("facts_unknown"));

export const answerSentences = (sentences) => sentences.flatMap(({ say, values }) => WORDS[say](values));

const WORDS = {
  yes: (told) => s("yes", { basis: s(`basis_${told.basis}`), unless: unless(told) }),
  yes_if: (told) => s(told.thing ? "yes_if_thing" : "yes_if", { count: told.count, thing: asWritten(told.thing), unless: unless(told),
    perhaps: told.perhaps ? s("perhaps", { count: told.perhaps }) : "", undone: told.undone ? s("undone") : "" }),
  yes_whether: (told) => s(told.thing ? "yes_whether_thing" : "yes_whether", { count: told.count, thing: asWritten(told.thing),
    unless: unless(told), facts: facts(told.facts) }),
  not_without: (told) => s("not_without", { approvals: approvals(told) }),
  not_granted: (told) => s("not_granted", { no: no(told), why: s(`why_${told.why}`, { the: the(told), it: it(told) }) }),
  forbidden: (told) => s("forbidden", { no: no(told), by: told.by ? asWritten(told.by) : the(told), it: it(told) }),
  stands_refused: (told) => s("stands_refused", { possible: possible(told.possible), facts: facts(told.facts) }),
  one_fact: (told) => s("one_fact", { question: question(told.fact, told.question, told.fact.includes(".") ? "" : "statement") }),
  depends: (told) => s("depends", { possible: possible(told.possible), facts: facts(told.facts) }),
  worst: (told) => s("worst", { possible: possible(told.possible) }),
  held: (told) => s("held", { approvals: approvals(told) }),
  rests_on: (told) => s("rests_on", { names: joined(told.names.map((name) => asWritten(name)), "and") }),
  assumed: (told) => s("assumed", { things: joined(told.things.map(assumed), "and") }),
  assumed_unknown: (told) => s("assumed_unknown", { things: joined(told.things.map((one) => is(one.fact, one.value)), "and"),
    more: told.more ? s("and_more", { count: told.more }) : "" }),
};

const unless = (told) => (told.unread ? s("unless") : "");
const no = (told) => s(told.acts.length ? "not_all" : "no");
const it = (told) => (told.acts.length ? joined(told.acts.map(code), "and") : s("it"));
const the = (told) => s(told.several ? "a_licence" : "the_licence");

function approvals(told) {
  const each = told.approvals.map((one) => [s("approval", { party: one.party, approval: asWritten(one.approval.replaceAll("_", " ")) }),
    one.holder ? s("holder", { holder: one.holder }) : "", one.state ? s(`state_${one.state}`) : ""]);
  const every = told.more ? [...each, s("other_approvals", { count: told.more })] : each;
  return every.length ? joined(every, "and") : s("an_approval");
}

function assumed(thing) {
  if (thing.fact) return s(`${thing.fact}.${thing.value}`) ?? is(thing.fact, thing.value);
  const words = thing.group === "conduct" && thing.count === 1 ? s("conduct_one") : s(thing.group, { count: thing.count });
  return [words, thing.though.length ? s("though", { facts: joined(thing.though.map(code), "and") }) : ""];
}

// A fact with its value, such as a bound within which an answer stands.
export const is = (fact, value) => s("is", { fact: code(fact), value: valued(fact, value) });

// A value as it is written, with the words of numbers known in part in the reader's language.
export function valued(fact, text) {
  const sides = text.split(" and ").map((side) => /^(at least|at most|more than|less than) (.+)$/.exec(side));
  if (sides.every(Boolean)) return joined(sides.map(([, how, value]) => s(how, { value: scaled(value) })), "both");
  if (["another", "unknown"].includes(text)) return s(text);
  return /^[\d_,.]+/.test(text) ? [scaled(text)] : option(fact, text, "");
}

export const scaled = (text) => text.replace(/\b([\d.]+) (million|billion)\b/g, (_, number, scale) => {
  const wan = Math.round(Number(number) * (scale === "million" ? 100 : 100000));
  return wan >= 10000 ? `${wan / 10000} 亿` : `${wan} 万`;
});

export function asked(decision) {
  const force = new Set(decision.parts.flatMap((part) => part.licenses));
  const counting = decision.identity.licenses.filter((each) => force.has(each.id));
  const titles = (counting.length ? counting : decision.identity.licenses).map((each) => asWritten(each.title));
  const day = decision.identity.as_of ? s("on_day", { day: decision.identity.as_of }) : "";
  return [s("asked", { acts: joined(decision.parts.map((part) => titled(part.act)), "and"), licences: joined(titles, "and") }), day];
}

const titled = (name) => s("acts_of", { title: act(name, name), act: code(name) });

export const byAct = (decision) => decision.parts.map((part) => [titled(part.act), ": ",
  part.verdict === "unknown" ? possible(part.possible) : verdict(part.verdict)]);

export function firstQuestion(told) {
  const then = told.outcomes.length > 1 ? told.outcomes.map((each, at) => [at ? "；" : "",
    s("if", { answers: joined(each.answers.map((text) => valued(told.fact, text)), "or"), then: outcome(each) })])
    : s(told.outcomes.length ? "together" : "day");
  const words = question(told.fact, told.question, told.fact.includes(".") ? "" : "statement");
  return s("find_out", { question: words, fact: code(told.fact), then });
}

function outcome(told) {
  const places = told.owed.length ? s("applies", { places: told.owed.join("、") }) : null;
  if (told.say === "applies") return places;
  const words = told.say === "may_be" ? possible(told.possible) : s(told.say);
  return places ? [words, s("besides"), places] : words;
}

// What the other ways to read a wording would give, as many as are told.
export function disputed(decision, most) {
  const told = decision.readings.readings.filter((each) => each.matters);
  const turns = (each) => each.options.some((one) => one.outcome.verdict !== decision.verdict);
  const every = [...told.filter(turns), ...(decision.allowed === "no" ? [] : told.filter((each) => !turns(each)))];
  return every.slice(0, most).map((each) => {
    const others = each.options.filter((one) => one.name !== each.taken);
    const verdicts = [...new Set(others.map((one) => one.outcome.verdict))];
    const words = (name) => (name === decision.verdict && name !== "unknown" ? s("duties_differ") : verdict(name));
    const read = verdicts.map((name) => s("otherwise", { verdict: words(name),
      options: joined(others.filter((one) => one.outcome.verdict === name).map((one) => code(one.name)), "or") }));
    return [joined(read, "and"), ": ", asWritten(each.question), ` (${each.locator.place})`];
  });
}

// Why a question is asked: which clauses turn on it, and between which verdicts.
export function why(asking) {
  const named_ = joined(asking.clauses.slice(0, 3).map((each) => [`${each.locator} `, code(each.clause)]), "and");
  const more = asking.clauses.length > 3 ? s("more_clauses", { count: asking.clauses.length - 3 }) : "";
  const verdicts = [...new Set(asking.outcomes.flatMap((each) => each.possible))];
  const clauses = [named_, more];
  return verdicts.length < 2 ? s("turns_on", { clauses }) : s("turns_between", { clauses, possible: possible(verdicts) });
}

const ASSUMED_TOO = "and what is assumed, below, is so";

// The lines of a section that say a verdict, a question or a value; null for what stays as it is written.
export const LINES = {
  Acts: { text: (text) => after(/^`([^`]+)`: /.exec(text), text, ([, name]) => [titled(name), ": "]) },
  "Open questions": { text: openQuestion, detail: (text, asking) => outcomeLine(text, asking) ?? openQuestion(text) },
  "Disputed wording": { text: readingLine, detail: readingLine },
  "Stays so while": { text: (text) => (text === ASSUMED_TOO ? s("assumed_too") : fact(text)) },
};

// A verdict behind what stands before it.
function after(told, text, head) {
  const rest = told && verdictLine(text.slice(told[0].length));
  return rest ? [head(told), rest] : null;
}

const VERDICT = /^(?:unknown \(([^()]+)\)|(permitted with duties|permitted|needs approval|not granted|prohibited|unknown)(?![\w ]))/;

const NAMES = "(`[^`]+`(?:(?:, | and )`[^`]+`)*)";
const BRINGS = new RegExp(`^(?:, with ${NAMES})?(?:, without ${NAMES})?(.*)$`);

// A verdict as a memo writes it, with the duties that come with it or are spared.
function verdictLine(text) {
  const told = VERDICT.exec(text);
  if (!told) return null;
  const names = (told[1] ?? told[2]).split(/, | or /).map((words) => words.replaceAll(" ", "_"));
  const [, duties, spared, rest] = BRINGS.exec(text.slice(told[0].length));
  const those = (list) => joined(list.split(/, | and /).map((each) => each.slice(1, -1)).map(code), "and");
  return [told[1] ? `${verdict("unknown")} (${possible(names)})` : possible(names), duties ? s("with", { duties: those(duties) }) : "",
    spared ? s("without", { duties: those(spared) }) : "", rest ? asWritten(rest) : ""];
}

// What a way to read a wording gives, or several ways together.
function readingLine(text) {
  return after(/^`[^`]+` (?:\(.+\)|read as .+?): (?=[a-z])/.exec(text), text, ([head]) => asWritten(head));
}

function openQuestion(text) {
  if (text.startsWith("What settles nothing by itself")) return s("together");
  const told = /^(.+?)( It takes a lawyer's judgement\.)? \(`([^`]+)`\)$/.exec(text);
  if (!told) return null;
  const [, words, judgement, name] = told;
  return [question(name, words, name.includes(".") ? "" : "statement"), judgement ? ` ${t("judgement")}` : "", " (", code(name), ")"];
}

function outcomeLine(text, asking) {
  const name = /`([^`]+)`\)$/.exec(asking)?.[1] ?? "";
  return after(/^(.+?): /.exec(text), text, ([, answers]) => [joined(answers.split(/, | or /).map((each) => valued(name, each)), "or"), ": "]);
}

// "`fact` is value", as bounds and reasons say it; null for what says more.
export function fact(text) {
  const told = /^`([^`]+)` is ([^:]+)$/.exec(text);
  return told ? is(told[1], told[2]) : null;
}
