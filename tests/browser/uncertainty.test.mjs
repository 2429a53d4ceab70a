// The tool Uncertainty as a person uses it. Sentences and numbers are what `keyspan uncertainty` prints for the same link.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const TYPICAL =
  "alpha:normal:0.01,ncc:lognormal:1.25,iso_for:lognormal:3dB,iso_back:lognormal:3dB,raman:lognormal:1.3," +
  "dark:lognormal:1.5,eff:normal:1%,afterpulse:lognormal:1.3";
const TYPICAL_SENTENCE =
  "The reach is 98.2 km, between 84.3 and 113.0 km in 90 % of the cases; 61 % of its variance comes from the isolation, backward.";
const ISOLATION_SENTENCE =
  "The reach is 98.2 km, between 86.5 and 108.9 km in 90 % of the cases; nearly all of its variance comes from the isolation, backward.";

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const fragment = (vary, rest = "") => `#v=1${rest}&tool=uncertainty&vary=${encodeURIComponent(vary)}`;

async function open(address, options = {}) {
  const opened = await keyspan.openPage(address, options);
  await id(opened.page, "uncertainty").waitFor({ timeout: 60_000 });
  return opened;
}

/** Waits until the tool says this and computes nothing more. */
function says(page, sentence) {
  return page.waitForFunction(
    (wanted) => {
      const of = (name) => document.querySelector(`[data-testid="${name}"]`);
      return of("uncertainty-sentence")?.textContent === wanted && !of("uncertainty-cancel");
    },
    sentence,
    { timeout: 60_000 },
  );
}

/** Waits until the address holds these widths, or none. */
function varies(page, vary) {
  return page.waitForFunction(
    (wanted) => new URLSearchParams(location.hash.slice(1)).get("vary") === wanted,
    vary,
  );
}

test("typical uncertainties say what the command line says, with its parts of the variance", async () => {
  const { page, problems } = await open("#v=1&tool=uncertainty");
  await id(page, "vary-typical").click();
  await varies(page, TYPICAL);
  await says(page, TYPICAL_SENTENCE);
  const rows = id(page, "ranking").locator("tbody tr");
  assert.equal(await rows.count(), 8);
  assert.deepEqual((await rows.nth(0).locator("td").allTextContents()).slice(1), ["60.7 ± 0.7 %", "61.2 ± 0.5 %"]);
  assert.deepEqual(await rows.nth(1).locator(".end").allTextContents(), ["90.8 km", "107.0 km"]);
  // The pictures are drawn, and each has its table.
  for (const name of ["uncertainty-band", "uncertainty-reach"]) await page.locator(`canvas[data-drawn="${name}"]`).waitFor();
  assert.ok((await id(page, "band-table").locator("tbody tr").count()) > 40);
  assert.match(await id(page, "reach-table").textContent(), /5 % quantile84\.3 ± 0\.28 km/);
  assert.match(await id(page, "ends-table").textContent(), /Fibre loss0\.1836 dB\/km107\.0 km0\.2164 dB\/km90\.8 km/);
  // Back undoes it.
  await page.goBack();
  await varies(page, null);
  await id(page, "ranking").waitFor({ state: "detached" });
  assert.equal(await page.locator(".spread").count(), 0);
  assert.deepEqual(problems, []);
});

test("a link restores widths, samples and seed", async () => {
  const vary = "dark:lognormal:1.5,alpha:normal:0.01,eff:normal:1%;256;3";
  const { page, problems } = await open(fragment(vary, "&band=O&dark=5e3"));
  await says(
    page,
    "The reach is 56.6 km, between 54.1 and 59.3 km in 90 % of the cases; 99.3 % of its variance comes from the fibre loss.",
  );
  assert.equal(await page.locator("#vary-dark").inputValue(), "1.5");
  assert.equal(await page.locator("#vary-eff").inputValue(), "1 %");
  assert.ok(await id(page, "samples-256").isChecked());
  assert.match(await id(page, "uncertainty").textContent(), /Seed 3/);
  // The settings of the page are the centres: with them all changes.
  await page.locator("#alpha").fill("0.3");
  await page.waitForFunction(() =>
    document.querySelector('[data-testid="uncertainty-sentence"]').textContent.startsWith("The reach is 66.0 km"),
  );
  await varies(page, vary);
  assert.deepEqual(problems, []);
});

test("a device is set once, in the address and in words", async () => {
  const { page, problems } = await open(fragment("dark:lognormal:2;256"));
  assert.ok(await id(page, "optimise-anew").isChecked());
  await id(page, "optimise-once").check();
  await varies(page, "dark:lognormal:2;256;1;once");
  await page.waitForFunction(() => {
    const notes = document.querySelector('[data-testid="uncertainty-notes"]')?.textContent ?? "";
    return notes.startsWith("The device is set once at each length, for the present values, and keeps: photon bandwidth;");
  });
  await page.goBack();
  await varies(page, "dark:lognormal:2;256");
  assert.deepEqual(problems, []);
  await page.close();
});

test("a width and a law are changed in one step each, and Back undoes them", async () => {
  const { page, problems } = await open(fragment("iso_back:lognormal:3dB;256"));
  await says(page, ISOLATION_SENTENCE);
  await page.locator("#vary-iso_back").fill("6 dB");
  await page.locator("#vary-iso_back").press("Enter");
  await varies(page, "iso_back:lognormal:6dB;256");
  await page.waitForFunction(
    (before) => ![before, ""].includes(document.querySelector('[data-testid="uncertainty-sentence"]').textContent),
    ISOLATION_SENTENCE,
  );
  await id(page, "law-iso_back").selectOption("uniform");
  await varies(page, "iso_back:uniform:300%;256");
  assert.equal(await page.locator("#vary-iso_back").inputValue(), "300 %");
  await page.goBack();
  await varies(page, "iso_back:lognormal:6dB;256");
  await page.waitForFunction(() => document.querySelector("#vary-iso_back").value === "6 dB");
  assert.equal(await id(page, "law-iso_back").inputValue(), "lognormal");
  await page.goBack();
  await varies(page, "iso_back:lognormal:3dB;256");
  await says(page, ISOLATION_SENTENCE);
  assert.equal(await page.locator("#vary-iso_back").inputValue(), "3 dB");
  assert.deepEqual(problems, []);
});

