// What the page asks of a server is answered here by the library itself, in a worker: nothing leaves this browser.

const asksTheLibrary = /^\/(v1\/|version$)/;
const fetched = globalThis.fetch.bind(globalThis);
const loading = document.getElementById("loading");
const waiting = [];
let asked = null; // the question that is being answered
let worker = null;

// Addresses of the page begin where the server has its root; this folder may lie anywhere.
globalThis.fetch = (address, options = {}) =>
  asksTheLibrary.test(address) ? answered(address, options) : fetched(String(address).replace(/^\//, ""), options);

function answered(address, { method = "GET", body = "", signal }) {
  return new Promise((resolve, reject) => {
    const question = { method, address, body, resolve };
    signal?.addEventListener("abort", () => {
      if (waiting.includes(question)) waiting.splice(waiting.indexOf(question), 1);
      reject(signal.reason);
    });
    waiting.push(question);
    next();
  });
}

// One question after another; one that nobody waits for any longer is not put.
function next() {
  if (asked !== null || !waiting.length) return;
  asked = waiting.shift();
  worker ??= begun();
  worker.postMessage([asked.method, asked.address, asked.body]);
}

function begun() {
  const made = new Worker("worker.js", { type: "module" });
  made.onmessage = ({ data: { ready, failed, status, text } }) => {
    if (made !== worker) return;
    if (ready) loading.hidden = true;
    else if (failed === undefined) told(status, text);
    else ended(failed);
  };
  made.onerror = (event) => { if (made === worker) ended(event.message ?? "worker.js"); };
  return made;
}

function told(status, text) {
  const { resolve } = asked ?? { resolve() {} };
  asked = null;
  resolve(new Response(text, { status, headers: { "content-type": "application/json" } }));
  next();
}

// Python that failed cannot go on: the next question is put to another.
function ended(why) {
  const detail = `The library cannot answer in this browser (${why}): load the page again, and report it if it stays so`;
  worker.terminate();
  worker = null;
  loading.hidden = asked !== null;
  loading.textContent = detail;
  told(500, JSON.stringify({ type: "about:blank", title: "Internal Server Error", status: 500, detail }));
}

worker = begun();
