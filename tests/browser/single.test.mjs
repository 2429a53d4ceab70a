// The page in one file: opened from a disk, without a server and without a network, it does what it does on a host.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { start } from "./harness.mjs";

const FILE = pathToFileURL(fileURLToPath(new URL("../../dist-single/keyspan.html", import.meta.url))).href;
const WORKBOOK = fileURLToPath(new URL("../../crates/workbook/tests/files/network.xlsx", import.meta.url));
const DEMO = "#monitoring&v=1&demo=1&bob_loss=28+dB&dark_count=1e-8";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const reaches = (page, km) =>
  page.waitForFunction((km) => document.querySelector('[data-testid="reach-C"]')?.textContent === km, km);

async function open(fragment = "") {
  return keyspan.openPage(fragment, {
    at: FILE,
    prepare: (page) => page.context().setOffline(true),
  });
}

test("curves, tools and their workers run from a file", async () => {
  const { page, problems } = await open();
  await page.locator("canvas[data-painted]").waitFor();
  await reaches(page, "98.2");
  await id(page, "explain").locator(".result", { hasText: "7.74" }).waitFor();
  await page.locator('[role="tab"]', { hasText: "Map" }).click();
  await page.locator('[data-testid="map"][data-painted]').waitFor({ timeout: 60_000 });
  await page.locator("#bitrate").fill("50G");
  await page.locator("#bitrate").press("Enter");
  await reaches(page, "80.6");
  await page.waitForURL(/bitrate=5e10/);
  await page.reload();
  await reaches(page, "80.6");
  assert.deepEqual(problems, []);
});

test("Monitoring opens a workbook from a file", async () => {
  const { page, problems } = await open("#monitoring");
  await id(page, "files-input").setInputFiles(WORKBOOK);
  await page.locator('[data-testid="use-files"]:enabled').click();
  await id(page, "link-1").waitFor();
  assert.deepEqual(problems, []);
});

test("Monitoring reads its demo and scores the model from a file", async () => {
  const { page, problems } = await open(DEMO);
  await id(page, "score-words").getByText("the model is off by").waitFor({ timeout: 100_000 });
  assert.match(await id(page, "files-summary").textContent(), /21 files/);
  assert.deepEqual(problems, []);
});
