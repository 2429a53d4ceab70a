// What fails is told in a sentence, with a way on.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const DEMO = "#monitoring&v=1&demo=1&bob_loss=28+dB&dark_count=1e-8";

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const fault = (page) => id(page, "fault");
const says = (page, name, what) =>
  page.waitForFunction(([name, what]) => document.querySelector(`[data-testid="${name}"]`)?.textContent.includes(what), [name, what]);

/** The page with some of its files lost on their way, until `found` is called. */
async function lose(fragment, files) {
  const { page, context } = await keyspan.openBare();
  await context.route(files, (route) => route.abort());
  await page.goto(keyspan.base + fragment);
  return { page, found: () => context.unroute(files) };
}

for (const [what, files] of [["program", /\/app-[^/]*\.wasm/], ["script", /\/app-[^/]*\.js/]]) {
  test(`without its ${what} the page says so, and is loaded again`, async () => {
    const { page, found } = await lose("#v=1&bitrate=2e10", files);
    await says(page, "fault", "Keyspan could not be loaded");
    assert.equal(await fault(page).count(), 1);
    assert.equal(await page.getByText("Loading the calculator…").isVisible(), false);
    await found();
    await fault(page).getByRole("button", { name: "Reload" }).click();
    await page.locator('canvas[data-painted="v=1&bitrate=2e10"]').waitFor();
    assert.equal(await fault(page).count(), 0);
  });
}

for (const files of [/\/worker-[^/]*\.wasm/, /\/worker-[^/]*\.js/, /engine-[^/]*\.js.*program=worker/]) {
  test(`without ${files.source} the page says that nothing is computed`, async () => {
    const { page } = await lose("#v=1", files);
    await says(page, "trouble", "The calculation does not run in this browser");
    assert.match(await id(page, "trouble").textContent(), /Reload the page/);
    assert.equal(await fault(page).count(), 0, "it is told once");
  });
}

for (const files of [/\/answers-[^/]*\.wasm/, /\/answers-[^/]*\.js/, /engine-[^/]*\.js.*program=answers/]) {
  test(`without ${files.source} the chart stands and what lacks is named`, async () => {
    const { page, found } = await lose("#v=1", files);
    await page.locator("canvas[data-painted]").waitFor();
    await says(page, "fault", "The tools below the chart could not be loaded");
    await page.locator("#chart").press("ArrowRight");
    await page.waitForFunction(() => document.querySelector("#chart").getAttribute("aria-valuenow") === "51");
    await found();
    await fault(page).getByRole("button", { name: "Reload" }).click();
    await page.locator("#tool-explain").waitFor();
  });
}

for (const files of [/\/monitoring-[^/]*\.wasm/, /\/monitoring-[^/]*\.js/, /engine-[^/]*\.js.*program=monitoring/]) {
  test(`without ${files.source} Monitoring says so, and the other workspace works`, async () => {
    const { page, found } = await lose("#monitoring", files);
    await says(page, "fault", "Monitoring could not be loaded");
    await page.locator("#to-link").click();
    await page.locator("canvas[data-painted]").waitFor();
    assert.equal(await fault(page).isVisible(), false);
    await page.goBack();
    await found();
    await fault(page).getByRole("button", { name: "Reload" }).click();
    await id(page, "demo").waitFor();
  });
}

for (const files of [/\/learning-[^/]*\.wasm/, /\/learning-[^/]*\.js/]) {
  test(`without ${files.source} the rest of Monitoring works`, async () => {
    const { page } = await lose(DEMO, files);
    await says(page, "model-problem", "The program that learns stopped");
    assert.match(await id(page, "model-problem").textContent(), /Reload the page/);
    await says(page, "fits", "as set");
    assert.equal(await fault(page).count(), 0, "it is told once");
  });
}

test("without its model Monitoring says so, and takes another", async () => {
  const { page } = await lose(DEMO, /\/model\//);
  await says(page, "model-problem", "could not be loaded. Reload the page, or choose a model.");
});

test("without a style sheet the page says why it looks wrong", async () => {
  const { page } = await lose("#v=1", /\/answers-[^/]*\.css/);
  await says(page, "fault", "A style sheet could not be loaded");
  await page.locator("#tool-explain").waitFor();
});

/** Makes a worker fail as a program does that is at its end. */
const trap = (worker) => worker.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }));
const workerOf = (page, program) => page.workers().find((worker) => worker.url().includes(`program=${program}`));

test("a worker that traps is replaced", async () => {
  const { page } = await keyspan.openPage("#v=1");
  await page.locator("canvas[data-painted]").waitFor();
  await trap(workerOf(page, "worker"));
  await says(page, "trouble", "It was replaced, and its work was done again.");
  await page.locator("#bitrate").fill("77G");
  await page.locator('canvas[data-painted="v=1&bitrate=7.7e10"]').waitFor();
  assert.equal(await fault(page).count(), 0);
});

const workersOf = (page, program) => page.workers().filter((worker) => worker.url().includes(`program=${program}`));

