// Spans that are pinned, named, coloured, moved, compared and removed.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const fragment = (page) => new URL(page.url()).hash;

async function open(fragment, options = {}) {
  const opened = await keyspan.openPage(fragment, options);
  await id(opened.page, "compare").waitFor();
  return opened;
}

/** Waits until the address ends so. */
const ends = (page, end) => page.waitForFunction((end) => location.hash.endsWith(end), end);

/** The table of what differs, once all of it is computed: a line a row, its first column in front. */
async function differing(page) {
  await page.waitForFunction(() => {
    const table = document.querySelector('[data-testid="differing"]');
    return table && !table.textContent.includes("…");
  });
  return id(page, "differing").evaluate((table) =>
    [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim()).join(" | ")),
  );
}

const RICH = [
  "Metro ring, O band, nanowires*0*band*O*bitrate*5e10*iso_for*1e-9*iso_back*1e-9*detector*snspd*dark*100*jitter*2e-11*loss*2.5",
  "Field trial 2024*1*alpha*0.19*bitrate*1.25e10*raman*2.3e-9*eff*0.23*window*3e-10*key*finite*events*3e9*dispersion*17",
  "Laser, two decoys (Lim)*2*rate*2.5e9*fec*1.16*misalign*0.015*source*wcp*analysis*two_decoy*key*finite*events*1e9*deadtime*2e-8",
];

test("every change of a pin is a step that goes back undoes", async () => {
  const { page, problems } = await open("#v=1&figure=none&tool=compare");
  const steps = [fragment(page)];
  /** Does something and waits for the address that it leads to. */
  async function step(act, fragment) {
    await act();
    await ends(page, fragment);
    steps.push(new URL(page.url()).hash);
  }
  await id(page, "compare").getByText("Pin a link to keep its curve").waitFor();
  await step(() => id(page, "pin-present").click(), "#v=1&figure=none&pin=defaults*0&tool=compare");
  await step(() => page.locator("#bitrate").fill("50G"), "#v=1&bitrate=5e10&figure=none&pin=defaults*0&tool=compare");
  const both = (first, second) => `&pin=${first}&pin=${second}&tool=compare`;
  const fifty = "50+Gbit%2Fs*1*bitrate*5e10";
  await step(() => id(page, "pin-present").click(), both("defaults*0", fifty));
  await step(async () => {
    await page.locator("#pin-0-name").fill("The paper's");
    await page.locator("#pin-0-name").press("Enter");
  }, both("The+paper%27s*0", fifty));
  await step(() => page.getByRole("radiogroup", { name: "Colour of The paper's" }).getByLabel("violet").check(), both("The+paper%27s*2", fifty));
  // A colour that another pin has is exchanged for it.
  await step(() => page.getByRole("radiogroup", { name: "Colour of The paper's" }).getByLabel("olive").check(), both("The+paper%27s*1", fifty.replace("*1", "*2")));
  await step(() => page.getByRole("button", { name: "Hide The paper's" }).click(), both("The+paper%27s*1h", fifty.replace("*1", "*2")));
  await id(page, "readout").locator("tbody tr", { hasText: "The paper's" }).waitFor({ state: "detached" });
  await step(() => page.getByRole("button", { name: "Move up 50 Gbit/s" }).click(), both(fifty.replace("*1", "*2"), "The+paper%27s*1h"));
  await step(() => page.getByRole("button", { name: "Load The paper's" }).click(), `#v=1&figure=none${both(fifty.replace("*1", "*2"), "The+paper%27s*1h")}`);
  assert.equal(await page.locator("#bitrate").inputValue(), "10 Gbit/s");
  // A name that only said what was set says what is set now.
  await step(() => page.getByRole("button", { name: "Update 50 Gbit/s" }).click(), both("defaults*2", "The+paper%27s*1h"));
  await page.reload();
  await page.locator("#pin-1-name").waitFor();
  assert.deepEqual([await page.locator("#pin-0-name").inputValue(), await page.locator("#pin-1-name").inputValue()], ["defaults", "The paper's"]);
  await step(() => page.getByRole("button", { name: "Remove defaults" }).click(), "&figure=none&pin=The+paper%27s*1h&tool=compare");
  assert.equal(await id(page, "pin-1").count(), 0);
  for (const before of steps.toReversed().slice(1)) {
    await page.goBack();
    await page.waitForFunction((before) => location.hash === before, before);
  }
  await id(page, "pin-0").waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
});

