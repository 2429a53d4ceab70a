// Opens the built page in Chromium, from a folder of a server as a host such as a project page gives
// it. scripts/test says where Chromium and playwright-core are.
//
//   const keyspan = await start();
//   after(() => keyspan.close());
//   test("…", async () => {
//     const { page, problems } = await keyspan.openPage("#distance=50", { colorScheme: "dark" });
//     …
//     assert.deepEqual(problems, []);
//   });
//
// A test waits on a condition (`page.waitForFunction`, `locator.waitFor`), never on a clock.
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/static-server.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const PREFIX = "/some/where/";

// The browser is to speak to nobody but the page's own server.
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const { KEYSPAN_NODE_MODULES, KEYSPAN_CHROMIUM } = process.env;
if (!KEYSPAN_NODE_MODULES || !KEYSPAN_CHROMIUM) {
  throw new Error("run the browser tests with scripts/test --browser, which sets them up");
}
const { chromium } = createRequire(`${KEYSPAN_NODE_MODULES}/`)("playwright-core");

/**
 * A server and a browser for the tests of one file. They are given `root`, which is the built page unless it is said, and the browser
 * may keep what it got for `keep` seconds.
 */
export async function start({ root = DIST, keep = 0 } = {}) {
  const server = await serve({ root, prefix: PREFIX, keep });
  const browser = await chromium.launch({ executablePath: KEYSPAN_CHROMIUM, args: ARGS });
  return {
    base: server.base,

    /**
     * Opens the page with `fragment` in the address and waits until its program runs.
     *
     * `options` are Playwright's for a new context: `colorScheme`, `viewport` and so on. Nothing is
     * kept for offline use unless `serviceWorkers` is `"allow"`. Every page
     * has its own context, so nothing that one test stores reaches another. `prepare` is called with
     * the page before it goes anywhere, which is to the server or `at` another address.
     *
     * `problems` grows with whatever goes wrong on the page or in its workers: errors on the
     * console, uncaught exceptions, failed requests, and requests to any other server.
     */
    async openPage(fragment = "", { at = server.base, prepare, ...options } = {}) {
      const { page, context, problems } = await this.openBare({ at, ...options });
      // Trunk's loader sends this event once the program has started.
      await page.addInitScript(() => {
        addEventListener("keyspan-started", () => {
          window.keyspanStarted = true;
        });
      });
      await prepare?.(page);
      await page.goto(at + fragment);
      try {
        await page.waitForFunction(() => window.keyspanStarted);
      } catch (error) {
        throw new Error(["the page did not start", ...problems].join("\n"), { cause: error });
      }
      return { page, context, problems };
    },

    /** A page that has not gone anywhere yet, for tests of what hinders the program from running. */
    async openBare({ at = server.base, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        serviceWorkers: "block",
        ...options,
      });
      const page = await context.newPage();
      return { page, context, problems: watch(page, at) };
    },

    /** The server is gone, as a network may be. */
    unplug: () => server.close(),

    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * Waits until the page answers yes to a question that takes it time: `page.waitForFunction` takes a promise itself for a yes. Only the
 * limit of the test ends it.
 */
export async function until(page, question, argument) {
  while (!(await page.evaluate(question, argument))) await pause(20);
}

function watch(page, base) {
  const problems = [];
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.stack ?? error}`));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const local = protocol === "data:" || protocol === "blob:" || origin === new URL(base).origin;
    if (!local) problems.push(`request to another server: ${request.url()}`);
  });
  page.on("websocket", (socket) => problems.push(`web socket: ${socket.url()}`));
  page.on("requestfailed", (request) => {
    // Chromium gives up loading the icon of a tab when the address changes meanwhile, and asks for it again.
    if (/\/icon-[^/]*\.svg$/.test(request.url()) && request.failure()?.errorText === "net::ERR_ABORTED") return;
    problems.push(`request failed: ${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  return problems;
}
