// Renders public/icon.svg in Chromium at the sizes that an installed page needs.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const { KEYSPAN_NODE_MODULES, KEYSPAN_CHROMIUM } = process.env;
const { chromium } = createRequire(`${KEYSPAN_NODE_MODULES}/`)("playwright-core");

const icon = await readFile("public/icon.svg", "utf8");
const square = icon.replace(/ rx="[^"]*"/, "");
// A maskable icon is only guaranteed to show a central circle of 80 % of its width.
const spread = square.replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40" style="background: #2456a6"');

const browser = await chromium.launch({ executablePath: KEYSPAN_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
for (const [name, size, svg] of [["192", 192, icon], ["512", 512, icon], ["maskable", 512, spread]]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`);
  await page.screenshot({ path: `public/icons/${name}.png`, omitBackground: true });
}
await browser.close();
