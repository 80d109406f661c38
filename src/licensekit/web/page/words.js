// The words of the page in the reader's language. What an encoding or the library says stays as it is written.

import { once } from "./calls.js";
import { el, named } from "./dom.js";

export const LANGUAGES = { en: "English", zh: "中文" };
const TAGS = { en: "en", zh: "zh-Hans" };
let language = "en";
let words = {};
let english = {};

export async function speak(wanted) {
  [english, words] = await Promise.all([once("/page/en.json"), once(`/page/${wanted}.json`)]);
  language = wanted;
  document.documentElement.lang = TAGS[wanted];
}

export const spoken = () => language;

export function t(key, values = {}) {
  const text = words.page[key] ?? english.page[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// A composed sentence, in a language that has its words: pieces of text and elements; undefined where it has none.
export function sentence(key, values = {}) {
  const text = words.sentences[key];
  return text?.split(/(\{\w+\})/).map((piece) => (/^\{\w+\}$/.test(piece) ? values[piece.slice(1, -1)] : piece)).flat(9);
}

// Whether answers are composed in this language; else they are shown as the library writes them.
export const composes = () => words.sentences !== undefined;

// A word of the library: translated where there is a translation, marked as English where there is none.
function or(text, foreign) {
  if (text !== undefined) return [text];
  return language === "en" ? named(foreign) : [el("span", { lang: "en" }, named(foreign))];
}

export const asWritten = (text) => or(undefined, text);
export const verdict = (name) => words.verdicts[name] ?? name;
export const verdictBadge = (name) => el("span", { class: `verdict v-${name}` }, verdict(name));
// The verdicts that an answer leads to, from the mildest to the severest, and the duties that only it brings.
export function leading({ possible, duties, leads_to: told }) {
  if (language === "en" || !possible.length) return told ? asWritten(told) : [];
  return [t("leads", { verdicts: possible.map(verdict).join(" / ") }), duties.map((name) => [" ", el("code", {}, name)])];
}

export const act = (name, title) => or(words.acts?.[name], title);
export const section = (title) => or(words.sections?.[title], title);
export const cell = (text) => or(words.cells?.[text], text);
export const label = (title) => or(words.labels?.[title], title);

export function question(fact, text, type) {
  if (type === "statement") return or(words.statements?.[fact], text);
  return or(words.questions?.[fact] ?? windowed(fact), text);
}

// A number over a period: what is asked of it, with the period in its place.
function windowed(fact) {
  const dated = /^([^[]+)\[([\d-]+)\]$/.exec(fact);
  if (dated) return words.measures?.[dated[1]]?.replace("{window}", words.windows.dated.replace("{month}", dated[2]));
  const at = fact.lastIndexOf(".");
  const [measure, period] = [words.measures?.[fact.slice(0, at)], words.windows?.[fact.slice(at + 1)]];
  return measure && period ? measure.replace("{window}", period) : undefined;
}

export function option(fact, words_, title) {
  const known = words.options?.[`${fact}.${words_}`] ?? words.options?.[words_];
  if (known !== undefined) return [known];
  return title ? [`${title} (${words_})`] : or(undefined, words_);
}
