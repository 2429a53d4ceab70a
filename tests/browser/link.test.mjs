// The Link workspace as a person uses it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const text = async (page, name) => (await id(page, name).textContent()).trim();

/** Waits until the canvas shows exactly this state, and the values under the cursor belong to it. */
async function painted(page, fragment) {
  await page.waitForFunction(
    (wanted) => document.querySelector("canvas")?.dataset.painted === wanted,
    fragment,
    { timeout: 60_000 },
  );
}

async function open(fragment = "", options = {}) {
  const opened = await keyspan.openPage(fragment, options);
  await opened.page.locator("canvas[data-painted]").waitFor();
  await id(opened.page, "readout").locator("tbody tr").first().waitFor();
  return opened;
}

/** Moves a slider as a drag does: one event for every notch on the way. */
function drag(page, name, notches) {
  return page.evaluate(
    ([name, notches]) => {
      const slider = document.querySelector(`[data-testid="${name}-slider"]`);
      for (const notch of notches) {
        slider.value = notch;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }
    },
    [name, notches],
  );
}

test("at its defaults the page shows Fig. 6 and the reach in both bands", async () => {
  const { page, problems } = await open();
  assert.equal(await text(page, "reach-C"), "98.2");
  assert.equal(await text(page, "reach-O"), "56.6");
  assert.equal(await text(page, "cursor-rate"), "7.74");
  assert.equal(await id(page, "readout").locator("tbody tr").count(), 10);
  assert.equal(new URL(page.url()).hash, "", "opening the page changes its address");
  assert.deepEqual(problems, []);
});

test("a drag of the bit rate ends on its last value", async () => {
  const { page, problems } = await open();
  await drag(page, "bitrate", Array.from({ length: 120 }, (_, i) => 165 + i));
  const shown = await page.locator("#bitrate").inputValue();
  assert.equal(shown, "350 Gbit/s");
  await painted(page, "v=1&bitrate=3.5e11");
  await page.waitForURL(/#v=1&bitrate=3\.5e11$/);
  assert.equal(await text(page, "reach-C"), "59.0");
  assert.deepEqual(problems, []);
});

test("a pasted link restores the state, and copying it gives it back", async () => {
  const link = "#v=1&band=O&bitrate=2e10&detector=snspd&dark=50&window=1.5e-10&figure=8&view=qber&at=12.5";
  const { page, context, problems } = await open(link);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  assert.equal(await page.locator("#bitrate").inputValue(), "20 Gbit/s");
  assert.equal(await page.locator("#dark").inputValue(), "50 Hz");
  assert.equal(await page.locator("#window").inputValue(), "150 ps");
  assert.ok(await id(page, "band-o band").isChecked());
  assert.match(await text(page, "cursor-at"), /^At 12\.5 km, O band$/);
  await id(page, "copy-link").click();
  await page.getByText("Link copied", { exact: true }).first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, keyspan.base + link);

  const again = await open(new URL(copied).hash);
  for (const name of ["reach-C", "reach-O", "cursor-rate"]) {
    assert.equal(await text(again.page, name), await text(page, name), name);
  }
  // A link pasted into an open page counts too.
  await page.evaluate(() => (location.hash = "#v=1&figure=none"));
  await painted(page, "v=1&figure=none");
  assert.equal(await text(page, "reach-C"), "98.2");
  assert.deepEqual([...problems, ...again.problems], []);
});

test("a broken link opens the defaults and says what was ignored", async () => {
  const { page, problems } = await open("#v=1&bitrate=fast&eff=2&colour=<b>red</b>&figure=99&at=40");
  const told = await text(page, "link-notices");
  for (const part of ["bitrate=fast", "eff=2", "colour=<b>red</b>", "figure=99"]) assert.ok(told.includes(part), part);
  assert.equal(await text(page, "reach-C"), "98.2");
  assert.match(await text(page, "cursor-at"), /^At 40\.0 km/);
  const hostile = await open(`#${"%ff&=&".repeat(3000)}`);
  assert.match(await text(hostile.page, "link-notices"), /longer than/);
  assert.equal(await text(hostile.page, "reach-C"), "98.2");
  assert.deepEqual([...problems, ...hostile.problems], []);
});

