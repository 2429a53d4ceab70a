// Prints the Lighthouse scores of the built page, on a desktop and on a phone. Fails on any finding about accessibility, best practices
// or search engines, or if the layout shifts while the page loads. The performance score depends on the machine and on what else runs
// there, and is only printed.
//
// usage: node scripts/lighthouse.mjs DIRECTORY
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "./static-server.mjs";

const { KEYSPAN_LIGHTHOUSE, KEYSPAN_CHROMIUM } = process.env;
const module = (path) => import(pathToFileURL(join(KEYSPAN_LIGHTHOUSE, path)).href);
const { default: lighthouse, desktopConfig } = await module("lighthouse/core/index.js");
const { launch } = await module("chrome-launcher/dist/index.js");

const VIEWS = { "start page": "", Monitoring: "#monitoring", "in a frame": "#v=1&embed=1" };
const DEVICES = { desktop: desktopConfig, phone: undefined };
const WHOLE = ["accessibility", "best-practices", "seo"];
const SHIFT = "cumulative-layout-shift";
const TIMES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", SHIFT];
const MOST_SHIFT = 0.1;
// How long browsers may cache files, as common hosts allow, s.
const KEEP = 600;

/** Everything that is wrong, one line each. */
function problems({ categories, audits }) {
  const broken = WHOLE.flatMap((name) => categories[name].auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => `${audits[id].title} (${id})`);
  const short = WHOLE.filter((name) => !(categories[name].score === 1)).map((name) => `${name} is not 100`);
  const shift = audits[SHIFT].numericValue;
  return [...short, ...broken, ...(shift < MOST_SHIFT ? [] : [`the layout shifts: ${shift}`])];
}

const line = (name, cells) => console.log(name.padEnd(22) + cells.map((cell) => String(cell).padStart(15)).join(""));

const [folder] = process.argv.slice(2);
const server = await serve({ root: folder, keep: KEEP });
const profile = await mkdtemp(join(tmpdir(), "keyspan-"));
const chrome = await launch({
  chromePath: KEYSPAN_CHROMIUM,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
  userDataDir: profile,
});
try {
  line("", ["performance", ...WHOLE, "first paint", "largest paint", "blocked", "shift"]);
  for (const [view, fragment] of Object.entries(VIEWS)) {
    for (const [device, config] of Object.entries(DEVICES)) {
      const { lhr } = await lighthouse(server.base + fragment, { port: chrome.port, logLevel: "error" }, config);
      const scores = ["performance", ...WHOLE].map((name) => Math.round(100 * lhr.categories[name].score));
      line(`${view}, ${device}`, [...scores, ...TIMES.map((time) => lhr.audits[time].displayValue)]);
      for (const problem of problems(lhr)) {
        console.error(`${view}, ${device}: ${problem}`);
        process.exitCode = 1;
      }
    }
  }
} finally {
  await chrome.kill();
  await server.close();
  await rm(profile, { recursive: true, force: true });
}
