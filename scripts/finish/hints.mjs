// Starts the page's program, and has what the first curves need fetched at once. Otherwise a browser would learn of a worker's program
// only when the page's own runs, and of its files one after the other.
const PLACE = "</head>";

/** The page with its start and with hints to the files of page and worker, under the addresses by which they will be asked for. */
export function withStart(page, names) {
  const lines = [
    `<link rel="modulepreload" href="${names["app.js"]}">`,
    `<link rel="preload" href="${names["app.wasm"]}" as="fetch" type="application/wasm" crossorigin="anonymous">`,
    `<link rel="modulepreload" href="${names["engine.js"]}?program=worker">`,
    `<link rel="modulepreload" href="${names["worker.js"]}">`,
    // A preload would be for the page alone, and Chromium complains that it does not use it; a prefetch Firefox refuses for the policy.
    `<script type="module" async>fetch("${names["worker.wasm"]}").then((file) => file.arrayBuffer()).catch(() => {});</script>`,
    `<script type="module">import start from "${names["app.js"]}";await start({module_or_path:"${names["app.wasm"]}"});dispatchEvent(new CustomEvent("keyspan-started"));</script>`,
  ];
  return page.replace(PLACE, () => `${lines.join("\n")}\n${PLACE}`);
}
