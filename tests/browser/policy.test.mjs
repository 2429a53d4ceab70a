// The page may load nothing but its own files: its Content-Security-Policy holds in both workspaces and in every tool.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);

/** Opens the page and notes what its policy refuses. */
async function open(fragment) {
  const opened = await keyspan.openPage(fragment, {
    prepare: (page) =>
      page.addInitScript(() => {
        window.refused = [];
        addEventListener("securitypolicyviolation", (event) => {
          window.refused.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
        });
      }),
  });
  return { ...opened, refused: () => opened.page.evaluate(() => window.refused) };
}

test("every tool works within the policy", async () => {
  const { page, problems, refused } = await open("#v=1&pins=0:v%3D1%26bitrate%3D1e10");
  const tabs = page.locator('[role="tab"]');
  await tabs.first().waitFor();
  const count = await tabs.count();
  assert.equal(count, 11);
  for (let i = 0; i < count; i += 1) {
    await tabs.nth(i).click();
    await page.locator(`#tool[aria-labelledby="${await tabs.nth(i).getAttribute("id")}"] > *`).first().waitFor();
  }
  // The last one shows pictures: a chart, a QR code.
  await id(page, "preview").locator("svg").waitFor();
  await id(page, "qr").locator("svg").waitFor();
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await refused(), []);
  assert.deepEqual(problems, []);
});

test("Monitoring works within the policy, with its workers and the model", async () => {
  const { page, problems, refused } = await open("#monitoring&v=1&demo=1&bob_loss=28+dB&dark_count=1e-8");
  await id(page, "score-words").getByText("the model is off by").waitFor({ timeout: 100_000 });
  assert.deepEqual(await refused(), []);
  assert.deepEqual(problems, []);
});

test("what does not belong to the page is refused", async () => {
  const { page, refused } = await open("");
  const reached = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    const style = document.createElement("p");
    style.setAttribute("style", "color: red");
    const fetched = await fetch("https://example.org/").then(() => true, () => false);
    // In a turn of its own: what a test evaluates itself is exempt.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve((0, eval)("true"));
        } catch {
          resolve(false);
        }
      });
    });
    return { ran: window.ran === true, fetched, evaluated };
  });
  assert.deepEqual(reached, { ran: false, fetched: false, evaluated: false });
  assert.deepEqual(
    (await refused()).map((what) => what.split(":")[0]),
    ["script-src-elem", "style-src-attr", "connect-src", "script-src"],
  );
});
