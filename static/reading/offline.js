// Copies of the articles one reads, for when there is no network: kept by /hors-ligne.js, only if asked for.
import { read, write } from "./store.js";

const WORKER = "/hors-ligne.js";
const CACHES = ["lus-1", "fichiers-1"];
// What the content policy lets this file alone do: read a kept page as a document, and name the worker's script.
const plainly = { createHTML: (text) => text, createScriptURL: (address) => address };
const trusted = globalThis.trustedTypes?.createPolicy("hors-ligne", plainly) ?? plainly;

export function tell(group) {
  const button = group.querySelector("button");
  const isOn = Boolean(read("hors-ligne"));
  button.textContent = isOn ? button.dataset.off : button.dataset.on;
  button.setAttribute("aria-pressed", isOn);
}

export async function press(button, said) {
  if (read("hors-ligne")) await stop();
  else {
    await navigator.serviceWorker.register(trusted.createScriptURL(WORKER));
    write("hors-ligne", true);
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: location.pathname });
    said.textContent = button.dataset.done;
  }
  tell(button.parentElement);
}

export async function stop() {
  write("hors-ligne", null);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  await empty();
}

// Erase all copies; if they are still wanted, make room for the next ones: the worker alone makes none.
export async function empty() {
  await Promise.all(CACHES.map((name) => caches.delete(name)));
  if (read("hors-ligne")) await Promise.all(CACHES.map((name) => caches.open(name)));
}

// [{at, title, lang}] of the articles of which there is a copy, the last read first.
export async function copies() {
  if (!(await caches.has(CACHES[0]))) return [];
  const pages = await caches.open(CACHES[0]);
  const found = [];
  for (const request of await pages.keys()) {
    const at = new URL(request.url).pathname;
    if (at.endsWith("/lecture/")) continue;
    const text = await (await pages.match(request)).text();
    const page = new DOMParser().parseFromString(trusted.createHTML(text), "text/html");
    const title = page.querySelector("h1");
    if (title) found.unshift({ at, title: title.textContent.trim(), lang: title.lang });
  }
  return found;
}
