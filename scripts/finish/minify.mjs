// Makes scripts small. Most of what wasm-bindgen writes is comments and long names.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const { minify } = createRequire(import.meta.url)(process.env.KEYSPAN_TERSER);

/** A module or a classic script, made small. */
export async function minified(script, { module = true } = {}) {
  const { code } = await minify(script, { module, ecma: 2020 });
  return code;
}

/** Makes every script of a folder small, in its place. */
export async function minifyScripts(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  for (const path of names.map((name) => join(folder, name))) {
    await writeFile(path, await minified(await readFile(path, "utf8")));
  }
}
