// Keeps the whole app on the device, one version at a time.
//
// A version is a list of files and a hash over them, written into MANIFEST when the site is built.
// Its files are fetched together into a cache of their own; a page is served from that cache only,
// so an old app never meets a new worker. A new version waits until the person agrees. In
// development the list is empty and everything passes through.
const MANIFEST = { version: "development", files: [] };

const PREFIX = "busbar-";
const CACHE = PREFIX + MANIFEST.version;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  // Past every cache in between: what is kept must be what the manifest was made of.
  await cache.addAll(MANIFEST.files.map((file) => new Request(file, { cache: "reload" })));
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
  const key = request.mode === "navigate" ? "./index.html" : request;
  return (await cache.match(key, { ignoreSearch: true })) ?? fetch(request);
}
