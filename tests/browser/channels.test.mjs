// The channel plan as a person edits it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const text = async (page, name) => (await id(page, name).textContent()).trim();
const PLAN = "#v=1&channels=C32f10G,C31b10G&quantum=C34&figure=none&tool=channels";

async function open(fragment, options = {}) {
  const opened = await keyspan.openPage(fragment, options);
  await id(opened.page, "channels").waitFor();
  return opened;
}

/** Waits until a part of the page says something. */
async function says(page, name, wanted) {
  await page.waitForFunction(
    ([name, source]) => new RegExp(source).test(document.querySelector(`[data-testid="${name}"]`)?.textContent ?? ""),
    [name, wanted.source],
  );
}

/** Waits until a channel stands in a slot. */
async function stands(page, name, slot) {
  await page.waitForFunction(
    ([name, slot]) => document.querySelector(`#${name}`)?.getAttribute("aria-valuetext")?.startsWith(`${slot}, `),
    [name, slot],
  );
}

/** Waits until the address holds these channels and this quantum channel. */
async function inAddress(page, channels, quantum) {
  await page.waitForFunction(
    ([channels, quantum]) => {
      const pairs = new URLSearchParams(location.hash.slice(1));
      return pairs.get("channels") === channels && pairs.get("quantum") === quantum;
    },
    [channels, quantum],
  );
}

/** Middle of a channel's mark in the picture, and the width of a slot. */
async function grip(page, name) {
  await id(page, "plan-plot").scrollIntoViewIfNeeded();
  const box = await page.locator(`#${name} .mark`).boundingBox();
  const plot = await id(page, "plan-plot").boundingBox();
  const slots = await id(page, "plan-plot").evaluate((plot) => Number(plot.style.getPropertyValue("--slots")));
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, slot: plot.width / slots };
}

test("a plan is started, says what it is, and goes back again", async () => {
  const { page, problems } = await open("#v=1&tool=channels");
  await page.getByText("A channel plan replaces the paper's two equal signals").waitFor();
  await id(page, "channels-two").click();
  await inAddress(page, "C32f10G,C31b10G", "C34");
  assert.match(page.url(), /figure=none/, "the figure varies what the plan replaces");
  await stands(page, "plan-quantum", "C34");
  await stands(page, "plan-channel-1", "C32");
  await page.locator("#bitrate").waitFor({ state: "detached" });
  assert.match(await text(page, "channels-belongs"), /^The quantum channel is in the C band/);
  await says(page, "plan-readout", /^Quantum channel in C34, 1550\.12 nm: 12\.2 M photons\/s at Bob.*7\.73 Mbit\/s$/);
  await says(page, "reach-C", /^98\.1$/);
  await page.goBack();
  await id(page, "channels-two").waitFor();
  await page.locator("#bitrate").waitFor();
  assert.equal(new URL(page.url()).hash, "#v=1&tool=channels");
  // The plan takes what the controls have, and gives it back.
  await page.locator("#bitrate").fill("50G");
  await page.waitForURL(/bitrate=5e10/);
  await id(page, "channels-sixteen").click();
  await page.waitForURL(/C24f50G,C23f50G/);
  assert.equal(await page.locator(".handle").count(), 17);
  // The panel moves until the plan's curve stands.
  await says(page, "plan-readout", /^Quantum channel in C34.*bit\/s$/);
  await id(page, "channels-remove").click();
  await page.locator("#bitrate").waitFor();
  assert.equal(await page.locator("#bitrate").inputValue(), "50 Gbit/s");
  assert.deepEqual(problems, []);
});

