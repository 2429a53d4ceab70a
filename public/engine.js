// Starts a program, in a worker or on the page. The query says which one, and names the build, which is passed on so that a cache
// never mixes files of two builds.
const query = new URL(import.meta.url).searchParams;
const build = `?build=${query.get("build")}`;
const program = { worker: "worker", answers: "answers", monitoring: "monitoring", learning: "learning" }[query.get("program")];
try {
  // Asked for at once, not only when the script is there. What goes wrong is thrown below.
  const code = fetch(new URL(`./${program}_bg.wasm${build}`, import.meta.url));
  code.catch(() => {});
  const { default: start } = await import(`./${program}.js${build}`);
  await start({ module_or_path: code });
} catch (error) {
  // On the page start.js tells the person; whoever started a worker hears of it by the error.
  globalThis.keyspanFailed?.(program, error);
  throw error;
}
