// Keeps the whole app on the device, one version at a time.
//
// A version is a list of files, each with its hash, and a hash over them all, written into MANIFEST
// when the site is built. Its files are fetched together into a cache of their own; a page is served
// from that cache only, so that an old app is never paired with a new worker. A new version waits for the
// user's consent. In development the list is empty and every request passes through.
const MANIFEST = { version: "development", files: [] };

const PREFIX = "busbar-";
const CACHE = PREFIX + MANIFEST.version;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all(MANIFEST.files.map((file) => keep(cache, file)));
}

// Bypasses intermediate caches and verifies the hash: during an upload a host has files of two versions, in
// which case none is stored. The browser tries again at its next check.
async function keep(cache, { path, integrity }) {
  const response = await fetch(new Request(path, { cache: "reload", integrity }));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await cache.put(path, asKept(response));
}

// A navigation must not be answered by a redirected response, as some hosts send for index.html; and a
// response with `Vary` is not found by a different request or, with `Vary: *`, not stored at all.
function asKept(response) {
  if (!response.redirected && !response.headers.has("vary")) return response;
  const headers = new Headers(response.headers);
  headers.delete("vary");
  return new Response(response.body, { status: response.status, headers });
}

self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = request.url.startsWith(self.registration.scope);
  if (request.method === "GET" && isOurs && MANIFEST.files.length > 0) {
    event.respondWith(answer(request));
  }
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const keptAs = (address) => cache.match(address, { ignoreSearch: true, ignoreVary: true });
  const kept = await keptAs(request);
  if (kept) return kept;
  if (request.mode !== "navigate") return fetch(request);
  const { scope } = self.registration;
  const isStart = request.url.split(/[?#]/)[0] === scope;
  // Links of the page are relative to its address: below it they would not resolve.
  return isStart ? ((await keptAs("./index.html")) ?? fetch(request)) : Response.redirect(scope);
}
