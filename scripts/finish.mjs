// Finish the page that Trunk has put together: its scripts and styles are made small, what it needs first is put into it, every file is
// named by its content, it is told what it may load, and it is kept for times without a network.
//
// usage: node scripts/finish.mjs DIRECTORY
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withStart } from "./finish/hints.mjs";
import { withInline } from "./finish/inline.mjs";
import { minifyAll } from "./finish/minify.mjs";
import { nameByContent, withNames } from "./finish/names.mjs";
import { keepOffline } from "./finish/offline.mjs";
import { policyOf, withPolicy } from "./finish/policy.mjs";

const [folder] = process.argv.slice(2);
const index = join(folder, "index.html");

await minifyAll(folder);
const inline = await withInline(await readFile(index, "utf8"), folder);
const names = await nameByContent(folder);
const page = withStart(withNames(inline, names), names);
await writeFile(index, withPolicy(page, policyOf(page)));
await keepOffline(folder);
