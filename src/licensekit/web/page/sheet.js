// A memo as it stands on the page, as a file: where it is composed in another language, the server has no words of it.

// The page that the server writes, in its style, with what is shown here in it.
export function asPage(sheet, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.documentElement.lang = document.documentElement.lang;
  page.title = sheet.querySelector("h1").textContent;
  page.querySelector("main").replaceChildren(...sheet.cloneNode(true).childNodes);
  return `<!doctype html>\n${new XMLSerializer().serializeToString(page.documentElement)}\n`;
}

export const asMarkdown = (sheet) => `${blocks(sheet, "").join("\n").trim()}\n`;

// The lines of everything in an element; lists are indented below what they belong to.
function blocks(element, indent) {
  return [...element.children].flatMap((child) => {
    switch (child.tagName) {
      case "H1": return [`# ${inline(child)}`, ""];
      case "H2": return [`### ${inline(child)}`, ""];
      case "P": return [inline(child), ""];
      case "UL": return [...items(child, indent), ...(indent ? [] : [""])];
      case "DL": return [...terms(child), ""];
      case "TABLE": return [...rows(child), ""];
      default: return blocks(child, indent);
    }
  });
}

function items(list, indent) {
  return [...list.children].flatMap((item) => [`${indent}- ${inline(item)}`, ...blocks(item, `${indent}  `).filter(Boolean)]);
}

const terms = (list) => [...list.children].map((each) => (each.tagName === "DT" ? `- **${inline(each)}**` : `  - ${inline(each)}`));

function rows(table) {
  const [head, ...body] = [...table.rows].map((row) => `| ${[...row.cells].map(inline).join(" | ")} |`);
  return [head, `${"|---".repeat(table.rows[0].cells.length)}|`, ...body];
}

// The words of an element, without those of lists in it.
function inline(element) {
  return [...element.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return plain(node.data);
    if (node.tagName === "CODE") return code(node.textContent);
    if (node.tagName === "UL") return "";
    return node.tagName === "STRONG" ? `**${inline(node)}**` : inline(node);
  }).join("").trim();
}

// What Markdown and HTML read is escaped, addresses are code, and nothing is hidden: as the library does (`escape.py`).
const SIGNS = /[\\`*[\]{}<>&|~#!$^]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^[-+=]|(?<=^\d{1,3})[.)]/gu;
const ENTITIES = { "<": "&lt;", ">": "&gt;", "&": "&amp;" };
const ADDRESS = /([^\s"'(),;]*(?:@|:\/\/|www\.)[^\s"'(),;]*)/i;
const visible = (text) => text.replace(/\s+/gu, " ").replace(/\p{C}/gu, (sign) => `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`);
const escaped = (text) => text.replace(SIGNS, (sign) => ENTITIES[sign] ?? `\\${sign}`);
const code = (text) => (text.trim() ? `\`${visible(text).replaceAll("|", "¦").replaceAll("`", "'")}\`` : "''");
const plain = (text) => visible(text).split(new RegExp(ADDRESS, "gi")).map((piece, at) => (at % 2 ? code(piece) : escaped(piece))).join("");
