// Elements, made from text alone: whatever was answered is inserted as text, never as markup.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// A text in the words of the library: what stands in backquotes is a name that can be typed.
export function named(text) {
  const pieces = text.split("`");
  if (pieces.length % 2 === 0) return [text];
  return pieces.map((piece, at) => (at % 2 ? el("code", {}, piece) : piece));
}

export function button(words, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, words);
}

// A field under its label; what stands beside it in its row too.
export function labelled(words, field, ...further) {
  return el("div", {}, el("label", { for: field.id }, words), further.length ? el("div", { class: "row" }, field, further) : field);
}

export function scrolled(label, ...children) {
  return el("div", { class: "wide", role: "region", tabindex: "0", "aria-label": label }, ...children);
}

export function table(heads, rows, caption, kind = null) {
  const words = (told) => (typeof told === "string" ? named(told) : told);
  const head = el("tr", {}, heads.map((each) => el("th", { scope: "col" }, words(each))));
  const body = rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, words(cell)))));
  return scrolled(caption, el("table", { class: kind }, el("thead", {}, head), el("tbody", {}, body)));
}

export function saved(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function picture(svg, words) {
  return el("img", { alt: words, src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` });
}
