// Demand: what is needed is typed, met or not, and helped by a change that the page takes over.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const says = (page, name, text) => id(page, name).getByText(text).waitFor();

async function open(fragment) {
  const opened = await keyspan.openPage(fragment);
  await id(opened.page, "demand-changes").locator("tbody tr").first().waitFor();
  return opened;
}

/** Types into a box and takes the text. */
async function type(page, name, text) {
  await id(page, name).fill(text);
  await id(page, name).press("Enter");
}

/** Waits until a box shows a text. */
const shows = (page, name, value) =>
  page.waitForFunction(([name, value]) => document.querySelector(`[data-testid="${name}"]`).value === value, [name, value]);

test("a demand of 40 tenants is met at the cursor, with its margins", async () => {
  const { page, problems } = await open("#v=2&alpha=0.22&tool=demand&at=63");
  assert.equal(await id(page, "demand-keys").inputValue(), "2");
  assert.equal(await id(page, "demand-tenants").inputValue(), "40");
  assert.equal(await id(page, "demand-rate").inputValue(), "20.48 kbit/s");
  assert.match(await id(page, "demand-verdict").textContent(), /^63 km: .+ 20\.48 kbit\/s needed: met, .+ times what is needed\.$/);
  await says(page, "demand-margins", /^Margin: \d+(\.\d)? dB of loss of the fibre\.$/);
  await says(page, "demand-margins", /^Length: met up to \d+(\.\d)? km/);
  await says(page, "demand-margins", /^Authentication: not counted/);
  await says(page, "demand-margins", /^Idealised: single photons, an asymptotic key/);
  // The length is that of the cursor.
  await page.locator("#chart").press("ArrowRight");
  await says(page, "demand-verdict", /^64 km: /);
  assert.deepEqual(problems, []);
});

test("keys, tenants and key rate follow one another, through the address too", async () => {
  const { page, problems } = await open("#v=2&tool=demand&demand=20k");
  assert.equal(await id(page, "demand-keys").inputValue(), "78.125");
  assert.equal(await id(page, "demand-tenants").inputValue(), "1");
  await type(page, "demand-keys", "0.5");
  await page.waitForURL(/demand=0\.5x1(&|$)/);
  await shows(page, "demand-rate", "128 bit/s");
  await type(page, "demand-tenants", "2k");
  await page.waitForURL(/demand=0\.5x2000(&|$)/);
  await shows(page, "demand-rate", "256 kbit/s");
  await says(page, "demand-verdict", /256 kbit\/s needed/);
  await page.goBack();
  await shows(page, "demand-tenants", "1");
  await page.reload();
  await says(page, "demand-verdict", /128 bit\/s needed/);
  // The usual demand needs no words.
  await type(page, "demand-keys", "2");
  await page.waitForURL(/demand=2x1(&|$)/);
  await shows(page, "demand-rate", "512 bit/s");
  await type(page, "demand-tenants", "40");
  await page.waitForURL((url) => !url.hash.includes("demand="));
  assert.deepEqual(problems, []);
});

test("what cannot be read is refused beside its box, and the result stays", async () => {
  const { page, problems } = await open("#v=2&tool=demand");
  const before = await id(page, "demand-verdict").textContent();
  for (const [box, text, reason] of [
    ["demand-keys", "plenty", "“plenty” is not a number"],
    ["demand-keys", "0", "keys per second are a number above 0"],
    ["demand-tenants", "2.5", "“2.5” is not a number of tenants from 1 to 1000000"],
    ["demand-rate", "10 mbit/s", "for mega write M"],
  ]) {
    await type(page, box, text);
    await page.locator(`#${box}-note`).getByText(reason).waitFor();
    assert.equal(await id(page, box).getAttribute("aria-invalid"), "true");
  }
  assert.equal(await id(page, "demand-verdict").textContent(), before);
  await page.evaluate(() => (location.hash = "#v=2&tool=demand&demand=2x2.5"));
  await says(page, "demand-problem", "“2.5” is not a number of tenants");
  assert.deepEqual(problems, []);
});