test("a bad width is refused in words beside it, and the last good result stays", async () => {
  const { page, problems } = await open(fragment("iso_back:lognormal:3dB;256"));
  await says(page, ISOLATION_SENTENCE);
  const box = page.locator("#vary-iso_back");
  for (const [typed, told] of [
    ["three", /“three” is not a number/],
    ["0.5", /a factor must be more than 1/],
    ["", /type a number/],
  ]) {
    await box.fill(typed);
    await box.press("Enter");
    assert.match(await page.locator("#vary-iso_back-note").textContent(), told);
    assert.equal(await box.getAttribute("aria-invalid"), "true");
  }
  await varies(page, "iso_back:lognormal:3dB;256");
  await says(page, ISOLATION_SENTENCE);
  await box.press("Escape");
  assert.equal(await box.inputValue(), "3 dB");
  // A law that fits the parameter no longer is told beside it too.
  await page.locator("#iso_for").fill("0");
  await page.locator("#vary-iso_back-note").getByText("is 0, where a factor or a percentage has no width").waitFor();
  await id(page, "uncertainty-status").getByText("Not computed").waitFor();
  assert.equal(await id(page, "uncertainty-sentence").textContent(), ISOLATION_SENTENCE);
  assert.deepEqual(problems, []);
});

test("what of the link means nothing is told, and the rest is computed", async () => {
  const hostile = `iso_back:lognormal:3dB,dark:gauss:2k,<img src=x onerror=alert(1)>,iso_back:normal:1%;256;1;${"x;".repeat(50)}`;
  const { page, problems } = await open(fragment(hostile));
  await says(page, ISOLATION_SENTENCE);
  const told = await id(page, "vary-notices").textContent();
  for (const part of ["there is no law “gauss”", "<img src=x onerror=alert(1)>", "is given two laws", "and 48 more"]) {
    assert.ok(told.includes(part), `${part} in ${told}`);
  }
  assert.equal(await page.locator(".spread").count(), 1);
  assert.deepEqual(problems, []);
});

test("parameters are added and removed with the keyboard", async () => {
  const { page, problems } = await open("#v=1&tool=uncertainty");
  await page.locator("#vary-add").selectOption("iso_back");
  await id(page, "vary-add-button").focus();
  await page.keyboard.press("Enter");
  await varies(page, "iso_back:lognormal:3dB");
  await id(page, "samples-256").check();
  await says(page, ISOLATION_SENTENCE);
  // What is chosen cannot be chosen again, and what does not apply or is a word not at all.
  const names = await page.locator("#vary-add option").evaluateAll((options) => options.map((option) => option.value));
  assert.ok(names.includes("dark") && !names.includes("iso_back") && !names.includes("mu") && !names.includes("bandwidth"));
  await id(page, "vary-seed").click();
  await varies(page, "iso_back:lognormal:3dB;256;2");
  await page.getByRole("button", { name: "Remove Isolation, backward" }).press("Enter");
  await varies(page, ";256;2");
  assert.equal(await page.evaluate(() => document.activeElement.id), "vary-add");
  assert.deepEqual(problems, []);
});

test("a slow study shows how far it is, is cancelled, goes on, and gives way to a newer one", async () => {
  const slow = "&figure=none&source=wcp&key=finite&analysis=one_decoy";
  const { page, problems } = await open(fragment("iso_back:lognormal:3dB,dark:lognormal:1.5;4096", slow));
  const status = id(page, "uncertainty-status");
  await status.locator("progress").waitFor();
  await page.waitForFunction(() => document.querySelector('[data-testid="uncertainty-status"] progress')?.value > 0, null, {
    timeout: 60_000,
  });
  await id(page, "uncertainty-cancel").click();
  await status.getByText("Stopped.").waitFor();
  assert.equal(await status.locator("progress").count(), 0);
  await id(page, "uncertainty-go-on").click();
  await status.locator("progress").waitFor();
  assert.ok((await status.locator("progress").evaluate((bar) => bar.value)) > 0, "it begins anew");
  // Another link in the meantime: only that is computed.
  await page.evaluate((next) => (location.hash = next), fragment("iso_back:lognormal:3dB;256"));
  await says(page, ISOLATION_SENTENCE);
  assert.equal(await id(page, "tools-trouble").isVisible(), false);
  assert.deepEqual(problems, []);
});

test("another tool in between does not lose the result", async () => {
  const { page, problems } = await open(fragment("iso_back:lognormal:3dB;256"));
  await says(page, ISOLATION_SENTENCE);
  await page.locator("#tool-table").click();
  await id(page, "points").waitFor();
  await page.locator("#tool-uncertainty").click();
  await says(page, ISOLATION_SENTENCE);
  assert.deepEqual(problems, []);
});

test("on a phone nothing is wider than the page", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, problems } = await open(fragment(TYPICAL), { colorScheme, viewport: { width: 390, height: 844 } });
    await says(page, TYPICAL_SENTENCE);
    await page.locator('canvas[data-drawn="uncertainty-reach"]').waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    assert.deepEqual(problems, []);
  }
});
