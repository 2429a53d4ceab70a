// The class: six steps that move the page's own controls.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const text = async (page, name) => (await id(page, name).textContent()).trim();
const heading = (page) => page.locator("#class-heading");
const answered = (page) =>
  page.waitForFunction(() => /\d km/.test(document.querySelector('[data-testid="class-answer"] p')?.textContent));

async function open(fragment, options = {}) {
  const opened = await keyspan.openPage(fragment, options);
  await id(opened.page, "class").waitFor();
  return opened;
}

/** Waits until the address is this one. */
const is = (page, fragment) => page.waitForFunction((fragment) => location.hash === fragment, fragment);

/** Waits until the heading of the class has the focus and begins so. */
const focused = (page, title) =>
  page.waitForFunction((title) => document.activeElement.id === "class-heading" && document.activeElement.textContent.startsWith(title), title);

const TITLES = [
  "What distance does",
  "Why the detection window shrinks",
  "C band or O band",
  "Isolation and the anti-Stokes dip",
  "Finite keys",
  "What dispersion does to the window",
];

/** Goes on with the Tab key to the control that is called so. */
async function tabTo(page, name) {
  for (let i = 0; i < 60; i += 1) {
    const at = await page.evaluate(() => {
      const now = document.activeElement;
      const box = now.getBoundingClientRect();
      const chart = document.querySelector(".chart").getBoundingClientRect();
      return { name: now.getAttribute("aria-label") ?? now.textContent.trim(), hidden: box.bottom <= chart.bottom && document.querySelector(".lesson")?.contains(now) };
    });
    assert.ok(!at.hidden, `“${at.name}” has the focus behind the chart`);
    if (at.name.startsWith(name)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no way to “${name}”`);
}

test("the class is taken by keys alone, and leaving it restores the page", async () => {
  const before = "#v=1&bitrate=2e10&view=qber&at=33&pin=mine*4*dark*500&tool=class";
  const { page, problems } = await open(before);
  await heading(page).focus();
  await tabTo(page, "Start");
  await page.keyboard.press("Enter");
  for (const [i, title] of TITLES.entries()) {
    await focused(page, title);
    assert.equal(await text(page, "class-count"), `${i + 1} of 6`);
    await page.waitForURL(new RegExp(`&pin=mine\\*4\\*[^&]*dark\\*500[^&]*&tool=class&lesson=${i + 1}$`));
    await answered(page);
    await tabTo(page, "Show the computed answer");
    await page.keyboard.press("Enter");
    await id(page, "class-answer").locator("p").waitFor();
    await tabTo(page, i === 5 ? "Finish" : `Next: ${TITLES[i + 1]}`);
    await page.keyboard.press("Enter");
  }
  await focused(page, "Six steps through a link");
  await is(page, before);
  // The browser goes back through the class.
  await page.goBack();
  await page.waitForURL(/lesson=6$/);
  await heading(page).getByText(TITLES[5]).waitFor();
  await page.goBack();
  await heading(page).getByText(TITLES[4]).waitFor();
  await id(page, "class-leave").click();
  await page.waitForURL((url) => !url.hash.includes("lesson"));
  assert.deepEqual(problems, []);
});

test("a step opens by its link as the link has it, and its answers are the engine's", async () => {
  const { page, problems } = await open("#v=1&figure=none&at=75&tool=class&lesson=1");
  assert.equal(await heading(page).textContent(), TITLES[0]);
  await answered(page);
  await page.waitForFunction(() => !document.querySelector('[data-testid="class-now"]').textContent.includes("…"));
  const answer = await text(page, "class-answer");
  const reach = await text(page, "reach-C");
  assert.ok(answer.includes(`At ${reach} km`), answer);
  // What the page shows at 75 km is what the answer says of it.
  const now = await text(page, "class-now");
  assert.match(now, /^Now: reach 98\.2 km in the C band, 56\.6 km in the O band; 1\.86 Mbit\/s with a QBER of 2\.60 % at 75\.0 km\.$/);
  assert.ok(answer.includes("to 1.86 Mbit/s") && answer.includes("to 2.60 %"), answer);
  // It was opened by a link: what came before is not known, and leaving changes nothing but the class.
  await id(page, "class-leave").click();
  await is(page, "#v=1&figure=none&at=75&tool=class");
  assert.deepEqual(problems, []);
});

test("what is tried moves the page's controls, in steps that going back undoes", async () => {
  const { page, problems } = await open("#v=1&tool=class");
  await id(page, "class").getByRole("button", { name: "C band or O band" }).click();
  await is(page, "#v=2&tool=class&lesson=3");
  assert.ok(await id(page, "class-again").isDisabled());
  await id(page, "try-2").click();
  await is(page, "#v=2&iso_for=1e-13&iso_back=1e-13&detector=snspd&tool=class&lesson=3");
  assert.equal(await id(page, "try-2").getAttribute("aria-pressed"), "true");
  assert.ok(await id(page, "detector-snspd").isChecked());
  await id(page, "class-now").getByText("Now: reach 129.4 km in the C band, 178.1 km in the O band").waitFor();
  await id(page, "try-3").click();
  await page.waitForURL(/figure=10b&tool=class&lesson=3$/);
  await page.goBack();
  await id(page, "class-now").getByText("178.1 km").waitFor();
  await id(page, "class-again").click();
  await is(page, "#v=2&tool=class&lesson=3");
  await page.getByRole("button", { name: "Step 5: Finite keys" }).click();
  await is(page, "#v=2&key=finite&events=1e6&tool=class&lesson=5");
  await focused(page, "Finite keys");
  await page.getByRole("button", { name: "Start over" }).click();
  await focused(page, TITLES[0]);
  for (const fragment of [
    "#v=2&key=finite&events=1e6&tool=class&lesson=5",
    "#v=2&tool=class&lesson=3",
    "#v=2&iso_for=1e-13&iso_back=1e-13&detector=snspd&tool=class&lesson=3",
    "#v=2&tool=class&lesson=3",
    "#v=1&tool=class",
  ]) {
    await page.goBack();
    await is(page, fragment);
  }
  await id(page, "class-start").waitFor();
  assert.deepEqual(problems, []);
});

test("a step that there is not is told, and the class can be begun", async () => {
  for (const lesson of ["0", "7", "-1", "1.5", "", "%3Cb%3Ex%00%0A", "9".repeat(500)]) {
    const { page, problems } = await open(`#v=1&tool=class&lesson=${lesson}`);
    await id(page, "class").getByText("there is no such step; choose one from 1 to 6").waitFor();
    await id(page, "class-start").click();
    await focused(page, TITLES[0]);
    assert.deepEqual(problems, []);
  }
});

test("while a step is read the chart stays in sight, on a phone too", async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
    const { page, problems } = await open("#v=1&figure=none&tool=class&lesson=2", { viewport, colorScheme: "dark" });
    await answered(page);
    await id(page, "class-next").scrollIntoViewIfNeeded();
    const seen = await page.evaluate(() => {
      const [chart, next] = [".chart", '[data-testid="class-next"]'].map((name) => document.querySelector(name).getBoundingClientRect());
      return { chart: chart.top >= 0 && chart.bottom < innerHeight, next: next.top > chart.bottom && next.bottom <= innerHeight };
    });
    assert.deepEqual(seen, { chart: true, next: true });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    assert.deepEqual(problems, []);
  }
});
