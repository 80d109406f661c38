// The page: which view, in which language and colours.

import { problem } from "./answer.js";
import { address, read } from "./case.js";
import { compare } from "./compare.js";
import { el } from "./dom.js";
import { history as historyView } from "./history.js";
import { identify } from "./identify.js";
import { map } from "./map.js";
import { memo } from "./memo.js";
import { review } from "./review.js";
import { LANGUAGES, speak, spoken, t } from "./words.js";
import { write } from "./write.js";

const VIEWS = { review, compare, history: historyView, identify, write, memo, map };
const SHOWN = ["review", "identify", "compare", "history", "write"];
const main = document.getElementById("main");
let turn = 0;

function go(view, content, inPlace = false) {
  const to = address(view, content);
  if (to === location.hash) return show();
  window.history[inPlace ? "replaceState" : "pushState"](null, "", to);
  return show();
}

async function show() {
  const own = (turn += 1);
  const { view, content } = read(location.hash);
  const name = Object.hasOwn(VIEWS, view) ? view : "review";
  frame(name);
  const place = el("div", {});
  main.replaceChildren(place);
  document.title = `${t(name)} · licensekit`;
  try {
    await VIEWS[name](place, content, go);
    if (own === turn && !place.contains(document.activeElement)) place.querySelector("h1[tabindex], h2[tabindex]")?.focus();
  } catch (error) {
    if (own === turn) place.append(problem(error));
  }
}

function frame(name) {
  const current = name === "memo" || name === "map" ? "review" : name;
  const links = SHOWN.map((each) => el("a", { href: `#${each}`, "aria-current": each === current ? "page" : null }, t(each)));
  const language = el("select", { id: "language", "aria-label": t("language"), onchange: async () => {
    keep("language", language.value);
    await speak(language.value);
    show();
  } }, Object.entries(LANGUAGES).map(([tag, words]) => el("option", { value: tag, lang: tag, selected: tag === spoken() }, words)));
  const theme = el("select", { id: "theme", "aria-label": t("theme"), onchange: () => {
    keep("theme", theme.value);
    document.documentElement.dataset.theme = theme.value;
  } }, ["auto", "light", "dark"].map((each) => el("option", { value: each, selected: each === kept("theme") }, t(each))));
  document.getElementById("skip").textContent = t("skip");
  document.getElementById("header").replaceChildren(el("div", {}, el("strong", {}, "licensekit"), el("nav", { "aria-label": "licensekit" }, links), language, theme));
  document.getElementById("footer").replaceChildren(el("p", {}, t("footer")), el("p", {}, t("disclaimer")));
}

// Language and colours are kept in this browser; where it forbids that they are not.
function keep(key, value) {
  try { localStorage.setItem(`licensekit.${key}`, value); } catch { /* they hold for this page alone */ }
}

function kept(key) {
  try { return localStorage.getItem(`licensekit.${key}`); } catch { return null; }
}

document.getElementById("skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
window.addEventListener("popstate", show);
document.documentElement.dataset.theme = kept("theme") ?? "auto";
const wanted = kept("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
await speak(Object.hasOwn(LANGUAGES, wanted) ? wanted : "en");
await show();
