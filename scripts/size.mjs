// Weigh the page as a visitor downloads it, and fail if it is heavier than it may be.
//
// usage: node scripts/size.mjs DIRECTORY BUDGET
//   BUDGET is in bytes, for all programs, style sheets and pages together after Brotli at its best.
import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const COUNTED = new Set([".wasm", ".js", ".mjs", ".html", ".css"]);

const [folder, budgetText] = process.argv.slice(2);
const budget = Number(budgetText);

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
    return { path, counted, raw: bytes.length, packed: brotli(bytes) };
  });

const counted = files.filter((file) => file.counted);
const sum = (key) => counted.reduce((total, file) => total + file[key], 0);

const row = (name, raw, packed, note = "") =>
  console.log(`${name.padEnd(48)} ${String(raw).padStart(9)} ${String(packed).padStart(9)} ${note}`.trimEnd());
row("file", "bytes", "brotli");
for (const file of files) row(file.path, file.raw, file.packed, file.counted ? "" : "(not counted)");
row("together", sum("raw"), sum("packed"), `of at most ${budget}`);

if (counted.length === 0) {
  console.error(`There is no page in ${folder}.`);
  process.exitCode = 1;
} else if (sum("packed") > budget) {
  console.error(`The page is ${sum("packed") - budget} bytes heavier than it may be.`);
  process.exitCode = 1;
}
