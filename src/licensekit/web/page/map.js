// The map of the answers over two facts, with one's own place: dragged over the picture, or moved by keys.

import { problem } from "./answer.js";
import { latest, once, post } from "./calls.js";
import { asked, caseOf } from "./case.js";
import { button, el, labelled, named, picture, scrolled } from "./dom.js";
import { composes, asWritten, question, t, verdictBadge } from "./words.js";
import { scaled, valued } from "./sentences.js";

const KINDS = ["count", "money", "date", "one_of", "yes_no"];
const only = latest();

export async function map(main, content, go) {
  const made = caseOf(content);
  if (made === null) return main.append(problem({ message: t("case_broken") }));
  const facts = await axes(made);
  main.append(el("h1", { tabindex: "-1" }, t("to_map")));
  if (facts.length < 2) return main.append(el("p", {}, t("no_axes")), button(t("to_review"), () => go("review", made)));
  const [drawn, place] = [el("section", { class: "card" }), el("section", { class: "card", id: "here", "aria-labelledby": "here-title" })];
  const [x, y] = ["x", "y"].map((id, at) => axis(id, facts, at));
  const [atX, atY] = ["at-x", "at-y"].map((id) => el("input", { id, autocomplete: "off" }));
  const sliders = [["slide-x", atX], ["slide-y", atY]].map(([id, field]) => slider(id, field, () => draw()));
  for (const [of, field] of [[x, atX], [y, atY]]) of.addEventListener("change", () => { field.value = ""; draw(); });
  const draw = () => only(async (signal) => {
    const pairs = [[x, atX], [y, atY]].filter(([, field]) => field.value.trim());
    const here = Object.fromEntries(pairs.map(([of, field]) => [of.value, plain(field.value.trim())]));
    try {
      const told = await post("/v1/map", { ...asked(made), x: x.value, y: y.value, here }, signal);
      sliders.forEach((each, at) => each.show(at ? told.y : told.x));
      const held = document.activeElement?.id === "ring";
      drawn.replaceChildren(scrolled(t("map"), el("div", { class: "plotted" }, picture(inWords(told.plot.svg), told.title), ring(told, moved, settled))),
        ...legend(told),
        el("details", {}, el("summary", {}, t("map_words")), el("pre", { lang: "en", tabindex: "0" }, told.words)));
      standing(place, told, [told.x.stated, told.y.stated]);
      if (held) document.getElementById("ring").focus({ preventScroll: true });
    } catch (error) {
      if (!signal.aborted) drawn.replaceChildren(problem(error));
    }
  });
  // While it is moved the answer comes from the map at hand; where it is let go, the map is drawn with it.
  const moved = (told, cell) => standing(place, told, cell);
  const settled = (told, cell) => {
    [atX.value, atY.value] = [told.x, told.y].map((of, at) => of.bands[cell[at]].value ?? "");
    draw();
  };
  const form = el("form", { class: "card", onsubmit: (event) => { event.preventDefault(); draw(); } }, el("div", { class: "grid" },
    labelled(t("x"), x), labelled(t("y"), y), labelled(t("stand_x"), atX), labelled(t("stand_y"), atY),
    labelled(t("slide_x"), sliders[0].field), labelled(t("slide_y"), sliders[1].field)), el("p"),
    el("div", { class: "row" }, el("button", { class: "main" }, t("draw")), button(t("to_review"), () => go("review", made), { class: "plain" })));
  main.append(form, place, drawn);
  await draw();
}

// The numbers of the picture in the reader's language; names of facts and clauses stay.
const inWords = (svg) => (composes() ? svg.replace(/(?<=>)[^<]*(?=<\/text>)/g, (words) => scaled(words).replace(/, in (?=[A-Z]{3}$)/, " · ")) : svg);

// What the letters of the picture mean, and which clauses draw its lines.
function legend(told) {
  const regions = told.regions.map((each) => el("li", {}, saidOf(each, el("strong", {}, each.letter))));
  const ruledOut = told.rows.flat().includes(null) ? el("li", { class: "quiet" }, t("impossible")) : null;
  const thresholds = [told.x, told.y].flatMap((of) => of.thresholds.map((each) => el("li", {}, el("code", {}, of.fact), ": ",
    said(of, each.text), " ", each.clauses.map(clauseAt))));
  return [el("ul", { class: "legend", id: "legend", "aria-label": t("verdicts_of_map") }, regions, ruledOut),
    thresholds.length ? el("details", {}, el("summary", {}, t("thresholds")), el("ul", {}, thresholds)) : ""];
}

const said = (of, text) => (composes() ? valued(of.fact, text) : asWritten(text));
const clauseAt = (each) => [` (${each.locator} `, el("code", {}, each.clause), ")"];

