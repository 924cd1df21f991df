// Copies of the articles that were read, for when there is no network. A browser runs this only if its reader asked for
// it (static/reading/offline.js). Only public pages of articles are kept: no form, no private page, nothing of /admin/.
"use strict";

const PAGES = "lus-1";
const FILES = "fichiers-1"; // style, letters, scripts, and the pictures of these articles
const MOST_PAGES = 40;
const MOST_FILES = 200;
const DAY = 24 * 3600 * 1000; // milliseconds
const READING = ["/lecture/", "/ar/lecture/", "/en/lecture/"];
const ARTICLE = /^\/(?:(?:ar|en)\/)?(?!(?:admin|themes|sources|auteurs)\/)[-\w]+\/\d+-[^/]+\/$/;
const HOME = /^\/(?:(?:ar|en)\/)?$/;

const isArticle = ({ pathname, search }) => !search && ARTICLE.test(pathname);
const readingOf = ({ pathname }) => READING.slice(1).find((at) => pathname.startsWith(at.slice(0, 4))) || READING[0];
const isPublic = (answer) => answer.ok && !answer.redirected && /\bpublic\b/.test(answer.headers.get("cache-control"));

// Once the copies were erased nothing is kept any more, though this worker still serves the pages that are open.
const NOTHING = { match: async () => undefined, put: async () => {}, delete: async () => false, keys: async () => [] };
const kept = async (name) => ((await caches.has(name)) ? caches.open(name) : NOTHING);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(prepare());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const address = new URL(event.data.keep, location.origin);
  if (isArticle(address)) event.waitUntil(renewed(address.pathname));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const { pathname } = address;
    if (isArticle(address) || HOME.test(pathname) || READING.includes(pathname)) {
      event.respondWith(page(request, address));
      event.waitUntil(renewOld());
    }
  } else if (/^\/(?:static|media)\//.test(address.pathname)) event.respondWith(file(request, address));
});

// The page that tells what is kept, with its own style and scripts.
async function prepare() {
  const [pages, files] = await Promise.all([caches.open(PAGES), caches.open(FILES)]);
  for (const at of READING) {
    const answer = await fetch(at);
    if (!answer.ok) continue;
    const words = await answer.clone().text();
    await pages.put(at, answer);
    await Promise.all([...words.matchAll(/"(\/static\/[^"]+)"/g)].map((found) => take(files, found[1])));
  }
}

// A file, and the modules or the sheets it imports.
const IMPORTS = { js: /\bfrom "(\.\/[^"]+)"/g, css: /@import url\("([^":]+)"\)/g };
async function take(files, name) {
  if (await files.match(name)) return;
  const answer = await fetch(name).catch(() => null);
  if (!answer?.ok) return;
  await files.put(name, answer.clone());
  const pattern = IMPORTS[name.split(".").pop()];
  if (!pattern) return;
  const imports = (await answer.text()).matchAll(pattern);
  await Promise.all([...imports].map((found) => take(files, new URL(found[1], new URL(name, location)).pathname)));
}

async function page(request, address) {
  const pages = await kept(PAGES);
  try {
    const answer = await fetch(request);
    await heed(pages, address, answer.clone());
    return answer;
  } catch {
    return (await pages.match(address.pathname)) || (await pages.match(readingOf(address))) || Response.error();
  }
}

// Keep what is public; what was withdrawn, killed or moved goes.
async function heed(pages, address, answer) {
  if (answer.status >= 400 && answer.status < 500) await pages.delete(address.pathname);
  const isReading = READING.includes(address.pathname);
  if (!(isArticle(address) || isReading) || !isPublic(answer)) return;
  await pages.delete(address.pathname); // so that it becomes the newest
  await pages.put(address.pathname, answer);
  if (isArticle(address)) await trim(pages, MOST_PAGES + READING.length);
}

async function trim(cache, most) {
  const all = await cache.keys();
  const others = all.filter(({ url }) => !READING.includes(new URL(url).pathname));
  for (const oldest of others.slice(0, Math.max(0, all.length - most))) await cache.delete(oldest);
}

async function file(request, { pathname }) {
  const files = await kept(FILES);
  const known = await files.match(request);
  if (known) return known;
  const answer = await fetch(request);
  const isOfAnArticle = request.referrer && isArticle(new URL(request.referrer));
  if (answer.ok && answer.status === 200 && (pathname.startsWith("/static/") || isOfAnArticle)) {
    await files.put(request, answer.clone());
    await trim(files, MOST_FILES);
  }
  return answer;
}

// Once a day, while there is a network, each copy is asked for again: what was taken away, a comment too, goes.
async function renewOld() {
  const pages = await kept(PAGES);
  for (const { url } of await pages.keys()) {
    const copy = await pages.match(url);
    if (Date.now() - Date.parse(copy.headers.get("date")) > DAY) await renewed(new URL(url).pathname);
  }
}

async function renewed(pathname) {
  const answer = await fetch(pathname, { cache: "no-cache" }).catch(() => null);
  if (!answer) return;
  const pages = await kept(PAGES);
  if (answer.redirected) return void (await pages.delete(pathname));
  await heed(pages, new URL(pathname, location.origin), answer);
}