test("a drag shows what would be and is one step", async () => {
  const { page, problems } = await open(PLAN);
  await stands(page, "plan-quantum", "C34");
  const before = await page.evaluate(() => history.length);
  const { x, y, slot } = await grip(page, "plan-channel-1");
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 8 * slot, y + 3, { steps: 12 });
  await stands(page, "plan-channel-1", "C40");
  // The quantum channel's place is taken: that is said, and the channel stays in the last slot it could be in.
  await page.mouse.move(x - 2 * slot, y, { steps: 6 });
  await says(page, "plan-said", /^Slot C34 holds the quantum channel/);
  await stands(page, "plan-channel-1", "C35");
  await page.mouse.move(x - 10 * slot, y - 500);
  await stands(page, "plan-channel-1", "C42");
  await says(page, "plan-readout", /C34.*Mbit\/s$/);
  assert.match(page.url(), /C32f10G/, "the address waits for the end");
  await page.mouse.up();
  await inAddress(page, "C42f10G,C31b10G", "C34");
  assert.equal(await page.evaluate(() => history.length), before + 1);
  await page.goBack();
  await stands(page, "plan-channel-1", "C32");
  await inAddress(page, "C32f10G,C31b10G", "C34");
  // A drag that is given up, and a click, change nothing.
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 3 * slot, y, { steps: 3 });
  await stands(page, "plan-channel-1", "C35");
  await page.locator("#plan-channel-1").press("Escape");
  await stands(page, "plan-channel-1", "C32");
  await page.mouse.move(x - 5 * slot, y, { steps: 3 });
  await page.mouse.up();
  await stands(page, "plan-channel-1", "C32");
  const quantum = await grip(page, "plan-quantum");
  await page.mouse.click(quantum.x, quantum.y);
  await page.mouse.move(quantum.x - 2 * slot, quantum.y);
  await says(page, "plan-readout", /^C36, 1548\.51 nm: 12\.1 M photons/);
  await inAddress(page, "C32f10G,C31b10G", "C34");
  assert.deepEqual(problems, []);
});