// --- one's place, dragged -------------------------------------------------------------------------------

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// A ring over the picture. Within a band every place has the same answer: it moves from band to band.
function ring(told, moved, settled) {
  const { plot } = told;
  let cell = [told.x.stated ?? 0, told.y.stated ?? 0];
  const handle = el("button", { type: "button", id: "ring", class: told.x.stated === null || told.y.stated === null ? "ring unset" : "ring" });
  const put = (left, top) => {
    handle.style.left = `${(100 * left) / plot.width}%`;
    handle.style.top = `${(100 * top) / plot.height}%`;
    handle.setAttribute("aria-label", `${t("move")}. ${bandsOf(told, cell).join("; ")}`);
  };
  const middle = (ends, at) => (ends[at] + ends[at + 1]) / 2;
  const to = (next) => {
    cell = next;
    handle.classList.remove("unset");
    put(middle(plot.x, cell[0]), middle(plot.y, cell[1]));
    moved(told, cell);
  };
  const cellAt = (event) => {
    const box = handle.parentElement.getBoundingClientRect();
    const left = ((event.clientX - box.left) / box.width) * plot.width;
    const top = ((event.clientY - box.top) / box.height) * plot.height;
    return [band(plot.x, left), band(plot.y.map((end) => -end), -top)];
  };
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const next = cellAt(event);
    if (String(next) !== String(cell) || handle.classList.contains("unset")) to(next);
  });
  handle.addEventListener("pointerup", () => { if (!handle.classList.contains("unset")) settled(told, cell); });
  handle.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const most = [told.x, told.y].map((of) => of.bands.length - 1);
    to(cell.map((at, axis_) => Math.min(Math.max(at + step[axis_], 0), most[axis_])));
    settled(told, cell);
  });
  put(plot.here[0] ?? middle(plot.x, cell[0]), plot.here[1] ?? middle(plot.y, cell[1]));
  return handle;
}

// In which band a place lies; beyond the ends, in the outermost.
function band(ends, at) {
  const inside = ends.findIndex((end, order) => order > 0 && at < end);
  return inside < 0 ? ends.length - 2 : inside - 1;
}

const bandsOf = (told, cell) => [told.x, told.y].map((of, at) => `${of.fact}: ${of.bands[cell[at]].text}`);

// The answer where one stands.
function standing(place, told, cell) {
  const head = el("h2", { id: "here-title" }, t("here"));
  if (cell.includes(null)) return place.replaceChildren(head, el("p", { class: "quiet" }, t("nowhere_asked")));
  const letter = told.rows[cell[1]][cell[0]];
  const region = told.regions.find((each) => each.letter === letter);
  const where = [told.x, told.y].map((of, at) => el("li", {}, el("code", {}, of.fact), ": ", said(of, of.bands[cell[at]].text)));
  const answer = region && el("div", { role: "status", "data-here": region.verdict }, saidOf(region));
  place.replaceChildren(head, el("ul", {}, where), answer ?? el("p", { role: "status" }, t("impossible")));
}

// What a region answers: its verdict, behind what stands before it, what is owed, and what would settle it.
function saidOf(region, before = null) {
  const others = region.possible.length > 1 ? region.possible : [];
  const asked = [...region.duties, ...region.approvals].map((each) => el("li", {}, asWritten(each.text), clauseAt(each)));
  const facts = region.asks.map((name) => `\`${name}\``).join(", ");
  return [el("p", { class: "row" }, before, verdictBadge(region.verdict),
    others.length ? el("span", { class: "quiet" }, `${t("possible")}:`) : null, others.map(verdictBadge)),
    asked.length ? el("ul", {}, asked) : null, facts ? el("p", { class: "quiet" }, named(t("settle", { facts }))) : null];
}

// One's place on one axis, moved over its bands: what the band says goes into the field of the place.
function slider(id, place, draw) {
  let bands = [];
  const field = el("input", { type: "range", id, min: "0", max: "0", oninput: () => {
    place.value = bands[Number(field.value)]?.value ?? "";
    field.setAttribute("aria-valuetext", bands[Number(field.value)]?.text ?? "");
    draw();
  } });
  const show = (axis) => {
    bands = axis.bands;
    field.max = String(bands.length - 1);
    if (axis.stated !== null) field.value = String(axis.stated);
    field.setAttribute("aria-valuetext", axis.stated === null ? t("nowhere") : bands[axis.stated].text);
  };
  return { field, show };
}

const plain = (text) => ({ yes: true, no: false })[text] ?? text;

// --- what can be drawn ----------------------------------------------------------------------------------

// The facts that the licences read, numbers first.
async function axes(made) {
  const names = made.under ? [made.under] : made.licenses ?? (made.model ? await carried(made.model) : []);
  const read = names.length ? (await Promise.all(names.map((name) => once(`/v1/licenses/${name}`)))).flatMap((each) => each.facts)
    : (await once("/v1/facts")).facts;
  const fit = read.filter((each) => KINDS.includes(each.type) && each.assumption !== "clean_hands");
  const unique = [...new Map(fit.map((each) => [each.name, each])).values()];
  const sorted = unique.sort((one, two) => KINDS.indexOf(one.type) - KINDS.indexOf(two.type));
  const users = sorted.find((each) => each.type === "count");
  const money = sorted.find((each) => each.type === "money");
  return [...new Set([users, money, ...sorted].filter(Boolean))];
}

const carried = async (model) => [...new Set((await once(`/v1/works/${model}`)).possible.flat())];

function axis(id, facts, at) {
  return el("select", { id }, facts.map((each, order) => el("option", { value: each.name, selected: order === at },
    `${each.name} · `, question(each.name, each.title, each.type).map((words) => words.textContent ?? words).join(""))));
}
