// WCAG 2.2 AA, held by axe-core on every view and state of both workspaces: light and dark, on a desk and on a phone.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const require = createRequire(import.meta.url);
const { source } = require(`${process.env.KEYSPAN_AXE}/axe.js`);

const keyspan = await start();
after(() => keyspan.close());

const DEMO = "#monitoring&v=1&demo=1&bob_loss=28+dB&dark_count=1e-8&solve=efficiency";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

const id = (page, name) => page.locator(`[data-testid="${name}"]`);

/** What axe-core finds on the page as it is: a line for each element. */
async function violations(page, what) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const found = await page.evaluate(async (values) => {
    // A transition of colours is no contrast to be measured.
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    const options = { runOnly: { type: "tag", values }, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] };
    const { violations } = await window.axe.run(document, options);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, html, any }) => `${id}: ${target.join(" ")} ${html.slice(0, 120)} ${any.map(({ message }) => message).join("; ")}`));
  }, TAGS);
  return found.map((line) => `${what}: ${line}`);
}

/** The same in both themes and both sizes. */
async function everywhere(page, what) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, colorScheme);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      found.push(...(await violations(page, `${what}, ${colorScheme}, ${size.width} px`)));
    }
  }
  return found;
}

const nothing = (found) => assert.equal(found.join("\n"), "");

/** Opens the Link workspace and waits for what is given. */
async function link(fragment, ...wait) {
  const opened = await keyspan.openPage(fragment);
  await opened.page.locator("canvas[data-painted]").waitFor();
  for (const selector of wait) await opened.page.locator(selector).first().waitFor();
  return opened;
}

const TOOLS = {
  explain: ["[data-testid=explain] .step"],
  compare: [".compare td"],
  ask: [".reply"],
  demand: ["[data-testid=demand-changes] tbody tr"],
  map: ['[data-testid="map"][data-painted]'],
  uncertainty: ['[data-testid="vary-typical"]'],
  channels: ['[data-testid="channels"] button'],
  class: [".class .lessons"],
  table: ["[data-testid=points] tbody tr"],
  paper: ["[data-testid=paper] tbody tr"],
  share: [".preview svg", ".qr svg"],
};

for (const [tool, wait] of Object.entries(TOOLS)) {
  test(`Link with ${tool} open`, async () => {
    const { page } = await link(`#v=1&tool=${tool}&pin=defaults*0&bitrate=2e10`, ...wait);
    nothing(await everywhere(page, tool));
  });
}

test("Link with an uncertainty that is computed", async () => {
  const { page } = await link("#v=1&tool=uncertainty", '[data-testid="vary-typical"]');
  await id(page, "vary-typical").click();
  await page.locator(".tornado tbody tr").first().waitFor();
  await page.evaluate(() => document.querySelectorAll("#tool details").forEach((details) => (details.open = true)));
  nothing(await everywhere(page, "uncertainty"));
});

test("Link with a channel plan", async () => {
  const { page } = await link("#v=1&channels=C32f10G,C31b10G&quantum=C34&figure=none&tool=channels", ".plan-plot .handle");
  await page.evaluate(() => document.querySelectorAll("#tool details").forEach((details) => (details.open = true)));
  nothing(await everywhere(page, "plan"));
});

test("Link, every view of the chart", async () => {
  const { page } = await link("#v=1&figure=none&source=wcp&key=finite", "[data-testid=readout] tbody tr");
  const found = [];
  for (const view of await page.locator('[data-testid^="view-"]').all()) {
    await view.click();
    found.push(...(await violations(page, await view.textContent())));
  }
  nothing(found);
});

test("Link, when something is wrong", async () => {
  const { page } = await link("#v=1&bitrate=fast&figure=99&eff=2", "[data-testid=readout] tbody tr");
  await page.locator("#eff").fill("12");
  await page.locator("#eff-note", { hasText: "is outside" }).waitFor();
  const [worker] = page.workers().filter((worker) => worker.url().includes("program=worker"));
  await worker.evaluate(() => setTimeout(() => { throw new Error("trapped"); }));
  await id(page, "trouble").waitFor();
  nothing(await everywhere(page, "notices"));
});

test("Link on a phone with its parameters open", async () => {
  const { page } = await link("#v=1");
  await page.setViewportSize(SIZES[1]);
  await page.getByRole("button", { name: "Parameters", exact: true }).click();
  await page.locator("#controls").waitFor();
  nothing(await violations(page, "parameters"));
});

test("Link in another page", async () => {
  const { page } = await link("#v=1&embed=1");
  nothing(await everywhere(page, "embed"));
});

test("Class with a lesson open", async () => {
  const { page } = await link("#v=1&tool=class", ".class .lessons");
  await page.locator(".class .lessons button").first().click();
  await page.locator(".lesson-text").waitFor();
  nothing(await everywhere(page, "lesson"));
});

test("Monitoring without files", async () => {
  const { page } = await keyspan.openPage("#monitoring");
  await id(page, "demo").waitFor();
  nothing(await everywhere(page, "empty"));
});

test("Monitoring with the demo network, everything unfolded", async () => {
  const { page } = await keyspan.openPage(DEMO);
  for (const name of ["scores", "horizons", "abnormal"]) await id(page, name).locator("tbody tr").first().waitFor();
  await page.locator('canvas[data-drawn="solved-distribution"]').waitFor();
  await page.locator('canvas[data-drawn="store-fan"]').waitFor();
  await page.evaluate(() => document.querySelectorAll(".workspace details").forEach((details) => (details.open = true)));
  await id(page, "windows-table").locator("tbody tr").first().waitFor();
  nothing(await everywhere(page, "demo"));
});

test("Monitoring with files that cannot be used", async () => {
  const { page } = await keyspan.openPage("#monitoring&colour=blue");
  const minutes = Array.from({ length: 60 }, (_, i) => `${1704067200 + 60 * i},0.02`).join("\n");
  const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await id(page, "files-input").setInputFiles([
    file("link1_qber.csv", `${minutes}\nnonsense\n1704070860,0.9`),
    file("link1_key_rate.csv", "<html>Please log in</html>"),
    file("notes.md", "no measurements"),
  ]);
  await id(page, "refused").waitFor();
  await id(page, "kind").waitFor();
  nothing(await everywhere(page, "check"));
  await page.locator('[data-testid="use-files"]:enabled').click();
  await page.evaluate(() => document.querySelectorAll(".workspace details").forEach((details) => (details.open = true)));
  await id(page, "device-bob_loss").or(id(page, "no-model")).first().waitFor();
  nothing(await everywhere(page, "refused"));
});

test("Monitoring when its worker has failed", async () => {
  const { page } = await keyspan.openPage("#monitoring&v=1&demo=1");
  await id(page, "fits").locator("tr").first().waitFor();
  const worker = page.workers().find((worker) => worker.url().includes("program=monitoring"));
  await worker.evaluate(() => setTimeout(() => { throw new Error("out of memory"); }));
  await id(page, "monitoring-trouble").waitFor();
  nothing(await everywhere(page, "trouble"));
});
