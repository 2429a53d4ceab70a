// Makes scripts and style sheets small. Most of what wasm-bindgen writes is comments and long names.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const { transform } = createRequire(import.meta.url)(process.env.KEYSPAN_ESBUILD);

// The browsers that know the vectors of WebAssembly, which the programs need, know this as well.
const TARGET = "es2021";

const isModule = (script) => /\b(export|import)\b/.test(script);

// A classic script stays as it is written but for spaces and names: one of them has to speak in browsers that know nothing newer.
const CLASSIC = { minifyWhitespace: true, minifyIdentifiers: true };
const MODULE = { minify: true, format: "esm", target: TARGET, supported: { "top-level-await": true } };

/** A script made small. */
export async function minified(script) {
  return (await transform(script, isModule(script) ? MODULE : CLASSIC)).code;
}

/** A module as a classic script, which gives what it exports as `name`. It cannot know its own address. */
export async function classic(module, name) {
  const silent = { "empty-import-meta": "silent" };
  return (await transform(module, { minify: true, format: "iife", globalName: name, target: TARGET, logOverride: silent })).code;
}

/** Makes every script and style sheet of a folder small, in its place. */
export async function minifyAll(folder) {
  const replace = async (name, by) => writeFile(join(folder, name), await by(await readFile(join(folder, name), "utf8")));
  for (const name of await readdir(folder)) {
    if (name.endsWith(".js")) await replace(name, minified);
    if (name.endsWith(".css")) await replace(name, async (style) => (await transform(style, { loader: "css", minify: true })).code);
  }
}
