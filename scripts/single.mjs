// Put the finished page into one file that opens with a double click: programs, workers, styles and the model are in it.
//
// usage: node scripts/single.mjs DIRECTORY FILE
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { element, replaced } from "./finish/inline.mjs";
import { classic, minified } from "./finish/minify.mjs";
import { namesBefore } from "./finish/names.mjs";
import { filesOf } from "./finish/offline.mjs";
import { inlineSources, withPolicy } from "./finish/policy.mjs";

const START = fileURLToPath(new URL("single/start.js", import.meta.url));

// What starts the page from a host, and what only a host can provide; single/start.js replaces it.
const OF_A_HOST = [
  /<meta http-equiv="Content-Security-Policy"[^>]*>\n/g,
  /<link rel="(?:manifest|apple-touch-icon|modulepreload|preload)"[^>]*>\n?/g,
  /<script type="module"[^>]*>[\s\S]*?<\/script>\n?/g,
  /<script[^>]* src="\.\/offline-[^"]*\.js"[^>]*><\/script>\n?/g,
  /<meta name="file:[^>]*>\n?/g,
];
const NOT_CARRIED = /^(engine-[^/]*\.js|offline-[^/]*\.js|keyspan-[^/]*\.webmanifest|icons\/.*|icon-[^/]*\.svg)$/;
const ICON = /(<link rel="icon" href=")\.\/([^"]+)"[^>]*>/g;

const [folder, target] = process.argv.slice(2);
const read = (path, as) => readFile(join(folder, path), as);
const base64 = (bytes) => bytes.toString("base64");

/** A file as data, which no browser runs. Programs are compressed; other files are needed at once, or would not get smaller. */
async function carried(path) {
  const content = await read(path);
  let bytes = content;
  if (path.endsWith(".wasm")) bytes = gzipSync(content, { level: 9 });
  if (path.endsWith(".js")) bytes = Buffer.from(await classic(content.toString(), "keyspanProgram"));
  return `<script type="application/octet-stream" data-file="${names[path]}">${base64(bytes)}</script>\n`;
}

let page = await read("index.html", "utf8");
for (const pattern of OF_A_HOST) page = page.replace(pattern, "");
page = await replaced(page, ICON, async (_, before, path) => `${before}data:image/svg+xml;base64,${base64(await read(path))}">`);
const files = (await filesOf(folder)).filter((path) => !NOT_CARRIED.test(path));
const names = namesBefore(files);
const data = await Promise.all(files.map(carried));
const start = element("script", ' type="module"', await minified(await readFile(START, "utf8")));
// Made before the data are inserted, which no browser runs.
const policy = {
  "default-src": ["'none'"],
  "script-src": [...inlineSources(page + start, "script"), "blob:", "'wasm-unsafe-eval'"],
  "worker-src": ["blob:"],
  "style-src": [...inlineSources(page, "style"), "blob:"],
  "img-src": ["blob:", "data:"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};
page = page.replace("</body>", () => `${data.join("")}${start}\n</body>`);
page = withPolicy(page, policy);

await mkdir(dirname(target), { recursive: true });
await writeFile(target, page);
console.log(`${target}: ${Buffer.byteLength(page)} bytes, ${files.length} files as data`);