test("a change is applied in one step, and undone", async () => {
  const { page, problems } = await open("#v=2&figure=none&tool=demand&demand=100M&at=50");
  await says(page, "demand-verdict", /not met, \d+ % of what is needed\.$/);
  const changes = id(page, "demand-changes").locator("tbody tr");
  assert.ok((await changes.count()) > 3);
  assert.equal((await changes.first().locator("th").textContent()).trim(), "as it is");
  // The one that helps most comes first.
  const row = changes.filter({ has: page.locator('[data-testid="demand-apply-detector"]') });
  await row.getByText(/→/).waitFor();
  const [rate] = (await row.locator("td").allTextContents()).map((text) => text.trim());
  await id(page, "demand-apply-detector").click();
  await page.waitForURL(/detector=snspd/);
  // What the row said is what the link gives then.
  await page.waitForFunction(
    (rate) => document.querySelector('[data-testid="demand-verdict"]').textContent.startsWith(`50 km: ${rate}, `),
    rate,
  );
  await id(page, "demand-apply-detector").waitFor({ state: "detached" });
  await page.goBack();
  await id(page, "demand-apply-detector").waitFor();
  assert.ok(!page.url().includes("detector="));
  assert.deepEqual(problems, []);
});

test("the newest demand is answered", async () => {
  const { page, problems } = await open("#v=2&figure=none&source=wcp&key=finite&tool=demand");
  for (const thousands of [1, 2, 3, 4]) {
    await type(page, "demand-rate", `${thousands}k`);
    await shows(page, "demand-rate", `${thousands} kbit/s`);
  }
  await id(page, "demand-verdict").getByText(/ 4 kbit\/s needed/).waitFor({ timeout: 90_000 });
  assert.deepEqual(problems, []);
});

// The case of a planner. On the command line it is in crates/cli/tests/main/demand.rs.
const PLANNER =
  "#v=2&figure=none&alpha=0.22&iso_for=1e-12&iso_back=1e-12&channels=C28f100G@0dBm,C29f100G@0dBm,C30b100G@0dBm,C31b100G@0dBm&quantum=C34&tool=demand";

test("a planner goes from the link to verdict, margin and what helps, and every number is explained", async () => {
  const { page, problems } = await open(PLANNER);
  await type(page, "demand-length", "63 km");
  await page.waitForURL(/at=63(&|$)/);
  await id(page, "start-device").selectOption("gated-ingaas");
  await page.waitForURL(/device=gated-ingaas/);
  await page.getByText("Fixed time", { exact: true }).click();
  await page.locator("#block_time").fill("10 min");
  await page.waitForURL(/block_time=600/);
  await type(page, "demand-auth", "4 tags");
  await page.waitForURL(/auth=4tags/);
  // Twenty changes of decoys with finite keys take seconds, and more while other tests run.
  await id(page, "demand-margins").getByText(/^Authentication: .*4 tags of 128 bit for each key block\.$/).waitFor({ timeout: 120_000 });
  await says(page, "demand-verdict", /^63 km: .+ 20\.48 kbit\/s needed: (not )?met/);
  await says(page, "demand-margins", /^Margin: /);
  const rows = id(page, "demand-changes").locator("tbody tr");
  const listed = `${await rows.allTextContents()} ${await id(page, "demand-no-help").textContent()}`;
  for (const change of ["3 dB less classical power", "all classical channels towards Bob", "the optimal detection window", "a fibre shorter by a tenth"]) {
    assert.ok(listed.includes(change), `${change} is not in ${listed}`);
  }
  await id(page, "demand-explain-none").click();
  const chain = id(page, "demand-explained");
  await chain.locator("h3", { hasText: "Demand" }).waitFor();
  assert.match(await chain.locator("h2").textContent(), /^The key rate at 63 km: .+; as it is$/);
  assert.ok(await chain.locator("h2").evaluate((heading) => heading === document.activeElement));
  await chain.getByText(/^Longest fibre, found by search/).waitFor();
  // A change keeps the focus on the result, and takes the best one first.
  const best = id(page, "demand-changes").locator('button[data-testid^="demand-apply-"]').first();
  const name = (await best.getAttribute("data-testid")).replace("apply", "explain");
  await id(page, name).click();
  await chain.locator("h2").getByText(/; (?!as it is)/).waitFor();
  await best.click();
  await page.waitForFunction(() => document.activeElement?.id === "demand-verdict", undefined, { timeout: 120_000 });
  assert.deepEqual(problems, []);
});
