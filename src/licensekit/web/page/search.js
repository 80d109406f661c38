// Find a model or a licence by words of its name.

import { get, latest } from "./calls.js";
import { problem } from "./answer.js";
import { button, el, labelled } from "./dom.js";
import { t } from "./words.js";

const MOST = 30;

// A field with what it finds below; `take` gets {model} or {licenses}. Without `models`, licences alone.
export function chooser(id, words, hint, take, models = true) {
  const only = latest();
  const field = el("input", { id, type: "search", autocomplete: "off", placeholder: hint });
  const list = el("div", {});
  const status = el("p", { role: "status", class: "quiet" });
  const look = () => only(async (signal) => {
    const text = field.value.trim();
    if (text.length < 2) return list.replaceChildren();
    const query = encodeURIComponent(text.replace(/[\s/]+/g, " "));
    try {
      const [works, found] = await Promise.all([
        models ? get(`/v1/works?q=${query}`, signal) : { works: [], of: 0 }, get(`/v1/licenses?q=${query}`, signal)]);
      status.textContent = works.works.length + found.licenses.length ? "" : t("nothing_found");
      list.replaceChildren(
        group(t("models"), works.works.map((name) => pick(name, "", () => take({ model: name }))), works.of),
        group(t("licences"), found.licenses.map((each) => pick(each.id, each.title, () => take({ licenses: [each.id] })))));
    } catch (error) {
      if (!signal.aborted) list.replaceChildren(problem(error));
    }
  });
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
  const form = el("form", { role: "search", "aria-label": words, onsubmit: (event) => { event.preventDefault(); look(); } },
    labelled(words, field, el("button", { class: "main" }, t("search_button"))));
  return [form, status, list];
}

function group(title, rows, all = rows.length) {
  if (!rows.length) return "";
  const cut = rows.slice(0, MOST);
  return el("div", {}, el("h3", {}, title), el("ul", { class: "picks", tabindex: cut.length > 8 ? "0" : null, "aria-label": title }, cut.map((row) => el("li", {}, row))),
    all > cut.length ? el("p", { class: "quiet" }, t("of_many", { shown: cut.length, all })) : null);
}

const pick = (name, title, onclick) => button([name, title ? el("small", {}, title) : null], onclick, { "data-name": name });
