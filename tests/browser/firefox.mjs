// Opens the built page in Firefox, from a folder of a server as in harness.mjs, or a file. Playwright drives only a Firefox of its own
// making; puppeteer-core drives the one that people have, by the protocol that Firefox itself offers (WebDriver BiDi).
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/static-server.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const PREFIX = "/some/where/";

const { KEYSPAN_PUPPETEER, KEYSPAN_FIREFOX } = process.env;
if (!KEYSPAN_PUPPETEER || !KEYSPAN_FIREFOX) {
  throw new Error("run the browser tests with scripts/test --browser, which sets them up");
}
const puppeteer = createRequire(`${KEYSPAN_PUPPETEER}/`)("puppeteer-core");

/** A server and Firefox for the tests of one file; with `dark` it prefers dark pages. */
export async function start({ dark = false } = {}) {
  const server = await serve({ root: DIST, prefix: PREFIX });
  const folder = await mkdtemp(join(tmpdir(), "keyspan-"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: KEYSPAN_FIREFOX,
    extraPrefsFirefox: {
      // 0 is dark, 1 is light; otherwise it would ask the desktop.
      "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
      "browser.download.folderList": 2,
      "browser.download.dir": folder,
    },
  });
  return {
    /**
     * Opens the page with `fragment` in the address, or `at` another address, and waits until its program runs. Every page has its own
     * context, so nothing that one test stores reaches another.
     *
     * `problems` grows with whatever goes wrong: errors on the console, exceptions, for which Firefox also takes what the page's policy
     * refuses, failed requests, and requests to any other server.
     */
    async openPage(fragment = "", { at = server.base } = {}) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width: 1280, height: 800 });
      const problems = watch(page, at);
      await page.evaluateOnNewDocument(() => {
        // Trunk's loader sends this event once the program has started.
        addEventListener("keyspan-started", () => {
          window.keyspanStarted = true;
        });
      });
      await page.goto(at + fragment);
      try {
        await page.waitForFunction(() => window.keyspanStarted);
      } catch (error) {
        throw new Error(["the page did not start", ...problems].join("\n"), { cause: error });
      }
      return { page, problems };
    },

    /** The file that Firefox saves under a name, once it is whole: until then another one lies beside it. */
    async saved(name) {
      let names = [];
      for (const end = Date.now() + 30_000; Date.now() < end; await pause(20)) {
        names = await readdir(folder);
        if (names.includes(name) && !names.some((other) => other.endsWith(".part"))) return readFile(join(folder, name));
      }
      throw new Error(`${name} is not saved; there is: ${names.join(", ")}`);
    },

    /** The server is gone, as a network may be. */
    unplug: () => server.close(),

    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

function watch(page, base) {
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.stack ?? error}`));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const local = protocol === "data:" || protocol === "blob:" || origin === new URL(base).origin;
    if (!local) problems.push(`request to another server: ${request.url()}`);
  });
  page.on("requestfailed", (request) => problems.push(`request failed: ${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  return problems;
}
