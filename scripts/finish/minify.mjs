// Makes scripts small. Most of what wasm-bindgen writes is comments and long names.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const { transform } = createRequire(import.meta.url)(process.env.KEYSPAN_ESBUILD);

// The browsers that know the vectors of WebAssembly, which the programs need, know this as well.
const TARGET = "es2021";

const isModule = (script) => /\b(export|import)\b/.test(script);

/** A script made small: a module stays one; a classic script keeps its names to itself. */
export async function minified(script) {
  const format = isModule(script) ? "esm" : "iife";
  return (await transform(script, { minify: true, format, target: TARGET, supported: { "top-level-await": true } })).code;
}

/** A module as a classic script, which gives what it exports as `name`. It cannot know its own address. */
export async function classic(module, name) {
  const silent = { "empty-import-meta": "silent" };
  return (await transform(module, { minify: true, format: "iife", globalName: name, target: TARGET, logOverride: silent })).code;
}

/** Makes every script of a folder small, in its place. */
export async function minifyScripts(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  for (const path of names.map((name) => join(folder, name))) {
    await writeFile(path, await minified(await readFile(path, "utf8")));
  }
}
