// Finish the page that Trunk has built: its scripts are made small, it is told what it may load, and it is kept for
// times without a network.
//
// usage: node scripts/finish.mjs DIRECTORY
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minifyScripts } from "./finish/minify.mjs";
import { keepOffline } from "./finish/offline.mjs";
import { policyOf, withPolicy } from "./finish/policy.mjs";

const [folder] = process.argv.slice(2);
const index = join(folder, "index.html");

await minifyScripts(folder);
const page = await readFile(index, "utf8");
await writeFile(index, withPolicy(page, policyOf(page)));
await keepOffline(folder);
