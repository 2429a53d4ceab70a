// Both workspaces with nothing but a keyboard. Wherever the focus goes it is to be seen, and nothing stands in front of it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start, until } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const says = (page, name, what) =>
  page.waitForFunction(([name, what]) => document.querySelector(`[data-testid="${name}"]`)?.textContent.includes(what), [name, what]);

/** What is wrong with the place of the focus: it cannot be seen, or something covers it. */
function lost(page) {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return "nothing has the focus";
    const name = `${focused.localName}#${focused.id}.${focused.className.baseVal ?? focused.className} “${focused.textContent.trim().slice(0, 30)}”`;
    const outlined = (element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1.5;
    };
    const marked = focused.querySelector(".hit") && getComputedStyle(focused.querySelector(".hit")).stroke !== "none";
    const label = focused.closest("label");
    if (!outlined(focused) && !(label && outlined(label)) && !marked) return `${name} does not show that it has the focus`;
    const { left, right, top, bottom } = (label && focused.matches("[type=radio]") ? label : focused).getBoundingClientRect();
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
    // A chart may be higher than the window, and a region too; a control is not.
    const tall = bottom - top > 120;
    if (!tall && (top < -1 || bottom > innerHeight + 1)) return `${name} is outside of the window: ${top.toFixed()} to ${bottom.toFixed()}`;
    const related = (there) => there && (focused.contains(there) || there.contains(focused) || label?.contains(there));
    const covered = (tall ? [[x, y]] : [[x, y], [x, top + 2], [x, bottom - 2]]).find(([x, y]) => !related(document.elementFromPoint(x, y)));
    if (covered) {
      const above = document.elementFromPoint(...covered);
      return `${name} is behind ${above?.localName}.${above?.className} at ${covered.map((at) => at.toFixed())}`;
    }
    return "";
  });
}

/** Presses Tab, or Shift+Tab, until the focus is at `selector`; every place on the way is looked at. */
async function go(page, selector, key = "Tab") {
  const found = [];
  for (let i = 0; i < 250; i++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) {
      assert.equal(found.join("\n"), "");
      return;
    }
    await page.keyboard.press(key);
    const wrong = await lost(page);
    if (wrong) found.push(wrong);
  }
  assert.fail(`no way by ${key} to ${selector}; ${found.join("\n")}`);
}

test("the Link workspace by keyboard", async () => {
  const { page, context, problems } = await keyspan.openPage("");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator("#tool-explain").waitFor();
  // The first stop leads past the controls.
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the chart");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "chart");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector("#chart").getAttribute("aria-valuetext").startsWith("51.0 km: "));
  await page.keyboard.press("+");
  await id(page, "zoom-reset").waitFor();
  await page.keyboard.press("Escape");
  // Back to a parameter: by its slider, and typed.
  await go(page, '[data-testid="bitrate-slider"]', "Shift+Tab");
  // A notch is finer than the two digits that a slider gives.
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
  await page.waitForURL(/bitrate=/);
  await go(page, "#bitrate", "Shift+Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("20G");
  await page.waitForURL(/bitrate=2e10/);
  await go(page, 'input[type="radio"][name="detector"]');
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/detector=snspd/);
  // On to the views, the table of values and the tools.
  await go(page, '[data-testid="view-qber"]');
  await page.keyboard.press("Enter");
  await page.waitForURL(/view=qber/);
  await go(page, "#tool-explain");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/tool=ask/);
  await page.locator(".reply").first().waitFor();
  await go(page, '[data-testid="ask-rate"]');
  await page.keyboard.press("Control+A");
  await page.keyboard.type("80M");
  const before = await page.locator(".replies").first().innerText();
  await page.keyboard.press("Enter");
  await page.waitForURL(/ask=/);
  // The answers to another question take the place of those that are tabbed through.
  await page.waitForFunction((before) => {
    const now = document.querySelector(".replies")?.innerText;
    return now && now !== before;
  }, before);
  await go(page, ".reply button");
  // To the end of the page, and back to its head to share it.
  await go(page, '[data-testid="share-button"]', "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "tool-share");
  assert.equal(await lost(page), "");
  await go(page, "#tool button");
  await page.keyboard.press("Enter");
  await until(page, async () => (await navigator.clipboard.readText()).includes("bitrate=2e10"));
  assert.deepEqual(problems, []);
});