test("an impossible value is refused beside its control and the curves stay", async () => {
  const { page, problems } = await open();
  await page.locator("#eff").fill("12");
  assert.match(await page.locator("#eff-note").textContent(), /1200 % is outside/);
  assert.equal(await text(page, "reach-C"), "98.2");
  await page.locator("#eff").fill("12 %");
  await painted(page, "v=1&eff=0.12");
  await page.getByRole("button", { name: "Reset Efficiency" }).click();
  await painted(page, "v=1");
  assert.deepEqual(problems, []);
});

test("workers that stop, fail or fall silent are replaced and the user is told", async () => {
  const { page } = await open();
  // Those of the page; the tools have workers of their own.
  const [first, ...others] = page.workers().filter((worker) => worker.url().includes("program=worker"));
  assert.ok(first, "there are workers");
  // One fails loudly, the others vanish without a word.
  await first.evaluate(() => {
    self.onmessage = () => {
      throw new Error("trapped");
    };
  });
  for (const worker of others) await worker.evaluate(() => self.close());
  await page.locator("#bitrate").fill("77G");
  await painted(page, "v=1&bitrate=7.7e10");
  await id(page, "trouble").waitFor();
  assert.match(await text(page, "trouble"), /was replaced, and its work was done again/);
  await page.locator("#bitrate").fill("1G");
  await painted(page, "v=1&bitrate=1e9");
  assert.equal(await text(page, "reach-C"), "123.2");
});

test("every figure of the paper is drawn with its conclusions", async () => {
  const { page, problems } = await open();
  const curves = { "7a": 10, "7b": 10, 8: 6, 9: 4, "10a": 8, "10b": 8, 11: 10, 12: 10, 6: 10 };
  const verdicts = {};
  for (const [figure, count] of Object.entries(curves)) {
    await id(page, `figure-${figure}`).click();
    await page.waitForFunction(
      ([figure, count]) =>
        document.querySelector('[data-testid="claims"] h2')?.textContent.startsWith(`Fig. ${figure}:`) &&
        document.querySelectorAll('[data-testid="readout"] tbody tr').length === count,
      [figure, count],
    );
    verdicts[figure] = await id(page, "claims").locator(".claim b").allTextContents();
  }
  assert.deepEqual(verdicts, {
    6: ["Confirmed", "Confirmed", "Confirmed"],
    "7a": ["Confirmed"],
    "7b": ["Confirmed", "Differs"],
    8: ["Confirmed", "Confirmed"],
    9: ["Confirmed", "Confirmed"],
    "10a": ["Confirmed", "Confirmed"],
    "10b": ["Confirmed"],
    11: ["Confirmed", "Confirmed", "Confirmed", "Differs"],
    12: ["Confirmed", "Confirmed"],
  });
  // With another fibre the conclusions are no longer the paper's.
  await page.locator("#alpha").fill("0.25");
  await page.getByRole("button", { name: "Back to the paper's parameters" }).click();
  await id(page, "claims").locator(".claim b").first().waitFor();
  assert.deepEqual(problems, []);
});

test("the report on the paper is computed in the page", async () => {
  const { page, problems } = await open();
  await page.locator("#tool-paper").click();
  await page.getByText("21 of 23 statements hold.").waitFor();
  assert.equal(await page.getByLabel("Statements of the paper").locator("tbody tr").count(), 23);
  // Beside them published runs of devices, which the same engine computes.
  const runs = id(page, "validation").locator("tbody tr");
  assert.equal(await runs.count(), 11);
  assert.match(await runs.nth(1).textContent(), /^Lucamarini 2013, 50 km.*1\.09 Mbit\/s867 kbit\/s0\.8/);
  assert.deepEqual(problems, []);
});

test("two clicks show what dispersion and jitter do, and laser pulses their decoys", async () => {
  const { page, problems } = await open("#v=1&figure=none&dispersion=17");
  assert.equal(await text(page, "reach-C"), "74.1");
  await page.locator("#jitter").fill("50 ps");
  await painted(page, "v=1&dispersion=17&jitter=5e-11&figure=none");
  assert.equal(await text(page, "reach-C"), "69.0");
  assert.equal(await page.locator("#mu").count(), 0, "what does not count is not shown");
  await id(page, "source-laser pulses").click();
  await id(page, "key-finite").click();
  await id(page, "mu-fixed").waitFor();
  await page.locator('[data-testid="readout"] th', { hasText: "μ" }).waitFor();
  // What does not go together is refused in words.
  await id(page, "analysis-infinite decoys").click();
  await page.getByText("infinitely many decoys have no finite key").waitFor();
  await id(page, "key-asymptotic").click();
  await painted(page, "v=1&source=wcp&analysis=infinite_decoys&dispersion=17&jitter=5e-11&figure=none");
  assert.deepEqual(problems, []);
});

