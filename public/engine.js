// Starts a program, in a worker or on the page. The query names the program and the build, which is passed on so that a cache never
// mixes files of two builds.
const query = new URL(import.meta.url).searchParams;
const build = `?build=${query.get("build")}`;
const program = { worker: "worker", answers: "answers", monitoring: "monitoring", learning: "learning" }[query.get("program")];
try {
  // Fetched at once, not only when the script is there. A failure is thrown below.
  const code = fetch(new URL(`./${program}_bg.wasm${build}`, import.meta.url));
  code.catch(() => {});
  const { default: start } = await import(`./${program}.js${build}`);
  await start({ module_or_path: code });
} catch (error) {
  // On the page start.js shows it; in a worker the error reaches the page that started it.
  globalThis.keyspanFailed?.(program, error);
  throw error;
}