test("every tool by keyboard", async () => {
  const { page, problems } = await keyspan.openPage("#v=1&channels=C32f10G,C31b10G&quantum=C34&figure=none&pin=defaults*0");
  await page.locator("#tool-explain").waitFor();
  await page.locator("#tool-explain").focus();
  const wrong = [];
  for (const tool of ["explain", "compare", "ask", "demand", "map", "uncertainty", "channels", "class", "table", "paper", "share"]) {
    await page.waitForFunction((tool) => document.activeElement.id === `tool-${tool}`, tool);
    await page.locator("#tool > *").first().waitFor();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => !document.activeElement.closest("#tool"))) break;
      const found = await lost(page);
      if (found) wrong.push(`${tool}: ${found}`);
    }
    await page.locator(`#tool-${tool}`).focus();
    await page.keyboard.press("ArrowRight");
  }
  assert.equal(wrong.join("\n"), "");
  assert.deepEqual(problems, []);
});

test("a lesson by keyboard, on a small window too", async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    const { page, problems } = await keyspan.openPage("#v=1&tool=class", { viewport });
    await page.locator(".class .lessons button").first().waitFor();
    // What stands above is there, and moves nothing any more.
    await id(page, "readout").locator("tbody tr").first().waitFor();
    await page.locator("#tool-class").focus();
    await go(page, ".class .lessons button");
    await page.keyboard.press("Enter");
    await page.locator(".lesson-text").waitFor();
    await go(page, ".lesson-tries button");
    await page.keyboard.press("Enter");
    await go(page, ".lesson-onward button:last-child");
    await page.keyboard.press("Enter");
    await page.getByText("2 of 6").waitFor();
    assert.deepEqual(problems, []);
  }
});

test("the parameters on a phone by keyboard", async () => {
  const { page, problems } = await keyspan.openPage("", { viewport: { width: 390, height: 844 } });
  await page.locator("canvas[data-painted]").waitFor();
  await go(page, ".open-drawer");
  await page.keyboard.press("Enter");
  await go(page, "#afterpulse");
  await go(page, ".close-drawer");
  await page.keyboard.press("Enter");
  await page.locator("#controls").waitFor({ state: "hidden" });
  assert.deepEqual(problems, []);
});

test("the Monitoring workspace by keyboard", async () => {
  const { page, problems } = await keyspan.openPage("");
  await page.locator("canvas[data-painted]").waitFor();
  await go(page, "#to-monitoring");
  await page.keyboard.press("Enter");
  await id(page, "demo").waitFor();
  await go(page, '[data-testid="demo"]');
  await page.keyboard.press("Enter");
  await says(page, "score-words", "the model is off by");
  await id(page, "horizons").locator("tbody tr").first().waitFor();
  await page.locator("#to-monitoring").focus();
  await go(page, '[data-testid="link-3"]');
  await page.keyboard.press("Enter");
  await says(page, "link-name", "Link 3");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "link-3", "the focus stays");
  // The cursor and the zoom of the charts.
  await go(page, '[data-testid="over-time-key_rate"]');
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => /: key rate/.test(document.querySelector('[data-testid="time-readout"]').textContent));
  const shown = await id(page, "shown-times").textContent();
  await page.keyboard.press("+");
  await page.waitForFunction((before) => document.querySelector('[data-testid="shown-times"]').textContent !== before, shown);
  await page.keyboard.press("Escape");
  await page.waitForFunction((before) => document.querySelector('[data-testid="shown-times"]').textContent === before, shown);
  // Another device, once the model stands.
  await says(page, "fits", "as set");
  await go(page, '[data-testid="device-bob_loss"]');
  await page.keyboard.press("Control+A");
  await page.keyboard.type("27 dB");
  await page.keyboard.press("Enter");
  await page.waitForURL(/bob_loss=27/);
  await go(page, '[data-testid="save-json"]');
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(download.suggestedFilename(), "network.json");
  await says(page, "exported", "network.json saved");
  assert.deepEqual(problems, []);
});
