// Put the finished page into one file, which opens by a double click: programs, workers, styles and the model are in it.
//
// usage: node scripts/single.mjs DIRECTORY FILE
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { classic, minified } from "./finish/minify.mjs";
import { filesOf } from "./finish/offline.mjs";
import { hashSource, withPolicy } from "./finish/policy.mjs";

const START = fileURLToPath(new URL("single/start.js", import.meta.url));

// What starts the page from a host, and what only a host can give. start.js takes its place.
const OF_A_HOST = [
  /<meta http-equiv="Content-Security-Policy"[^>]*>\n/g,
  /<link rel="(?:manifest|apple-touch-icon|modulepreload|preload)"[^>]*>\n?/g,
  /<script type="module">[\s\S]*?<\/script>\n?/g,
  /<script[^>]* src="\.\/offline\.js"[^>]*><\/script>\n?/g,
];
const NOT_CARRIED = /^(engine\.js|offline\.js|keyspan\.webmanifest|icons\/.*)$/;

const STYLE = /<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>/g;
const SCRIPT = /<script([^>]*?) src="\.\/([^"]+)"([^>]*)><\/script>/g;
const ICON = /(<link rel="icon" href=")\.\/([^"]+)"[^>]*>/g;

const [folder, target] = process.argv.slice(2);
const read = (path, as) => readFile(join(folder, path), as);
const base64 = (bytes) => bytes.toString("base64");

const standing = new Set(); // files that stand within the page
const sources = { style: [], script: [] };

/** Replaces what matches by what a promise gives. */
async function replaced(text, pattern, by) {
  const found = await Promise.all([...text.matchAll(pattern)].map((match) => by(...match)));
  return text.replace(pattern, () => found.shift());
}

/** A script or a style sheet within the page, which its policy allows by its hash. */
function element(name, attributes, text) {
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`a ${name} would end within itself: ${text.slice(0, 60)}…`);
  sources[name].push(hashSource(text));
  return `<${name}${attributes}>${text}</${name}>`;
}

async function within(name, attributes, path) {
  standing.add(path);
  return element(name, attributes, await read(path, "utf8"));
}

/** A file as data, which no browser runs. Programs are packed; other files are wanted at once, or would not become smaller. */
async function carried(path) {
  const content = await read(path);
  let bytes = content;
  if (path.endsWith(".wasm")) bytes = gzipSync(content, { level: 9 });
  if (path.endsWith(".js")) bytes = Buffer.from(await classic(content.toString(), "keyspanProgram"));
  return `<script type="application/octet-stream" data-file="${path}">${base64(bytes)}</script>\n`;
}

let page = await read("index.html", "utf8");
for (const pattern of OF_A_HOST) page = page.replace(pattern, "");
page = await replaced(page, STYLE, (_, path) => within("style", "", path));
page = await replaced(page, SCRIPT, (_, before, path, after) => within("script", before + after, path));
page = await replaced(page, ICON, async (_, before, path) => {
  standing.add(path);
  return `${before}data:image/svg+xml;base64,${base64(await read(path))}">`;
});
const files = (await filesOf(folder)).filter((path) => !standing.has(path) && !NOT_CARRIED.test(path));
const data = await Promise.all(files.map(carried));
const start = element("script", ' type="module"', await minified(await readFile(START, "utf8")));
page = page.replace("</body>", () => `${data.join("")}${start}\n</body>`);
page = withPolicy(page, {
  "default-src": ["'none'"],
  "script-src": [...sources.script, "blob:", "'wasm-unsafe-eval'"],
  "worker-src": ["blob:"],
  "style-src": [...sources.style, "blob:"],
  "img-src": ["blob:", "data:"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
});

await mkdir(dirname(target), { recursive: true });
await writeFile(target, page);
console.log(`${target}: ${Buffer.byteLength(page)} bytes, ${files.length} files as data`);
