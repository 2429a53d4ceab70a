// What a first visit shows before the program is there, and what it fetches ahead.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

/** Holds the page's program back until `release` is called; resolves when it is asked for. */
async function hold(page) {
  let release;
  const released = new Promise((done) => (release = done));
  let asked;
  const wanted = new Promise((done) => (asked = done));
  await page.route(/\/app-[^/]*\.wasm$/, async (route) => {
    asked();
    await released;
    await route.continue();
  });
  return { wanted, release };
}

/** Opens the page, looks at it while its program is on the way, then lets it arrive. */
async function visit(fragment, look, options = {}) {
  let looked;
  const opened = await keyspan.openPage(fragment, {
    ...options,
    async prepare(page) {
      await options.prepare?.(page);
      await page.addInitScript(() => {
        window.shifts = 0;
        new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) window.shifts += value;
        }).observe({ type: "layout-shift", buffered: true });
      });
      const { wanted, release } = await hold(page);
      looked = wanted.then(() => look(page)).finally(release);
    },
  });
  await looked;
  return opened;
}

test("the shape of the page stands before its program", async () => {
  const { page, problems } = await visit("", async (page) => {
    const splash = page.locator("#splash");
    await splash.getByText("Loading the calculator").waitFor();
    for (const part of ["header", "aside", ".canvas"]) assert.ok(await splash.locator(part).isVisible(), part);
    const head = await splash.locator("header").boundingBox();
    assert.deepEqual([head.x, head.y, head.width, head.height], [0, 0, 1280, 56]);
  });
  await page.locator("canvas[data-painted]").waitFor();
  assert.equal(await page.locator("#splash").count(), 0);
  assert.deepEqual(problems, []);
});

for (const [width, height, fragment] of [[390, 844, ""], [800, 900, ""], [1280, 800, ""], [1920, 1080, ""], [412, 823, "#v=1&embed=1"], [390, 844, "#monitoring"]]) {
  test(`nothing jumps while ${fragment || "the start page"} is loaded, ${width} px wide`, async () => {
    const { page } = await visit(fragment, () => {}, { viewport: { width, height } });
    const last = { "": "#tool .chain", "#monitoring": "#workspace" }[fragment] ?? "canvas[data-painted]";
    await page.locator(last).first().waitFor();
    // What moved last is told after it was seen.
    await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => setTimeout(seen))));
    const shifts = await page.evaluate(() => window.shifts);
    assert.ok(shifts < 0.08, `layout shift ${shifts}`);
  });
}

test("a workspace, a guest's frame and a chosen theme are known before the program", async () => {
  const chosen = { prepare: (page) => page.addInitScript(() => localStorage.setItem("keyspan-theme", "dark")) };
  await visit("#monitoring", async (page) => {
    await page.locator("#splash header").waitFor();
    assert.equal(await page.locator("#splash aside").isVisible(), false);
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  }, chosen);
  await visit("#v=1&embed=1", async (page) => {
    await page.getByText("Loading the calculator").waitFor();
    assert.equal(await page.locator("#splash header").isVisible(), false);
  });
});

test("what the workers ask for is fetched ahead", async () => {
  const asked = [];
  const { page } = await keyspan.openPage("", { prepare: (page) => page.on("request", (request) => asked.push(request.url())) });
  await page.locator("canvas[data-painted]").waitFor();
  // The server of these tests lets nothing be kept, so that a worker fetches again what was fetched ahead, by the same address.
  for (const file of [/\/engine-[^/]*\.js\?program=worker$/, /\/worker-[^/]*\.js$/, /\/worker-[^/]*\.wasm$/]) {
    const addresses = asked.filter((url) => file.test(url));
    assert.ok(addresses.length > 1, `nobody asks again for ${file}`);
    assert.equal(new Set(addresses).size, 1, String(file));
  }
});

test("the tools are fetched once their workspace is shown", async () => {
  const asked = [];
  const { page } = await keyspan.openPage("#monitoring", { prepare: (page) => page.on("request", (request) => asked.push(request.url())) });
  await page.locator("#workspace").waitFor();
  // The curves, after which the tools would come, are there.
  await page.waitForFunction(() => document.querySelector('[data-testid="reach-C"]')?.textContent === "98.2");
  const tools = () => asked.some((url) => url.includes("answers"));
  assert.equal(tools(), false);
  await page.locator("#to-link").click();
  await page.locator("#tool .chain").first().waitFor();
  assert.equal(tools(), true);
});
