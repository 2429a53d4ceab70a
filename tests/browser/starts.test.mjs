// Starting points and devices: one click, everything else stays, undone at once; what is idealised and what it is worth.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const pressed = (page, name) => id(page, `start-${name}`).getAttribute("aria-pressed");

async function open(fragment) {
  const opened = await keyspan.openPage(fragment);
  await id(opened.page, "start-paper").waitFor();
  return opened;
}

const LINK = "v=2&alpha=0.22&channels=C28f100G@-20dBm&quantum=C34&at=30";

test("a starting point changes only what it says, says so, and is undone", async () => {
  const { page, problems } = await open(`#${LINK}`);
  assert.deepEqual([await pressed(page, "paper"), await pressed(page, "realistic")], ["true", "false"]);
  await id(page, "idealised").getByText(/^Idealised: single photons, .+, no dead time, no insertion loss\. With the realistic starting point: [\d.]+ kbit\/s at 30\.0 km\.$/).waitFor();
  const worth = (await id(page, "idealised").textContent()).match(/point: (.+) at/)[1];
  await id(page, "start-realistic").click();
  await page.waitForURL(/deadtime=1e-5/);
  const parts = new URLSearchParams(new URL(page.url()).hash.slice(1));
  for (const [name, value] of new URLSearchParams(LINK)) assert.equal(parts.get(name), value, name);
  assert.deepEqual([parts.get("source"), parts.get("key"), parts.get("loss")], ["wcp", "finite", "3"]);
  await id(page, "start-taken").getByText(/Source Single photons → Laser pulses;.+Dead time 0 s → 10 µs.+Everything else stays\.$/).waitFor();
  assert.deepEqual([await pressed(page, "paper"), await pressed(page, "realistic")], ["false", "true"]);
  // What was said is what the link gives then.
  await page.waitForFunction((worth) => {
    const says = document.querySelector('[data-testid="cursor-rate"]').parentElement.textContent;
    return says.startsWith(`${worth} ·`);
  }, worth);
  await page.waitForFunction(() => document.querySelector('[data-testid="idealised"]').textContent === "");
  await id(page, "start-undo").click();
  await page.waitForURL((url) => !url.hash.includes("deadtime"));
  assert.equal(await pressed(page, "paper"), "true");
  await page.goBack();
  await page.waitForURL(/deadtime=1e-5/);
  assert.deepEqual(problems, []);
});

test("the paper is where everything starts, and the realistic link leaves its simplifications", async () => {
  const { page, problems } = await open("");
  assert.equal(await pressed(page, "paper"), "true");
  await id(page, "start-realistic").click();
  await page.waitForURL(/v=2.*deadtime=1e-5/);
  assert.ok(!/figure=|overlap=|alpha_classical=/.test(page.url()), page.url());
  await id(page, "start-taken").getByText(/The figure is closed/).waitFor();
  await id(page, "start-undo").click();
  await page.waitForFunction(() => document.querySelector('[data-testid="figure-6"]').getAttribute("aria-pressed") === "true");
  assert.deepEqual(problems, []);
});

test("a device is put into the link, each number with its source, and a changed one is marked", async () => {
  const { page, problems } = await open(`#${LINK}`);
  assert.equal(await id(page, "start-device").inputValue(), "paper-spad");
  await id(page, "start-device").selectOption("gated-ingaas");
  await page.waitForURL(/eff=0\.205.*device=gated-ingaas/);
  assert.match(page.url(), /alpha=0\.22&.*channels=C28f100G@-20dBm/);
  await id(page, "preset-numbers").locator("summary").click();
  const row = (label) => id(page, "numbers-gated-ingaas").locator("tr").filter({ hasText: label });
  await row("Efficiency").getByText(/Lucamarini et al\./).waitFor();
  assert.equal(await id(page, "numbers-gated-ingaas").locator("tr.changed").count(), 0);
  await page.locator("#eff").fill("25 %");
  await row("Efficiency").getByText("25 %: changed from the preset").waitFor();
  assert.equal(await id(page, "numbers-gated-ingaas").locator("tr.changed").count(), 1);
  // The link opens on it.
  await page.waitForURL(/eff=0\.25/);
  await page.reload();
  await id(page, "start-device").waitFor();
  assert.equal(await id(page, "start-device").inputValue(), "gated-ingaas");
  await page.evaluate(() => (location.hash = "#v=2&device=toaster"));
  await id(page, "device-problem").getByText(/device=toaster: there is no such device; there are: paper-spad/).waitFor();
  assert.deepEqual(problems, []);
});
