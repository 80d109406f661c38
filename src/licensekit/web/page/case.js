// A case: what is asked about, what is known, and what was answered. It lives in the address of the page, behind the #.

const KEYS = ["model", "under", "obtained", "licenses", "text", "acts", "facts", "answers", "readings", "approvals", "as_of"];

export const newCase = (about = {}) => ({ ...about, acts: [], facts: {}, answers: [], readings: [], approvals: [] });

export function address(view, content) {
  return `#${view}${content === undefined ? "" : `=${encodeURIComponent(JSON.stringify(content))}`}`;
}

export function read(hash) {
  const [, view = "", text] = /^#?(\w*)(?:=(.*))?$/s.exec(hash) ?? [];
  if (text === undefined) return { view, content: undefined };
  try {
    return { view, content: JSON.parse(decodeURIComponent(text)) };
  } catch {
    return { view, content: null };
  }
}

// What somebody hands over as a case; null where it is none.
export function caseOf(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  if (Object.keys(value).some((key) => !KEYS.includes(key))) return null;
  const made = { ...newCase(), ...value };
  const lists = Array.isArray(made.acts) && Array.isArray(made.answers) && [made.readings, made.approvals].every(Array.isArray);
  const isAbout = [made.model, made.text].some((each) => typeof each === "string") || Array.isArray(made.licenses);
  const answers = lists && made.answers.every((each) => each !== null && typeof each?.fact === "string");
  return answers && isAbout && made.facts !== null && typeof made.facts === "object" ? made : null;
}

// The case as the server takes it: what is empty is left out.
export function asked(made) {
  const full = ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(made).filter(full));
}

export const answer = (made, fact, value) => ({ ...made, answers: [...made.answers, { fact, value }] });
export const back = (made, to = made.answers.length - 1) => ({ ...made, answers: made.answers.slice(0, to) });

// The same knowledge without an order of questions: where another wording is taken, other questions come first.
// What is no fact of its own (a statement about many, a rate) is asked again.
export function unordered(made) {
  const plain = { yes: true, no: false };
  const known = made.answers.filter(({ value }) => value !== null);
  const facts = known.filter(({ fact }) => fact.includes("."));
  const day = known.find(({ fact }) => fact === "as_of");
  const stated = Object.fromEntries(facts.map(({ fact, value }) => [fact, plain[value] ?? value]));
  return { ...made, facts: { ...made.facts, ...stated }, answers: [], ...(day ? { as_of: day.value } : {}) };
}

export const file = (made) => `${JSON.stringify(asked(made), null, 2)}\n`;
export const subject = (made) => made.under ? `${made.model} (${made.under})` : made.model ?? made.licenses?.join(", ");