test("the chart is read and zoomed with keys and pointer", async () => {
  const { page, problems } = await open("#v=1&figure=none");
  const chart = page.locator("#chart");
  await chart.focus();
  await chart.press("ArrowRight");
  await chart.press("Shift+ArrowRight");
  await page.waitForFunction(() => document.querySelector("#chart").getAttribute("aria-valuetext").startsWith("61.0 km: 4.35 Mbit/s"));
  await chart.press("End");
  await page.waitForFunction(() => document.querySelector("#chart").getAttribute("aria-valuenow") === "98.2");
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.3 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.7 * box.height, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/zoom=/);
  await id(page, "zoom-reset").waitFor();
  await chart.press("Escape");
  await id(page, "zoom-reset").waitFor({ state: "detached" });
  // The table behind the chart holds every point.
  await page.locator("#tool-table").click();
  const rows = id(page, "points").locator("tbody tr");
  await rows.nth(199).waitFor();
  assert.equal(await rows.count(), 200);
  assert.deepEqual(problems, []);
});

test("every step is undone by the browser's back button, a drag in one", async () => {
  const { page, problems } = await open();
  await id(page, "view-qber").click();
  await page.waitForURL(/#v=1&view=qber$/);
  await id(page, "pin").click();
  await id(page, "view-noise").click();
  await id(page, "budget").getByText("Main noise up to 68.6 km: afterpulses; from 68.6 km").waitFor();
  await drag(page, "bitrate", Array.from({ length: 50 }, (_, i) => 200 + i));
  await page.waitForURL(/bitrate=/);
  await id(page, "figure-none").click();
  for (const fragment of [
    /#v=1&bitrate=[^&]*&view=noise&pin=defaults\*0$/,
    /#v=1&view=noise&pin=defaults\*0$/,
    /#v=1&view=qber&pin=defaults\*0$/,
    /#v=1&view=qber$/,
    /\/some\/where\/$/,
  ]) {
    await page.goBack();
    await page.waitForURL(fragment);
  }
  await painted(page, "v=1");
  assert.equal(await page.locator("#bitrate").inputValue(), "10 Gbit/s");
  await page.goForward();
  await painted(page, "v=1&view=qber");
  assert.deepEqual(problems, []);
});

test("a pinned curve stays while the parameters move", async () => {
  const { page, problems } = await open("#v=1&figure=none&bitrate=5e10");
  await id(page, "pin").click();
  await page.locator("#bitrate").fill("1G");
  const pinned = id(page, "readout").locator("tbody tr", { hasText: "50 Gbit/s, C band" });
  await pinned.getByText("6.67 Mbit/s").waitFor();
  assert.equal(await text(page, "reach-C"), "123.2");
  assert.deepEqual(problems, []);
});

test("in another page the tools are not fetched", async () => {
  const { page, problems } = await keyspan.openPage("#v=1&embed=1");
  await page.locator("canvas[data-painted]").waitFor();
  assert.equal(await page.locator("#controls").isVisible(), false);
  assert.equal(await page.locator('script[src*="program=answers"]').count(), 0);
  assert.deepEqual(problems, []);
});

test("the canvas is sharp on any pixel ratio and follows the theme", async () => {
  for (const [deviceScaleFactor, colorScheme, paper] of [[1, "light", 253], [1.5, "dark", 20], [3, "dark", 20]]) {
    const { page, problems } = await open("", { deviceScaleFactor, colorScheme, viewport: { width: 390, height: 844 } });
    const canvas = await page.evaluate(() => {
      const canvas = document.querySelector("canvas");
      const [red] = canvas.getContext("2d").getImageData(1, 1, 1, 1).data;
      return { ratio: canvas.width / canvas.clientWidth, red };
    });
    assert.ok(Math.abs(canvas.ratio / deviceScaleFactor - 1) < 0.01, `${canvas.ratio} for ${deviceScaleFactor}`);
    assert.equal(canvas.red, paper);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide for a phone`);
    assert.deepEqual(problems, []);
  }
});
