// Names every file by its content, so that a browser or a host that holds files of two builds cannot mix them: what is missing is missing.
import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { filesOf } from "./offline.mjs";

/** The programs, by the name in the query of engine.js. */
export const PROGRAMS = ["app", "worker", "answers", "monitoring", "workbook", "learning"];

const ENGINE = "engine.js";
const MANIFEST = "keyspan.webmanifest";
// These name others, so theirs come last.
const LAST = [ENGINE, MANIFEST];
// Named from within a program, which looks its address up in the page.
const ASKED_FOR = [ENGINE, "answers.css", "monitoring.css", "model/keyspan.onnx", "model/keyspan.json"];
const PLACE = "</head>";

async function named(folder, path) {
  const { dir, name, ext } = parse(path);
  const digest = createHash("sha256").update(await readFile(join(folder, path))).digest("hex").slice(0, 16);
  const to = join(dir, `${name}-${digest}${ext}`);
  await rename(join(folder, path), join(folder, to));
  return `./${to}`;
}

async function change(file, to) {
  await writeFile(file, to(await readFile(file, "utf8")));
}

/** Renames the files; returns the addresses by the names that they had. */
export async function nameByContent(folder) {
  const files = (await filesOf(folder)).filter((path) => !LAST.includes(path));
  const names = {};
  for (const path of files) names[path] = await named(folder, path);
  const programs = PROGRAMS.map((name) => [name, { script: names[`${name}.js`], code: names[`${name}.wasm`] }]);
  await change(join(folder, ENGINE), (text) => text.replace("KEYSPAN_FILES", () => JSON.stringify(Object.fromEntries(programs))));
  await change(join(folder, MANIFEST), (text) => text.replace(/\.\/(icons\/[^"]+)/g, (_, icon) => names[icon]));
  for (const path of LAST) names[path] = await named(folder, path);
  return names;
}

/** The page with the new names: in its own elements, and where programs look for them. */
export function withNames(page, names) {
  const own = page.replace(/(href|src)="\.\/([^"?]+)"/g, (all, what, path) => (names[path] ? `${what}="${names[path]}"` : all));
  const noted = ASKED_FOR.map((path) => `<meta name="file:${path}" content="${names[path]}">`);
  return own.replace(PLACE, () => `${noted.join("\n")}\n${PLACE}`);
}

/** The names that files had, by those that they have in a finished page. */
export function namesBefore(paths) {
  return Object.fromEntries(paths.map((path) => [path, path.replace(/-[0-9a-f]{16}(\.[^.]+)$/, "$1")]));
}