test("a finger drags, and beside the channels it scrolls the page", async () => {
  const { page, context, problems } = await open(PLAN, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await stands(page, "plan-quantum", "C34");
  await page.locator("#plan-quantum").scrollIntoViewIfNeeded();
  const touch = await context.newCDPSession(page);
  const send = (type, points) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  const { x, y, slot } = await grip(page, "plan-quantum");
  await send("touchStart", [{ x, y }]);
  for (let i = 1; i <= 10; i++) await send("touchMove", [{ x: x - i * slot, y }]);
  await stands(page, "plan-quantum", "C44");
  await send("touchEnd", []);
  await inAddress(page, "C32f10G,C31b10G", "C44");
  const scrolled = () => page.evaluate(() => scrollY);
  const top = await scrolled();
  await send("touchStart", [{ x: x - 20 * slot, y: y + 120 }]);
  for (let i = 1; i <= 10; i++) await send("touchMove", [{ x: x - 20 * slot, y: y + 120 - 15 * i }]);
  await send("touchEnd", []);
  await page.waitForFunction((top) => scrollY > top, top);
  await inAddress(page, "C32f10G,C31b10G", "C44");
  assert.deepEqual(problems, []);
});

test("keys move, turn and remove", async () => {
  const { page, problems } = await open(PLAN.replace("C34", "C33"));
  const quantum = page.locator("#plan-quantum");
  await stands(page, "plan-quantum", "C33");
  await quantum.focus();
  await quantum.press("ArrowRight");
  await inAddress(page, "C32f10G,C31b10G", "C30");
  await says(page, "plan-said", /^2 occupied slots were skipped\.$/);
  await quantum.press("End");
  await inAddress(page, "C32f10G,C31b10G", "C16");
  await quantum.press("ArrowRight");
  await says(page, "plan-said", /^No free slot at longer wavelengths/);
  await quantum.press("Delete");
  await says(page, "plan-said", /A plan always has a quantum channel/);
  await quantum.press("Shift+Tab");
  const second = page.locator("#plan-channel-2");
  assert.ok(await second.evaluate((handle) => handle === document.activeElement));
  await second.press("ArrowLeft");
  await inAddress(page, "C32f10G,C32b10G", "C16");
  await second.press("r");
  await says(page, "plan-said", /channels 1 and 2 both run forward in slot C32/);
  await second.press("ArrowLeft");
  await second.press("r");
  await inAddress(page, "C32f10G,C33f10G", "C16");
  await page.locator("#plan-channel-1").press("Delete");
  await inAddress(page, "C33f10G", "C16");
  const focused = () => page.evaluate(() => document.activeElement.id);
  assert.equal(await focused(), "plan-channel-1");
  await page.locator("#plan-channel-1").press("Delete");
  await inAddress(page, "", "C16");
  await page.waitForFunction(() => document.activeElement.id === "plan-quantum");
  await says(page, "plan-readout", /C16.*: 0 photons/);
  assert.deepEqual(problems, []);
});

test("the quantum channel is put in the best place, and in others of the best", async () => {
  const { page, problems } = await open(PLAN);
  await id(page, "plan-best").click();
  await says(page, "plan-won", /^Moved from C34 to C36: 7\.731 Mbit\/s instead of 7\.730 Mbit\/s at 50\.0 km \(\+0\.017\s%\); reach 98\.10 km instead of 98\.07 km\.$/);
  await inAddress(page, "C32f10G,C31b10G", "C36");
  const rows = id(page, "plan-slots").locator("tbody tr");
  assert.deepEqual(await rows.locator("th").allTextContents(), ["C36", "C35", "C34", "C37", "C33"]);
  await page.getByRole("button", { name: "Take C35" }).click();
  await inAddress(page, "C32f10G,C31b10G", "C35");
  await page.goBack();
  await page.goBack();
  await inAddress(page, "C32f10G,C31b10G", "C34");
  // Another distance asks for another survey.
  await page.locator("#chart").press("PageUp");
  await id(page, "plan-slots").waitFor({ state: "detached" });
  await page.evaluate((plan) => (location.hash = `${plan}&at=150`.replace("C34", "C36")), PLAN);
  await stands(page, "plan-quantum", "C36");
  await says(page, "cursor-at", /150/);
  await id(page, "plan-best").click();
  await says(page, "plan-won", /^None of the 42 free slots is better than C36: no key at 150\.0 km, reach 98\.10 km\.$/);
  assert.deepEqual(problems, []);
});

test("a long survey tells how far it is and can be stopped", async () => {
  const { page, problems } = await open(`${PLAN}&source=wcp&key=finite&analysis=two_decoy&spacing=50`);
  await stands(page, "plan-quantum", "C34");
  await id(page, "plan-best").click();
  await says(page, "plan-progress", /^(16|32|48|64|80) of 85 slots$/);
  await id(page, "plan-cancel").click();
  await says(page, "plan-said", /^Stopped\. The quantum channel was not moved\.$/);
  await inAddress(page, "C32f10G,C31b10G", "C34");
  // A step ends it too, and what it found is not mixed with what is asked next.
  await id(page, "plan-best").click();
  await says(page, "plan-progress", /of 85 slots$/);
  await page.locator("#plan-quantum").press("ArrowLeft");
  await id(page, "plan-progress").waitFor({ state: "detached" });
  await inAddress(page, "C32f10G,C31b10G", "H34");
  assert.equal(await text(page, "plan-won"), "");
  // So does a change of the link, which is said.
  await id(page, "plan-best").click();
  await says(page, "plan-progress", /of 85 slots$/);
  await page.locator("#eff").fill("20 %");
  await says(page, "plan-said", /^Stopped because the link has changed\. Start again\.$/);
  await inAddress(page, "C32f10G,C31b10G", "H34");
  // Whoever leaves the tool leaves the survey.
  await id(page, "plan-best").click();
  await says(page, "plan-progress", /of 85 slots$/);
  await page.locator("#tool-table").click();
  await id(page, "points").locator("tbody tr").first().waitFor();
  await page.locator("#tool-channels").click();
  await stands(page, "plan-quantum", "H34");
  await id(page, "plan-progress").waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
});

test("a link restores the plan, and what is written in its boxes is taken or refused in words", async () => {
  const link = "#v=1&channels=C20f1T,H33b2.5Gx300&quantum=C40&spacing=50&fibre=measured&figure=none&at=20&tool=channels";
  const { page, problems } = await open(link);
  await stands(page, "plan-channel-2", "H33");
  assert.equal(await page.locator("#channels-spacing").evaluate((select) => select.selectedOptions[0].text), "50 GHz");
  assert.equal(await page.locator("#channels-fibre").evaluate((select) => select.selectedOptions[0].text), "Measured spectrum");
  assert.equal(await page.locator("#plan-channel-2-rate").inputValue(), "2.5 Gbit/s");
  assert.equal(await page.locator("#plan-text").inputValue(), "C20f1T,H33b2.5Gx300");
  const refused = {
    "plan-channel-1-place": ["C99", /channel numbers run from C1 to C72/],
    "plan-channel-2-rate": ["fast", /“fast” is not a number/],
    "plan-channel-2-power": ["-3", /a number of photons must be zero or more/],
    "plan-quantum-place": ["C20", /slot C20 of the 50 GHz grid belongs to classical channel 1/],
    "plan-text": ["C20f1T,H33", /channel 2, “H33”: write f/],
  };
  for (const [box, [typed, why]] of Object.entries(refused)) {
    await page.locator(`#${box}`).fill(typed);
    await page.locator(`#${box}`).press("Tab");
    await page.waitForFunction(
      ([box, source]) => new RegExp(source).test(document.querySelector(`#${box}-note`).textContent),
      [box, why.source],
    );
    assert.equal(await page.locator(`#${box}`).getAttribute("aria-invalid"), "true");
    assert.equal(await page.locator(`#${box}`).inputValue(), typed, "what was typed can be put right");
    await page.locator(`#${box}`).press("Escape");
  }
  await inAddress(page, "C20f1T,H33b2.5Gx300", "C40");
  await page.locator("#plan-channel-1-rate").fill("100G");
  await page.locator("#plan-channel-1-rate").press("Enter");
  await inAddress(page, "C20f100G,H33b2.5Gx300", "C40");
  assert.equal(await page.locator("#plan-channel-1-rate").inputValue(), "100 Gbit/s");
  await page.locator("#plan-quantum-place").fill(" 1310 nm ");
  await page.locator("#plan-quantum-place").press("Enter");
  await inAddress(page, "C20f100G,H33b2.5Gx300", "1310");
  assert.match(page.url(), /band=O/, "the band follows the quantum channel");
  await says(page, "plan-outside", /^Outside this chart of the O band: 2 channels, C20, H33\.$/);
  await page.locator("#plan-quantum-place").fill("1400");
  await page.locator("#plan-quantum-place").press("Enter");
  await page.getByText("1400 nm is in neither band").waitFor();
  await page.locator("#channels-band").selectOption({ label: "C band" });
  await inAddress(page, "C20f100G,H33b2.5Gx300", "C34");
  // A grid that is too coarse is refused, and the choice stands as it was.
  await page.locator("#plan-text").fill("C32f10G, C33f10G\n");
  await page.locator("#plan-text").press("Tab");
  await inAddress(page, "C32f10G,C33f10G", "C34");
  await page.locator("#channels-spacing").selectOption({ label: "200 GHz" });
  await page.getByText("channels 1 and 2 both run forward in slot C33 of the 200 GHz grid").waitFor();
  assert.equal(await page.locator("#channels-spacing").evaluate((select) => select.selectedOptions[0].text), "50 GHz");
  assert.deepEqual(problems, []);
});

test("channels are added where they do least harm, turned and removed in the list", async () => {
  const { page, context, problems } = await open(PLAN);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await id(page, "plan-add").click();
  await inAddress(page, "C32f10G,C31b10G,C29f10G", "C34");
  await id(page, "plan-channel-3-turn").click();
  await inAddress(page, "C32f10G,C31b10G,C29b10G", "C34");
  await id(page, "plan-channel-1-remove").click();
  await inAddress(page, "C31b10G,C29b10G", "C34");
  assert.equal(await id(page, "plan-list").locator("tbody tr").count(), 3);
  await id(page, "plan-copy").click();
  await page.getByText("Copied", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "C31b10G,C29b10G");
  // The table behind the picture.
  await page.getByText("Show as table: noise in every slot").click();
  const rows = id(page, "plan-noise").locator("tbody tr");
  await rows.nth(43).waitFor();
  assert.match(await rows.filter({ hasText: "C29," }).textContent(), /occupied/);
  // A figure beside a plan is told, and the way out offered.
  await page.evaluate((plan) => (location.hash = plan.replace("&figure=none", "")), PLAN);
  await id(page, "channels-figure").getByRole("button").click();
  await page.waitForURL(/figure=none/);
  await id(page, "channels-figure").waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
});
