// Every size of screen, zoom, forced colours, less motion and fingers: nothing is cut off, nothing is too small to hit.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const DEMO = "#monitoring&v=1&demo=1&bob_loss=28+dB&dark_count=1e-8";
const SCREENS = {
  "a small phone": { width: 360, height: 740 },
  "a tablet": { width: 768, height: 1024 },
  "a desk": { width: 1280, height: 800 },
  "a desk at 200 %": { width: 640, height: 400 },
  "a wide desk": { width: 2560, height: 1300 },
};

const id = (page, name) => page.locator(`[data-testid="${name}"]`);

/** What does not fit: the page itself scrolls sideways, something is cut off, or a control is smaller than 24 px. */
function misfits(page) {
  return page.evaluate(() => {
    const found = [];
    const name = (element) =>
      `${element.localName}${element.id && `#${element.id}`}.${[...element.classList].join(".")} “${(element.textContent || element.ariaLabel || "").trim().slice(0, 30)}”`;
    const root = document.scrollingElement;
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth - innerWidth} px too wide`);
    const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, .skip, svg");
    const scrolls = (element) => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return true;
      }
      return false;
    };
    for (const element of document.body.querySelectorAll("*")) {
      if (!seen(element)) continue;
      const { left, right, width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      if ((left < -1 || right > innerWidth + 1) && !scrolls(element)) found.push(`outside of the screen: ${name(element)}`);
      const { overflowX, textOverflow } = getComputedStyle(element);
      const clipped = ["hidden", "clip"].includes(overflowX) && textOverflow !== "ellipsis";
      if (clipped && element.scrollWidth > element.clientWidth + 1) found.push(`cut off: ${name(element)}`);
      if (element.matches("input[type=text], input:not([type])") && element.scrollWidth > element.clientWidth + 1 && textOverflow !== "ellipsis") {
        found.push(`a text longer than its box: ${name(element)} ${element.value}`);
      }
    }
    const controls = "button, a, summary, select, textarea, input, [tabindex='0']";
    for (const element of document.querySelectorAll(controls)) {
      if (!seen(element) || element.type === "file") continue;
      // What is chosen by its label is as large as that; a link in a sentence is as high as its line.
      const target = element.matches("[type=checkbox], [type=radio]") ? (element.closest("label") ?? element) : element;
      if (element.localName === "a" && getComputedStyle(element).display === "inline") continue;
      const { width, height } = target.getBoundingClientRect();
      if (width < 23.5 || height < 23.5) found.push(`${width.toFixed(1)} × ${height.toFixed(1)} px to hit: ${name(target)}`);
    }
    return [...new Set(found)].slice(0, 20);
  });
}

/** Notes what does not fit where. */
const look = async (page, what, found) => found.push(...(await misfits(page)).map((misfit) => `${what}: ${misfit}`));

const TOOLS = {
  explain: ".explain .step",
  compare: ".compare td",
  ask: ".reply",
  demand: '[data-testid="demand-changes"] tbody tr',
  map: '[data-testid="map"][data-painted]',
  uncertainty: '[data-testid="vary-typical"]',
  channels: '[data-testid="channels"] button',
  class: ".class .lessons",
  table: '[data-testid="points"] tbody tr',
  paper: '[data-testid="paper"] tbody tr',
  share: ".qr svg",
};

for (const [screen, viewport] of Object.entries(SCREENS)) {
  test(`Link fits on ${screen}`, async () => {
    const found = [];
    const { page, problems } = await keyspan.openPage("#v=1&pin=defaults*0&bitrate=2e10&tool=explain", { viewport });
    await id(page, "readout").locator("tbody tr").first().waitFor();
    for (const [tool, there] of Object.entries(TOOLS)) {
      await page.locator(`#tool-${tool}`).click();
      await page.locator(there).first().waitFor();
      if (tool === "uncertainty") {
        await id(page, "vary-typical").click();
        await page.locator(".tornado tbody tr").first().waitFor();
      }
      await look(page, tool, found);
    }
    await page.evaluate(() => (location.hash = "#v=1&channels=C32f10G,C31b10G&quantum=C34&figure=none&tool=channels"));
    await page.locator(".handle").first().waitFor();
    await look(page, "channels with a plan", found);
    await page.evaluate(() => (location.hash = "#v=1&bitrate=fast&source=wcp&key=finite&view=noise&tool=class"));
    await page.locator(".class .lessons button").first().click();
    await page.locator(".lesson-text").waitFor();
    await look(page, "a lesson, and notices", found);
    if (viewport.width < 860) {
      await page.getByRole("button", { name: "Parameters", exact: true }).click();
      await page.getByRole("button", { name: "Show the curves" }).waitFor();
      await look(page, "parameters", found);
    }
    assert.equal(found.join("\n"), "");
    assert.deepEqual(problems, []);
  });

  test(`Monitoring fits on ${screen}`, async () => {
    const found = [];
    const { page, problems } = await keyspan.openPage("#monitoring", { viewport });
    await id(page, "demo").waitFor();
    await look(page, "empty", found);
    await page.evaluate((demo) => (location.hash = demo), `${DEMO}&solve=efficiency`);
    for (const name of ["scores", "horizons", "abnormal"]) await id(page, name).locator("tbody tr").first().waitFor();
    await page.locator('canvas[data-drawn="solved-distribution"]').waitFor();
    await page.evaluate(() => document.querySelectorAll(".workspace details").forEach((details) => (details.open = true)));
    await id(page, "windows-table").locator("tbody tr").first().waitFor();
    await look(page, "demo", found);
    assert.equal(found.join("\n"), "");
    assert.deepEqual(problems, []);
  });
}

