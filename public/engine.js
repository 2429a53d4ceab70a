// Starts a program, in a worker or on the page. The query says which one. KEYSPAN_FILES are the names of its two files, which the build
// writes in here; this file is named by its content as they are, so that no cache can mix files of two builds.
const program = new URL(import.meta.url).searchParams.get("program");
const { script, code } = KEYSPAN_FILES[program];
try {
  // Fetched at once, not only when the script is there. A failure is thrown below.
  const fetched = fetch(new URL(code, import.meta.url));
  fetched.catch(() => {});
  const { default: start } = await import(script);
  await start({ module_or_path: fetched });
} catch (error) {
  // On the page start.js shows it; in a worker the error reaches the page that started it.
  globalThis.keyspanFailed?.(program, error);
  throw error;
}
