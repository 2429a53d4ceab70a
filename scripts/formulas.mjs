// Typesets the formulas between $$ in rustdoc's pages as MathML, which browsers draw without scripts, fonts or network.
//
// usage: node scripts/formulas.mjs SOURCES PAGES
//
// Markdown alters the punctuation of LaTeX (`\,` becomes a comma, `_` may become emphasis), but neither letters nor digits. So each
// formula of a page is looked up in the sources by its letters and digits, and typeset as written there. Fails on a formula that is not
// found or not valid.

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { default: temml } = await import(pathToFileURL(`${process.env.KEYSPAN_TEMML}/dist/temml.mjs`));
const [sources, pages] = process.argv.slice(2);

const files = async (folder, ending) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile() && e.name.endsWith(ending)).map((e) => path.join(e.parentPath, e.name));
};
const fail = (message) => {
  console.error(`formulas: ${message}`);
  process.exit(1);
};
const skeleton = (text) => text.replace(/[^A-Za-z0-9]/g, "");
const FORMULA = /\$\$([^$]+)\$\$/g;

const formulas = new Map();
for (const file of await files(sources, ".rs")) {
  const docs = (await readFile(file, "utf8")).replace(/^\s*\/\/[/!] ?/gm, "");
  for (const [, tex] of docs.matchAll(FORMULA)) {
    const known = formulas.get(skeleton(tex));
    const same = (a, b) => a.replace(/\s+/g, "") === b.replace(/\s+/g, "");
    if (known && !same(known, tex)) fail(`${file}: pages cannot distinguish ${tex.trim()} from ${known.trim()}`);
    formulas.set(skeleton(tex), tex);
  }
}
if (formulas.size === 0) fail(`no formulas in ${sources}`);

const plain = (html) =>
  html.replace(/<[^>]*>/g, "").replace(/&lt;|&gt;|&amp;|&quot;|&#\w+;/g, "");
const set = (tex, page) => {
  try {
    return temml.renderToString(tex, { displayMode: true, throwOnError: true });
  } catch (error) {
    return fail(`${page}: ${tex.trim()}: ${error.message}`);
  }
};
let count = 0;
for (const page of await files(pages, ".html")) {
  // rustdoc's copies of the sources show the LaTeX itself.
  if (path.relative(pages, page).startsWith(`src${path.sep}`)) continue;
  const before = await readFile(page, "utf8");
  const after = before.replace(FORMULA, (_, html) => {
    const tex = formulas.get(skeleton(plain(html)));
    if (tex === undefined) fail(`${page}: formula not found in the sources: ${html.trim()}`);
    count += 1;
    return set(tex, page);
  });
  if (after !== before) await writeFile(page, after);
}
console.log(`formulas: ${formulas.size} in the sources, ${count} typeset in the pages`);