test("in forced colours what is chosen can be told from what is not", async () => {
  const { page } = await keyspan.openPage("#v=1", { forcedColors: "active" });
  await page.locator("#tool-explain").waitFor();
  const differ = await page.evaluate(() => {
    const look = (selector) => {
      const { backgroundColor, borderBottomColor } = getComputedStyle(document.querySelector(selector));
      return `${backgroundColor} ${borderBottomColor}`;
    };
    const pairs = [
      ["#to-link", "#to-monitoring"],
      [".chip.on", ".chip:not(.on)"],
      [".segments label.on", ".segments label:not(.on)"],
      [".tab.on", ".tab:not(.on)"],
    ];
    return pairs.filter(([on, off]) => look(on) === look(off));
  });
  assert.deepEqual(differ, []);
});

test("where less motion is wanted nothing moves", async () => {
  const { page } = await keyspan.openPage("#v=1", { reducedMotion: "reduce" });
  await page.locator("#tool-explain").waitFor();
  const moving = () =>
    page.evaluate(() => {
      const moves = (element) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
        return transitionDuration !== "0s" || animationName !== "none" || scrollBehavior === "smooth";
      };
      return [...document.querySelectorAll("*")].filter(moves).map((element) => element.className);
    });
  assert.deepEqual(await moving(), []);
  await page.evaluate((demo) => (location.hash = demo), DEMO);
  await id(page, "scores").locator("tbody tr").first().waitFor();
  assert.deepEqual(await moving(), []);
});

/** A finger on the page, as the browser sees it. */
async function finger(page) {
  const session = await page.context().newCDPSession(page);
  const send = (type, ...points) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  return {
    async drag(from, to) {
      await send("touchStart", from);
      for (let i = 1; i <= 8; i++) await send("touchMove", from.map((at, k) => at + ((to[k] - at) * i) / 8));
      await send("touchEnd");
    },
    async pinch(middle, near, far) {
      const at = (apart) => [[middle[0] - apart, middle[1]], [middle[0] + apart, middle[1]]];
      await send("touchStart", ...at(near));
      for (let i = 1; i <= 8; i++) await send("touchMove", ...at(near + ((far - near) * i) / 8));
      await send("touchEnd");
    },
  };
}

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

test("fingers read and zoom the chart of a link", async () => {
  const { page, problems } = await keyspan.openPage("#v=1&figure=none", PHONE);
  await page.locator("canvas[data-painted]").waitFor();
  const chart = page.locator("#chart");
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  const at = (x) => [box.x + x * box.width, box.y + box.height / 2];
  const km = async () => Number(await chart.getAttribute("aria-valuenow"));
  await page.touchscreen.tap(...at(0.3));
  await page.waitForFunction(() => Number(document.querySelector("#chart").getAttribute("aria-valuenow")) < 30);
  const tapped = await km();
  const touch = await finger(page);
  await touch.drag(at(0.3), at(0.7));
  await page.waitForFunction((tapped) => Number(document.querySelector("#chart").getAttribute("aria-valuenow")) > tapped + 20, tapped);
  await touch.pinch(at(0.5), 30, 90);
  await id(page, "zoom-reset").waitFor();
  await id(page, "zoom-reset").tap();
  await id(page, "zoom-reset").waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
});

test("fingers read and zoom the charts over time", async () => {
  const { page, problems } = await keyspan.openPage(DEMO, PHONE);
  // What arrives above the chart would move it away from under the finger.
  for (const name of ["scores", "horizons", "abnormal"]) await id(page, name).locator("tbody tr").first().waitFor();
  await page.locator('canvas[data-drawn="qber"]').waitFor();
  const chart = id(page, "over-time-qber");
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  const at = (x) => [box.x + x * box.width, box.y + box.height / 2];
  await page.touchscreen.tap(...at(0.5));
  await page.waitForFunction(() => /: key rate/.test(document.querySelector('[data-testid="time-readout"]').textContent));
  const touch = await finger(page);
  await touch.drag(at(0.4), at(0.7));
  await id(page, "all-times").waitFor();
  // What moves between the finger's coming and going is not tapped, which a busy machine shows.
  while ((await id(page, "all-times").count()) > 0) {
    await id(page, "all-times").tap({ timeout: 5000 }).catch(() => {});
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  }
  assert.deepEqual(problems, []);
});
