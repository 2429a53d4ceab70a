// Keeps the page for offline use. The build writes two constants in front: BUILD, its own name, and FILES, the address of every file
// of the page with its fingerprint. No page ever gets files of two builds: a new build is fetched whole, waits until no page of the
// previous one is open, and a file without its fingerprint is refused.

// Other copies of the page may live on the same host, each with its own scope.
const OURS = `keyspan ${registration.scope} `;
const CACHE = OURS + BUILD;

const addressOf = (path) => new URL(path, registration.scope).href;

async function fetched(path) {
  const response = await fetch(addressOf(path), { cache: "no-cache", integrity: FILES[path] });
  if (!response.ok) throw new Error(`${path} could not be fetched: ${response.status}`);
  return response;
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  const keep = async (path) => cache.put(addressOf(path), await fetched(path));
  try {
    await Promise.all(Object.keys(FILES).map(keep));
  } catch (error) {
    // The host may be between two builds. The browser tries again at the next visit.
    await caches.delete(CACHE);
    throw error;
  }
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
}

/** The file of an address. The address of a program carries the build as its query. */
function pathOf(address) {
  const { origin, pathname } = new URL(address);
  const whole = origin + pathname;
  if (!whole.startsWith(registration.scope)) return undefined;
  const path = whole.slice(registration.scope.length);
  return path === "" || path === "index.html" ? "./" : path;
}

async function answer(path) {
  const cache = await caches.open(CACHE);
  const { body, headers } = (await cache.match(addressOf(path))) ?? (await fetched(path));
  // A response that was fetched keeps the address it was fetched from, and engine.js reads its own, with what was asked behind it.
  return new Response(body, { headers });
}

async function isAlone() {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return pages.filter((page) => page.url.startsWith(registration.scope)).length === 1;
}

/** The page asks to be served from now on, or to have its build replaced by the new one. */
async function hear({ data, source }) {
  if (data.ask === "serve" && data.build === BUILD && (await isAlone())) await clients.claim();
  if (data.ask === "replace") {
    if (await isAlone()) await skipWaiting();
    else source.postMessage("others are open");
  }
}

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
addEventListener("message", (event) => event.waitUntil(hear(event)));
addEventListener("fetch", (event) => {
  const path = pathOf(event.request.url);
  if (event.request.method === "GET" && Object.hasOwn(FILES, path)) event.respondWith(answer(path));
});
