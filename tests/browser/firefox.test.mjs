// What people do with the page, in the Firefox that they have: the other tests are of Chromium.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { start } from "./firefox.mjs";

const FILE = pathToFileURL(fileURLToPath(new URL("../../dist-single/keyspan.html", import.meta.url))).href;
const DEMO = "#monitoring&v=1&demo=1&bob_loss=28+dB&dark_count=1e-8";

const keyspan = await start();
const folder = await mkdtemp(join(tmpdir(), "keyspan-"));
after(() => Promise.all([keyspan.close(), rm(folder, { recursive: true })]));

const id = (name) => `[data-testid="${name}"]`;
const text = (page, selector) => page.$eval(selector, (element) => element.textContent.trim());
const says = (page, selector, what) =>
  page.waitForFunction(
    (selector, what) => document.querySelector(selector)?.textContent.includes(what),
    { timeout: 60_000 },
    selector,
    what,
  );
const painted = (page, fragment) =>
  page.waitForFunction((wanted) => document.querySelector("canvas")?.dataset.painted === wanted, {}, fragment);
const inAddress = (page, part) => page.waitForFunction((part) => location.hash.includes(part), {}, part);

/** What the canvas shows: the colour of its paper, and how much of it has another one. */
const canvas = (page) =>
  page.$eval("canvas[data-painted]", (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const paper = [...data.slice(0, 3)];
    let drawn = 0;
    for (let i = 0; i < data.length; i += 4) drawn += paper.some((colour, part) => data[i + part] !== colour);
    return { paper, share: drawn / (data.length / 4) };
  });

async function type(page, selector, value) {
  await page.locator(selector).fill(value);
  await page.focus(selector);
  await page.keyboard.press("Enter");
}

async function tool(page, name) {
  const tab = `#tool-${name}`;
  await page.locator(tab).click();
  await page.waitForSelector(`#tool[aria-labelledby="tool-${name}"] > *`);
}

test("the page draws its curves, and what is set changes them and stands in the address", async () => {
  const { page, problems } = await keyspan.openPage();
  await page.waitForSelector("canvas[data-painted]");
  assert.equal(await text(page, id("reach-C")), "98.2");
  const { share } = await canvas(page);
  assert.ok(share > 0.02 && share < 0.5, `curves, axes and words cover ${share} of the chart`);
  await page.waitForSelector(`${id("readout")} tbody tr`);
  assert.equal((await page.$$(`${id("readout")} tbody tr`)).length, 10);
  assert.equal(await page.evaluate(() => location.hash), "");

  await type(page, "#bitrate", "50G");
  await says(page, id("reach-C"), "80.6");
  await inAddress(page, "bitrate=5e10");
  await page.focus(id("bitrate-slider"));
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => !location.hash.includes("bitrate=5e10") && location.hash.includes("bitrate=5"));
  const hash = await page.evaluate(() => location.hash);
  await painted(page, hash.slice(1));
  const reach = await text(page, id("reach-C"));
  assert.ok(Number(reach) < 80.6, `${reach} km with more traffic`);
  await page.reload();
  await painted(page, hash.slice(1));
  await says(page, id("reach-C"), reach);
  assert.deepEqual(problems, []);
});

test("figures, the chart under the pointer, and tools", async () => {
  const { page, problems } = await keyspan.openPage("#v=1");
  await page.waitForSelector("canvas[data-painted]");
  await page.locator(id("figure-8")).click();
  await inAddress(page, "figure=8");
  await painted(page, "v=1&figure=8");
  await page.locator(id("view-qber")).click();
  await painted(page, "v=1&figure=8&view=qber");
  await page.goBack();
  await painted(page, "v=1&figure=8");

  const before = await text(page, id("cursor-at"));
  await page.locator("#chart").hover();
  await page.waitForFunction((selector, before) => document.querySelector(selector).textContent.trim() !== before, {}, id("cursor-at"), before);
  await page.focus("#chart");
  await page.keyboard.press("Home");
  await says(page, id("cursor-at"), "At 0.0 km");

  await tool(page, "explain");
  await says(page, id("explain"), "The key rate at 0 km");
  // Formulas are drawn by the browser itself.
  assert.ok(await page.$eval(`${id("explain")} mfrac`, (fraction) => fraction.getBoundingClientRect().height > 20));
  await tool(page, "map");
  await page.waitForSelector(`${id("map")}[data-painted="256x256"]`, { timeout: 90_000 });
  await tool(page, "table");
  await page.waitForSelector(`${id("points")} tbody tr`);
  assert.equal(await page.$(id("trouble")), null);
  assert.deepEqual(problems, []);
});

// Headless Chromium has no scroll bars.
test("the controls have room beside their scroll bar", async () => {
  const { page, problems } = await keyspan.openPage("#v=1&alpha=0.21&iso_for=1.23e-7&iso_back=3.46e-8&misalign=0.0123&dispersion=17.1");
  // The last of the controls, which come one group after the other.
  await page.waitForSelector("aside .all-defaults");
  const [bar, over] = await page.$eval("aside", (aside) => [aside.offsetWidth - aside.clientWidth, aside.scrollWidth - aside.clientWidth]);
  assert.ok(bar > 2, "there is a scroll bar");
  assert.equal(over, 0);
  assert.deepEqual(problems, []);
});

