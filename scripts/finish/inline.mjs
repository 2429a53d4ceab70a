// Puts into the page what it needs before it can show anything: its style sheets, and the scripts that are to run first. A browser
// would ask for them a round trip later.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

const STYLE = /<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>/g;
const SCRIPT = /<script src="\.\/([^"]+)"[^>]*><\/script>/g;
// One after the other they are one.
const SEAM = /<\/style>\s*<style>/g;

/** Replaces what matches by what a promise gives. */
export async function replaced(text, pattern, by) {
  const found = await Promise.all([...text.matchAll(pattern)].map((match) => by(...match)));
  return text.replace(pattern, () => found.shift());
}

/** A script or a style sheet within the page. */
export function element(name, attributes, text) {
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`a ${name} would end within itself: ${text.slice(0, 60)}…`);
  return `<${name}${attributes}>${text}</${name}>`;
}

/** The page with those files of its folder in it, which are then gone from there. */
export async function withInline(page, folder) {
  const within = (name) => async (_, path) => {
    const text = await readFile(join(folder, path), "utf8");
    await rm(join(folder, path));
    return element(name, "", text.trim());
  };
  const styled = await replaced(page, STYLE, within("style"));
  return replaced(styled.replace(SEAM, "\n"), SCRIPT, within("script"));
}
