// Explain, Ask and Map as a person uses them.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);

async function open(fragment) {
  const opened = await keyspan.openPage(fragment);
  await opened.page.locator("#tool > *").first().waitFor();
  return opened;
}

test("the tools end where a drag ends", async () => {
  const { page, problems } = await open("#v=1");
  const explain = id(page, "explain");
  await explain.locator(".result", { hasText: "7.74" }).waitFor();
  const last = await id(page, "bitrate-slider").evaluate(async (slider) => {
    for (let notch = 150; notch <= 200; notch += 1) {
      slider.value = notch;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      if (notch % 10 === 0) await new Promise(requestAnimationFrame);
    }
    return document.querySelector("#bitrate").value;
  });
  assert.notEqual(last, "10 Gbit/s");
  await id(page, "explain").getByText(`= ${last.replace(/ .*/, "")} `).first().waitFor();
  assert.deepEqual(problems, []);
});

test("the chain of formulas follows the cursor and the curve, and can be copied", async () => {
  const { page, context, problems } = await open("#v=1");
  const explain = id(page, "explain");
  await explain.getByText("The key rate at 50 km: C band, single photons, asymptotic key").waitFor();
  await explain.locator(".result", { hasText: "7.74" }).waitFor();
  assert.ok((await explain.locator("math").count()) > 40, "the formulas are typeset");
  await page.locator("#chart").press("ArrowRight");
  await explain.getByText("The key rate at 51 km").waitFor();
  await explain.locator("select").selectOption({ label: "10 Gbit/s, O band" });
  await explain.getByText("The key rate at 51 km: O band").waitFor();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await id(page, "explain-copy").click();
  await explain.getByText("Copied", { exact: true }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /T = 10\^\(-α·L\/10\)\s+= 10\^\(-0\.35·51\/10\)/);
  assert.match(copied, /Lasota 2025/);
  assert.deepEqual(problems, []);
});

test("what a rate needs is answered, taken over, and undone", async () => {
  const { page, problems } = await open("#v=1&figure=none&tool=ask&at=80");
  await id(page, "ask-rate").fill("1.6M");
  await id(page, "ask-rate").press("Enter");
  const isolation = id(page, "ask-isolation");
  await isolation.getByText("for 1.6 Mbit/s at 80 km it must be 3.94e-8 or less").waitFor();
  await isolation.getByRole("button").click();
  await page.waitForURL(/iso_for=3\.94e-8&iso_back=3\.94e-8/);
  await isolation.getByText("enough", { exact: true }).waitFor();
  await page.goBack();
  await isolation.getByText("change", { exact: true }).waitFor();
  await id(page, "ask-rate").fill("100M");
  await id(page, "ask-rate").press("Enter");
  await isolation.getByText(/is impossible, because even the best value/).waitFor();
  await id(page, "ask-facts").getByText("C band: 100 Mbit/s or more: at no distance").waitFor();
  await id(page, "ask-tunnels").fill("8");
  await id(page, "ask-tunnels").press("Enter");
  await id(page, "ask-uses").getByText("for each of 8 tunnels").waitFor();
  // What cannot be read is told, and the answers stay.
  await id(page, "ask-rate").fill("plenty");
  await id(page, "ask-rate").press("Enter");
  await id(page, "ask-problem").getByText("“plenty” is not a number").waitFor();
  assert.equal(await page.locator(".reply").count(), 6);
  assert.deepEqual(problems, []);
});

test("a map of 256 × 256 reaches stands, is read by pointer and keys, and gives its points to the page", async () => {
  const { page, problems } = await open("#v=1&tool=map");
  const whole = () => page.locator('[data-testid="map"][data-painted="256x256"]').waitFor({ timeout: 90_000 });
  await whole();
  const map = page.locator(".map");
  await map.scrollIntoViewIfNeeded();
  await map.focus();
  await map.press("ArrowRight");
  const read = (await id(page, "map-value").textContent()).trim();
  assert.match(read, /^Bit rate 35\.5 Gbit\/s, Isolation 1e-9: C band 11\d\.\d km, O band \d+\.\d km$/);
  await map.press("Enter");
  await page.waitForURL(/bitrate=3\.55e10&iso_for=1e-9&iso_back=1e-9&tool=map/);
  // What the map said is what the page finds.
  const reach = read.match(/C band (\d+\.\d)/)[1];
  await page.waitForFunction((km) => Math.abs(Number(document.querySelector('[data-testid="reach-C"]').textContent) - km) < 1, reach);
  await page.goBack();
  await whole();
  await id(page, "map-across").selectOption("dark");
  await id(page, "map-rate").check();
  await page.waitForURL(/map=dark/);
  await whole();
  assert.match(await page.locator(".map-legend").textContent(), /bit\/s/);
  await id(page, "map-across-low").fill("10 MHz");
  await id(page, "map-across-low").press("Enter");
  await id(page, "map-axes-problem").getByText("runs from a smaller number to a larger one").waitFor();
  await id(page, "map-table").locator("summary").click();
  assert.equal(await id(page, "map-table").locator("tbody tr").count(), 5);
  assert.deepEqual(problems, []);
});

test("a slow map is stopped and goes on", async () => {
  const { page, problems } = await open("#v=1&figure=none&source=wcp&key=finite&analysis=two_decoy&tool=map");
  await id(page, "map-cancel").click();
  await id(page, "map-progress").getByText(/^Stopped/).waitFor();
  await id(page, "map-finer").click();
  await id(page, "map-cancel").waitFor();
  await id(page, "map-progress").getByText(/^(8|32) × \d+/).waitFor({ timeout: 90_000 });
  assert.deepEqual(problems, []);
});

test("what a link asks of the tools and cannot be read is told", async () => {
  const { page, problems } = await open("#v=1&tool=map&map=bitrate*fast*1e9*eff*0.1*0.2*reach");
  await id(page, "map-axes-problem").getByText("“fast” is not a number").waitFor();
  await page.locator("#tool-ask").click();
  await page.evaluate(() => (location.hash = "#v=1&tool=ask&ask=much*far*1*"));
  await id(page, "ask-problem").getByText("“much” is not a number").waitFor();
  await page.evaluate(() => (location.hash = "#v=1&tool=nothing"));
  await id(page, "explain").waitFor();
  assert.deepEqual(problems, []);
});