test("the table says what differs and by how much", async () => {
  const pins = "&pin=quiet*0*bitrate*1e9&pin=far+away*1h*band*O&pin=lossy*2*bitrate*1e9*alpha*1.5";
  const { page, problems } = await open(`#v=1&figure=none&tool=compare&at=40${pins}`);
  const rows = await differing(page);
  assert.deepEqual(rows.slice(0, 5), [
    "Parameter or result | current link | quiet | far away | lossy",
    "Band | C band | C band | O band | C band",
    "Fibre loss α | 0.2 dB/km | 0.2 dB/km | 0.35 dB/km | 1.5 dB/km",
    "Bit rate fb | 10 Gbit/s | 1 Gbit/s | 10 Gbit/s | 1 Gbit/s",
    "Raman cross-section ρ | 1.5e-9 /(km nm) | 1.5e-9 /(km nm) | 0 /(km nm) | 1.5e-9 /(km nm)",
  ]);
  const [reach, rate, qber] = rows.slice(5).map((row) => row.split(" | "));
  assert.equal(reach[1], `${(await id(page, "reach-C").textContent()).trim()} km`);
  assert.deepEqual(reach.slice(2, 4), ["123.2 km × 1.25", "56.6 km × 0.576"]);
  assert.equal(rate[0], "Key rate at 40.0 km");
  assert.ok(rate[1].startsWith((await id(page, "cursor-rate").textContent()).trim()));
  assert.equal(rate[4], "no key");
  assert.match(qber[4], /^\d+\.\d\d % × \d+(\.\d+)?$/);
  // The same span everywhere has nothing that differs but what is computed.
  await page.evaluate(() => (location.hash = "#v=1&figure=none&tool=compare&pin=twin*3"));
  await id(page, "compare").getByText("have the same parameters").waitFor();
  assert.equal((await differing(page)).length, 4);
  assert.deepEqual(problems, []);
});

test("a name that cannot be is refused beside its box, and the old one stays", async () => {
  const { page, problems } = await open("#v=1&figure=none&tool=compare&pin=one*0");
  const [box, note] = [page.locator("#pin-0-name"), page.locator("#pin-0-note")];
  for (const bad of ["", "   ", "x".repeat(41)]) {
    await box.fill(bad);
    await box.press("Enter");
    await note.getByText("A name has 1 to 40 visible characters. The old name is kept.").waitFor();
    assert.equal(await box.getAttribute("aria-invalid"), "true");
    assert.match(fragment(page), /pin=one\*0/);
    await box.press("Escape");
    assert.equal(await box.inputValue(), "one");
    await page.waitForFunction(() => document.querySelector("#pin-0-note").textContent === "");
  }
  await box.fill("<b>*%27 – two</b>");
  await box.press("Enter");
  await id(page, "differing").locator("thead").getByText("<b>*%27 – two</b>").waitFor();
  await page.waitForURL(/two/);
  const again = await open(fragment(page));
  assert.equal(await again.page.locator("#pin-0-name").inputValue(), "<b>*%27 – two</b>");
  assert.deepEqual([...problems, ...again.problems], []);
});

test("three richly set pins make a short link", async () => {
  const pins = RICH.map((pin) => `&pin=${encodeURIComponent(pin).replaceAll("%20", "+").replaceAll("%2A", "*")}`).join("");
  const { page, problems } = await open(`#v=1&figure=none&tool=compare${pins}`);
  assert.equal(await id(page, "link-notices").count(), 0);
  await page.locator("#pin-2-name").fill("Laser");
  await page.locator("#pin-2-name").press("Enter");
  await page.waitForURL(/pin=Laser\*2/);
  const link = page.url().length;
  assert.ok(link < 2000, `${link} characters`);
  const again = await open(fragment(page));
  assert.equal(await again.page.locator("#pin-2-name").inputValue(), "Laser");
  assert.deepEqual(await again.page.locator(".pin-about").allTextContents(), [
    "O band, 50 Gbit/s …",
    "C band, 0.19 dB/km, 12.5 Gbit/s …",
    "C band, 2.5 GHz, 1.16 …",
  ]);
  assert.deepEqual([...problems, ...again.problems], []);
});

test("pins are moved and removed by keys alone, and the focus goes along", async () => {
  const { page, problems } = await open(`#v=1&figure=none&tool=compare${[..."abcdef"].map((name, i) => `&pin=${name}*${i}`).join("")}`);
  const focused = (label) => page.waitForFunction((label) => document.activeElement.getAttribute("aria-label") === label, label);
  const names = () => page.locator(".pin-name input").evaluateAll((boxes) => boxes.map((box) => box.value).join(""));
  await page.locator("#pin-present").press("Enter");
  await id(page, "compare-said").getByText("Six pins are the most that can be distinguished").waitFor();
  await page.getByRole("button", { name: "Move down a" }).press("Enter");
  await focused("Move down a");
  await page.keyboard.press("Enter");
  await focused("Move down a");
  assert.equal(await names(), "bcadef");
  await page.getByRole("button", { name: "Move up c" }).press("Enter");
  await focused("Move down c");
  assert.equal(await names(), "cbadef");
  await page.getByRole("button", { name: "Move down e" }).press("Enter");
  await focused("Move up e");
  assert.equal(await names(), "cbadfe");
  await page.getByRole("button", { name: "Remove e" }).press("Enter");
  await focused("Remove f");
  for (const next of ["d", "a", "b", "c"]) {
    await page.keyboard.press("Enter");
    await focused(`Remove ${next}`);
  }
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "pin-present");
  await id(page, "compare-said").getByText("“c” removed").waitFor();
  assert.deepEqual(problems, []);
});

test("it fits on a phone, in both themes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const pins = [..."abcdef"].map((name, i) => `&pin=${name.repeat(40)}*${i}*bitrate*${i + 1}e9`).join("");
    const { page, problems } = await open(`#v=1&tool=compare${pins}`, { colorScheme, viewport: { width: 360, height: 740 } });
    await differing(page);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    const hue = await page.locator(".hue").first().evaluate((swatch) => getComputedStyle(swatch).backgroundColor);
    assert.equal(hue, colorScheme === "light" ? "rgb(160, 53, 107)" : "rgb(240, 140, 192)");
    assert.deepEqual(problems, []);
  }
});
