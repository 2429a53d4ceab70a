// Names the build and writes the worker that keeps it for times without a network.
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { minified } from "./minify.mjs";

const SOURCE = fileURLToPath(new URL("../../public/sw.js", import.meta.url));
const WORKER = "sw.js";
const PAGE = "index.html";
const MARK = /data-build="[^"]*"/;

const digest = (content, as) => createHash("sha256").update(content).digest(as);

/** All files of a folder, by their path in an address, but the page itself and what keeps them. */
export async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .filter((path) => path !== PAGE && path !== WORKER)
    .sort();
}

/**
 * Writes `sw.js` for what is in the folder, and the name of the build into its page; returns the name. It stands for the content of
 * every file, so that any change is another build.
 */
export async function keepOffline(folder) {
  const page = (await readFile(join(folder, PAGE), "utf8")).replace(MARK, 'data-build=""');
  const source = await readFile(SOURCE, "utf8");
  const files = {};
  for (const path of await filesOf(folder)) {
    files[path] = `sha256-${digest(await readFile(join(folder, path)), "base64")}`;
  }
  const build = digest(JSON.stringify([page, source, files]), "hex").slice(0, 16);
  const named = page.replace(MARK, `data-build="${build}"`);
  files["./"] = `sha256-${digest(named, "base64")}`;
  const worker = await minified(source);
  await writeFile(join(folder, PAGE), named);
  await writeFile(join(folder, WORKER), `const BUILD=${JSON.stringify(build)},FILES=${JSON.stringify(files)};${worker}`);
  return build;
}
