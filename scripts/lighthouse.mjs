// Lighthouse's scores of the built page, on a desktop and on a phone. Fails if it finds anything wrong with accessibility, best
// practices or what search engines read; how fast the page is on this machine at this moment is printed.
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
const MUST = ["accessibility", "best-practices", "seo"];
const TIMES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
const KEPT_S = 600;

const [folder] = process.argv.slice(2);
const server = await serve({ root: folder, keep: KEPT_S });
const profile = await mkdtemp(join(tmpdir(), "keyspan-"));
const chrome = await launch({
  chromePath: KEYSPAN_CHROMIUM,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
  userDataDir: profile,
});

const line = (name, cells) => console.log(name.padEnd(24) + cells.map((cell) => String(cell).padStart(15)).join(""));
try {
  line("", ["performance", ...MUST, "first paint", "largest", "blocked", "shift"]);
  for (const [view, fragment] of Object.entries(VIEWS)) {
    for (const [device, config] of Object.entries(DEVICES)) {
      const { lhr } = await lighthouse(server.base + fragment, { port: chrome.port, logLevel: "error" }, config);
      const score = (category) => Math.round(100 * lhr.categories[category].score);
      line(`${view}, ${device}`, [...["performance", ...MUST].map(score), ...TIMES.map((time) => lhr.audits[time].displayValue)]);
      for (const category of MUST.filter((category) => score(category) < 100)) {
        process.exitCode = 1;
        for (const { id, weight } of lhr.categories[category].auditRefs) {
          const { score, title } = lhr.audits[id];
          if (weight > 0 && score !== null && score < 1) console.error(`${category}: ${title} (${id})`);
        }
      }
    }
  }
} finally {
  chrome.kill();
  await server.close();
  await rm(profile, { recursive: true, force: true });
}
