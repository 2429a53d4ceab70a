// Once visited the page works without a network, and a new build of it takes over whole.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { keepOffline } from "../../scripts/finish/offline.mjs";
import { start, until } from "./harness.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const DEMO = "#monitoring&v=1&demo=1&bob_loss=28+dB&dark_count=1e-8";

const folders = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** A copy of the built page, which a test may change. */
async function copy() {
  const folder = await mkdtemp(join(tmpdir(), "keyspan-"));
  folders.push(folder);
  await cp(DIST, folder, { recursive: true });
  return folder;
}

async function change(file, to) {
  await writeFile(file, to(await readFile(file, "utf8")));
}

/** What comes after this one: another style sheet and another title; returns the names of both builds. */
async function nextBuild(folder) {
  const before = await keepOffline(folder);
  await change(join(folder, "answers.css"), (style) => `${style}\n:root { --next: 1 }\n`);
  await change(join(folder, "index.html"), (page) => page.replace("<title>Keyspan", "<title>Keyspan, the next"));
  return [before, await keepOffline(folder)];
}

const curves = (page) => page.locator("canvas[data-painted]").waitFor();
const tools = (page) => page.locator("#tool > *").first().waitFor();
const isNext = (page) => page.evaluate(() => document.title.includes("the next"));
const styleIsNext = (page) => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--next") !== "");
const offer = (page) => page.locator("#new-version");

/** The builds that are kept. */
const kept = (page) => page.evaluate(async () => (await caches.keys()).map((name) => name.split(" ").at(-1)).sort());

/** Waits until the build is kept whole and answers for this page. */
const served = (page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", undefined, { timeout: 60_000 });

async function visit(keyspan, fragment = "") {
  const opened = await keyspan.openPage(fragment, { serviceWorkers: "allow" });
  await curves(opened.page);
  await tools(opened.page);
  await served(opened.page);
  return opened;
}

test("after one visit both workspaces work without a network", async () => {
  const keyspan = await start();
  try {
    const { page, context, problems } = await visit(keyspan);
    const stored = await page.evaluate(async () => (await (await caches.open((await caches.keys())[0])).keys()).length);
    assert.ok(stored > 20, `${stored} files are kept`);
    await keyspan.unplug();
    await context.setOffline(true);
    // What this visit has not needed yet is there, too.
    await page.locator("#to-monitoring").click();
    await page.locator('[data-testid="intake"]').waitFor();

    await page.reload();
    await page.locator('[data-testid="demo"]').click();
    await page.locator('[data-testid="score-words"]').getByText("the model is off by").waitFor({ timeout: 100_000 });
    await page.locator("#to-link").click();
    await curves(page);
    await page.locator('[role="tab"]', { hasText: "Map" }).click();
    await page.locator('[data-testid="map"][data-painted]').waitFor({ timeout: 60_000 });

    const other = await context.newPage();
    await other.goto(`${keyspan.base}index.html${DEMO}`);
    await other.locator('[data-testid="links-table"]').waitFor({ timeout: 60_000 });
    assert.deepEqual(problems, []);
  } finally {
    await keyspan.close();
  }
});

test("a new build waits beside the old one, is offered, and takes over whole", async () => {
  const folder = await copy();
  const keyspan = await start({ root: folder });
  try {
    const { page, context, problems } = await visit(keyspan);
    const [old, next] = await nextBuild(folder);
    assert.notEqual(old, next);
    await page.reload();
    await offer(page).waitFor({ timeout: 60_000 });
    assert.ok(!(await isNext(page)) && !(await styleIsNext(page)), "the page of the old build has its own files");
    assert.deepEqual(await kept(page), [old, next].sort());

    // Another page of the old build would be given files of the new one.
    const other = await context.newPage();
    await other.goto(keyspan.base);
    await tools(other);
    await offer(page).getByText("Reload now").click();
    await offer(page).getByText("Keyspan is also open in another tab").waitFor();
    assert.ok(!(await isNext(page)) && !(await isNext(other)));
    await other.close();

    await Promise.all([page.waitForEvent("load"), offer(page).getByText("Reload now").click()]);
    await page.waitForFunction(() => document.title.includes("the next"));
    await curves(page);
    await tools(page);
    await page.waitForFunction(() => getComputedStyle(document.documentElement).getPropertyValue("--next") !== "");
    await until(page, async () => (await caches.keys()).length === 1);
    assert.deepEqual(await kept(page), [next]);
    assert.equal(await offer(page).count(), 0);
    assert.deepEqual(problems, []);
  } finally {
    await keyspan.close();
  }
});

test("the next start takes the new build, too", async () => {
  const folder = await copy();
  const keyspan = await start({ root: folder });
  try {
    const { page, context } = await visit(keyspan);
    const [, next] = await nextBuild(folder);
    await page.reload();
    await offer(page).waitFor({ timeout: 60_000 });
    // A page of the same host that is not ours sees the new build take the place of the old one once our last page is closed.
    const beside = await context.newPage();
    await beside.goto(new URL("/", keyspan.base).href);
    await page.close();
    await until(beside, async (scope) => (await navigator.serviceWorker.getRegistration(scope)).waiting === null, keyspan.base);
    const later = await context.newPage();
    await later.goto(keyspan.base);
    await later.waitForFunction(() => document.title.includes("the next"));
    await tools(later);
    await until(later, async () => (await caches.keys()).length === 1);
    assert.deepEqual(await kept(later), [next]);
  } finally {
    await keyspan.close();
  }
});

test("half a build on the host is not kept, and the old one goes on", async () => {
  const folder = await copy();
  const keyspan = await start({ root: folder });
  try {
    const { page } = await visit(keyspan);
    const [old, next] = await nextBuild(folder);
    await change(join(folder, "answers.css"), (style) => `${style}/* of neither build */`);
    await page.reload();
    await tools(page);
    const nothingWaits = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      // It may say itself that this came to nothing.
      await registration.update().catch(() => {});
      const coming = registration.installing;
      if (coming) await new Promise((done) => coming.addEventListener("statechange", done));
      return registration.waiting === null && (!coming || coming.state === "redundant");
    });
    assert.ok(nothingWaits, "half a build is waiting to take over");
    assert.deepEqual(await kept(page), [old]);
    assert.ok(old !== next && !(await styleIsNext(page)));
    assert.equal(await offer(page).count(), 0);
  } finally {
    await keyspan.close();
  }
});

test("where the page is a guest nothing is kept", async () => {
  const keyspan = await start();
  try {
    const { page, problems } = await keyspan.openPage("#v=1&embed=1", { serviceWorkers: "allow" });
    await curves(page);
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    assert.deepEqual(problems, []);
  } finally {
    await keyspan.close();
  }
});
