// Print the size of the page as a visitor downloads it, and fail if a part exceeds its budget.
//
// usage: node scripts/size.mjs DIRECTORY FIRST TOOLS MONITORING WORKBOOK LEARNING OFFLINE
//   Budgets in bytes, after Brotli at its best: for all programs, style sheets and pages that are fetched before the first curves are
//   drawn; for the tools, fetched after them; for the Monitoring workspace, fetched when it is opened; for the program that opens
//   workbooks, fetched when one is chosen; for the program that learns, fetched when there is something to learn from; and for the
//   service worker, fetched last.
import { readFileSync, readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const COUNTED = new Set([".wasm", ".js", ".mjs", ".html", ".css"]);

const LATER = {
  tools: /^answers-[^/]*\.(css|js|wasm)$/,
  monitoring: /^monitoring-[^/]*\.(css|js|wasm)$/,
  workbook: /^workbook-[^/]*\.(js|wasm)$/,
  learning: /^learning-[^/]*\.(js|wasm)$/,
  offline: /^sw\.js$/,
};
const FIRST = "before the first curves";

const [folder, ...budgets] = process.argv.slice(2);

function brotli(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort()
  .map((path) => {
    const bytes = readFileSync(path);
    const counted = COUNTED.has(extname(path));
    const part = Object.keys(LATER).find((part) => LATER[part].test(basename(path))) ?? FIRST;
    return { path, counted, part, raw: bytes.length, packed: brotli(bytes) };
  });

const row = (name, raw, packed, note = "") =>
  console.log(`${name.padEnd(48)} ${String(raw).padStart(9)} ${String(packed).padStart(9)} ${note}`.trimEnd());
row("file", "bytes", "brotli");
for (const file of files) row(file.path, file.raw, file.packed, file.counted ? "" : "(not counted)");

for (const [i, what] of [FIRST, ...Object.keys(LATER)].entries()) {
  const budget = Number(budgets[i]);
  const counted = files.filter((file) => file.counted && file.part === what);
  const sum = (key) => counted.reduce((total, file) => total + file[key], 0);
  row(what, sum("raw"), sum("packed"), `of at most ${budget}`);
  if (counted.length === 0) {
    console.error(`${folder} has no files of this part: ${what}.`);
    process.exitCode = 1;
  } else if (!(sum("packed") <= budget)) {
    console.error(`Over budget by ${sum("packed") - budget} bytes: ${what}.`);
    process.exitCode = 1;
  }
}
