// Questions to this server, and to no other.

export class Problem extends Error {
  constructor(told) {
    super(told.detail ?? "");
    this.findings = told.findings ?? [{ code: "", message: told.detail ?? told.title ?? "", help: "", notes: [] }];
  }
}

async function answered(path, options) {
  const answer = await fetch(path, { credentials: "omit", ...options });
  const told = await answer.json();
  if (!answer.ok) throw new Problem(told);
  return told;
}

export const get = (path, signal) => answered(path, { signal });

export const post = (path, asked, signal) =>
  answered(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(asked), signal });

const kept = new Map();

// What does not change while the server runs is asked for once.
export function once(path) {
  if (!kept.has(path)) kept.set(path, get(path).catch((error) => { kept.delete(path); throw error; }));
  return kept.get(path);
}

// Calls that follow another while it runs replace it: the last one counts.
export function latest() {
  let running = null;
  return async (call) => {
    running?.abort();
    const own = (running = new AbortController());
    try {
      return await call(own.signal);
    } catch (error) {
      if (own.signal.aborted) return undefined;
      throw error;
    }
  };
}
