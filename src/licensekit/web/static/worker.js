// Python with the library in it, for one page. What it loads lies in this folder.

import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = (path) => new URL(path, import.meta.url).href;

async function got(path) {
  const answer = await fetch(here(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

async function replying() {
  const { wheels } = await (await got("licensekit.json")).json();
  const archives = wheels.map(async (name) => (await got(`wheels/${name}`)).arrayBuffer());
  const env = { HOME: "/home/pyodide", PYTHONDONTWRITEBYTECODE: "1" };
  const python = await loadPyodide({ indexURL: here("pyodide/"), env });
  for (const archive of await Promise.all(archives)) python.unpackArchive(archive, "wheel");
  return python.pyimport("licensekit.service.addresses").reply;
}

const reply = replying();

self.onmessage = async ({ data: [method, address, body] }) => {
  try {
    const answer = (await reply)(method, address, body);
    const [status, text] = answer.toJs();
    answer.destroy();
    self.postMessage({ status, text });
  } catch (error) {
    failed(error);
  }
};

// The last line of what Python says names the error; the lines before it are for whoever mends the library.
function failed(error) {
  console.error(error);
  self.postMessage({ failed: String(error?.message ?? error).trim().split("\n").pop() });
}

reply.then(() => self.postMessage({ ready: true }), failed);