test("work that is slow is called slow, and is finished", async () => {
  const { page } = await keyspan.openPage("#v=1");
  await page.locator("canvas[data-painted]").waitFor();
  for (const worker of workersOf(page, "worker")) {
    await worker.evaluate(() => {
      const work = self.onmessage;
      self.onmessage = (event) => setTimeout(() => work.call(self, event), 5000);
    });
  }
  await page.locator("#bitrate").fill("77G");
  await says(page, "slow", "Still computing");
  await page.locator('canvas[data-painted="v=1&bitrate=7.7e10"]').waitFor({ timeout: 120_000 });
  await id(page, "slow").waitFor({ state: "detached", timeout: 120_000 });
  assert.equal(await id(page, "trouble").count(), 0, "slow is no fault");
});

test("work that does not end can be stopped, and the next is done", async () => {
  const { page } = await keyspan.openPage("#v=1");
  await page.locator("canvas[data-painted]").waitFor();
  for (const worker of workersOf(page, "worker")) await worker.evaluate(() => { self.onmessage = () => {}; });
  await page.locator("#bitrate").fill("77G");
  await says(page, "slow", "Still computing");
  await id(page, "slow").getByRole("button", { name: "Stop" }).click();
  await says(page, "trouble", "The calculation was stopped");
  await id(page, "slow").waitFor({ state: "detached" });
  await page.locator("#bitrate").fill("20G");
  await page.locator('canvas[data-painted="v=1&bitrate=2e10"]').waitFor();
  await id(page, "trouble").waitFor({ state: "detached" });
});

test("laser pulses with one decoy and a finite key are computed for all of Fig. 6, and an easy link after them", async () => {
  const { page, problems } = await keyspan.openPage("#v=1&source=wcp&analysis=one_decoy&key=finite");
  await page.locator("canvas[data-painted]").waitFor({ timeout: 180_000 });
  assert.match(await page.locator("canvas").getAttribute("data-painted"), /one_decoy/);
  await page.evaluate(() => (location.hash = "#v=1&bitrate=2e10"));
  await page.locator('canvas[data-painted="v=1&bitrate=2e10"]').waitFor();
  assert.equal(await id(page, "trouble").count(), 0);
  assert.deepEqual(problems, []);
});

test("a tool's worker that traps is replaced", async () => {
  const { page } = await keyspan.openPage("#v=1&tool=ask");
  await page.locator(".reply").first().waitFor();
  await trap(workerOf(page, "answers"));
  await says(page, "tools-trouble", "It was replaced");
  await page.locator("#tool-paper").click();
  await page.getByText("21 of 23 statements hold.").waitFor();
});

test("Monitoring's worker that traps is told, and another reads on", async () => {
  const { page } = await keyspan.openPage(DEMO);
  await says(page, "fits", "as set");
  await trap(workerOf(page, "monitoring"));
  await says(page, "monitoring-trouble", "to continue, read the files again");
  assert.equal(await id(page, "links-table").isVisible(), true);
  await id(page, "close-all").click();
  await id(page, "demo").click();
  await says(page, "fits", "as set");
});

test("a learning worker that traps is told", async () => {
  const { page } = await keyspan.openPage(DEMO);
  await says(page, "score-words", "the model is off by");
  await trap(workerOf(page, "learning"));
  await says(page, "model-problem", "The program that learns stopped");
  await id(page, "link-3").click();
  await says(page, "link-name", "Link 3");
});

test("an error of the page itself is told", async () => {
  const { page } = await keyspan.openPage("#v=1");
  await page.locator("canvas[data-painted]").waitFor();
  await page.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }));
  await says(page, "fault", "The page has failed");
});

test("where nothing may be stored the page works, and the theme lasts as long as the page", async () => {
  const { page, context, problems } = await keyspan.openBare({ colorScheme: "light" });
  await context.addInitScript(() => {
    const denied = { get: () => { throw new DOMException("denied", "SecurityError"); } };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, denied);
  });
  await page.goto(keyspan.base);
  await page.locator("canvas[data-painted]").waitFor();
  await page.getByRole("button", { name: "Dark theme" }).click();
  await page.locator(':root[data-theme="dark"]').waitFor();
  await page.locator("#to-monitoring").click();
  await id(page, "demo").click();
  await says(page, "fits", "as set");
  assert.deepEqual(problems, []);
});

/** Browsers that lack what the programs need. */
const OLD = {
  "WebAssembly": () => { delete window.WebAssembly; },
  "vectors": () => { WebAssembly.validate = () => false; },
  "modules": () => { delete HTMLScriptElement.prototype.noModule; },
  "workers": () => { delete window.Worker; },
  "workers that are modules": () => {
    const { Worker } = window;
    window.Worker = function (address) { return new Worker(address); };
  },
};

for (const [feature, remove] of Object.entries(OLD)) {
  test(`a browser without ${feature} is told which ones have it`, async () => {
    const { page, context } = await keyspan.openBare();
    await context.addInitScript(remove);
    await context.route(/\/app-/, (route) => route.abort());
    await page.goto(keyspan.base);
    await says(page, "fault", "Chrome or Edge 123, Firefox 121, Safari 17.5 or a newer one.");
    assert.equal(await fault(page).count(), 1);
    assert.equal(await page.getByText("Loading the calculator…").isVisible(), false);
  });
}

test("without scripts the page says what it needs", async () => {
  const { page } = await keyspan.openBare({ javaScriptEnabled: false });
  await page.goto(keyspan.base);
  await page.locator("noscript p").waitFor();
  assert.match(await page.locator("noscript p").innerText(), /needs JavaScript and WebAssembly/);
});
