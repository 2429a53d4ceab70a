// Has what the first curves need fetched at once. Otherwise a browser would learn of a worker's program only when the page's own runs,
// and of its two other files one after the other.
const PLACE = "</head>";

/** The page with hints to the worker's files, under the addresses by which they will be asked for. */
export function withHints(page, build) {
  if (!build) throw new Error("KEYSPAN_BUILD is not set: the addresses of the programs hold it");
  const hints = [
    `<link rel="modulepreload" href="./engine.js?program=worker&amp;build=${build}">`,
    `<link rel="modulepreload" href="./worker.js?build=${build}">`,
    // A preload would be for the page alone, and Chromium complains that it does not use it; a prefetch Firefox refuses for the policy.
    `<script type="module" async>fetch("./worker_bg.wasm?build=${build}").then((file) => file.arrayBuffer()).catch(() => {});</script>`,
  ];
  return page.replace(PLACE, () => `${hints.join("\n")}\n${PLACE}`);
}