test("every tool opens", async () => {
  const { page, problems } = await keyspan.openPage("#v=1&pins=0:v%3D1%26bitrate%3D1e10");
  await page.waitForSelector("[role='tab']");
  const names = await page.$$eval("[role='tab']", (tabs) => tabs.map((tab) => tab.id.replace("tool-", "")));
  assert.equal(names.length, 11);
  for (const name of names) await tool(page, name);
  await page.waitForSelector(`${id("qr")} svg`);
  await page.waitForSelector(`${id("preview")} svg`);
  assert.deepEqual(problems, []);
});

test("Monitoring reads its demo, fits the COW model and scores its network", async () => {
  const { page, problems } = await keyspan.openPage("#monitoring");
  await page.locator(id("demo")).click();
  await says(page, id("score-words"), "the model is off by");
  assert.equal(await page.evaluate(() => location.hash), DEMO);
  assert.match(await text(page, id("files-summary")), /^21 files/);
  await page.locator(id("link-3")).click();
  await says(page, id("link-name"), "Link 3");
  // The device of the network is known, so that α comes out as it was put in: 0.245 dB/km.
  await says(page, id("fits"), "0.2449");
  await says(page, id("score-words"), "On link 3");
  assert.equal((await page.$$(`${id("links-table")} tbody tr`)).length, 5);
  assert.equal((await page.$$(`${id("scores")} tbody tr`)).length, 5);
  assert.deepEqual(problems, []);
});

test("files are chosen and dropped, and what is made of them is saved", async () => {
  const { page, problems } = await keyspan.openPage("#monitoring");
  await page.waitForSelector(id("intake"));
  const samples = Array.from({ length: 600 }, (_, i) => `${new Date(Date.UTC(2024, 0, 1, 0, i)).toISOString()},0.25`).join("\n");
  const packed = join(folder, "link1_qber.csv.gz");
  await writeFile(packed, gzipSync(samples));
  await (await page.$(id("files-input"))).uploadFile(packed);
  await page.locator(`${id("use-files")}:enabled`).click();
  await page.waitForSelector(id("link-1"));
  await page.$eval(
    id("monitoring"),
    (target, content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], "link7_qber.csv"));
      target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    samples,
  );
  await page.waitForSelector(id("link-7"));
  await page.locator(id("save-cleaned")).click();
  const cleaned = (await keyspan.saved("link1_10min.csv")).toString();
  assert.match(cleaned, /^time,qber\n2024-01-01T00:00:00Z,0\.25\n/);
  assert.equal(cleaned.trim().split("\n").length, 61);
  await page.locator(id("png-qber")).click();
  const png = await keyspan.saved("link1_qber.png");
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  assert.deepEqual(problems, []);
});

test("links and pictures are put on the clipboard", async () => {
  const { page, problems } = await keyspan.openPage("#v=1&bitrate=2e10&tool=share");
  await page.waitForSelector(`${id("preview")} svg`);
  await page.locator(id("copy-link")).click();
  await says(page, id("copy-link"), "Link copied");
  await page.locator(id("copy-picture")).click();
  await says(page, "#tool", "Picture copied");
  assert.deepEqual(problems, []);
});

test("Firefox that prefers dark pages gets a dark one", async () => {
  const dark = await start({ dark: true });
  try {
    const { page, problems } = await dark.openPage();
    await page.waitForSelector("canvas[data-painted]");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    const { paper, share } = await canvas(page);
    assert.ok(paper.every((colour) => colour < 60) && share > 0.02, `paper of the colour ${paper}`);
    assert.deepEqual(problems, []);
  } finally {
    await dark.close();
  }
});

test("after one visit the page works without a network", async () => {
  const offline = await start();
  try {
    const { page, problems } = await offline.openPage();
    await page.waitForSelector("#tool > *");
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", { timeout: 60_000 });
    await offline.unplug();
    await page.reload();
    await page.waitForSelector("canvas[data-painted]");
    await page.locator("#to-monitoring").click();
    await page.waitForSelector(id("intake"));
    await page.locator("#to-link").click();
    await tool(page, "ask");
    assert.deepEqual(problems, []);
  } finally {
    await offline.close();
  }
});

test("the page in one file does the same from a disk", async () => {
  const { page, problems } = await keyspan.openPage("", { at: FILE });
  await page.waitForSelector("canvas[data-painted]");
  await says(page, id("explain"), "7.74");
  await tool(page, "map");
  await page.waitForSelector(`${id("map")}[data-painted="256x256"]`, { timeout: 90_000 });
  await type(page, "#bitrate", "50G");
  await says(page, id("reach-C"), "80.6");
  await inAddress(page, "bitrate=5e10");
  await page.reload();
  await says(page, id("reach-C"), "80.6");
  const monitoring = await keyspan.openPage(DEMO, { at: FILE });
  await says(monitoring.page, id("score-words"), "the model is off by");
  assert.deepEqual([...problems, ...monitoring.problems], []);
});
