// Workbooks in Monitoring: their sheets are read as files, and what cannot be read is told.
import assert from "node:assert/strict";
import { mkdtemp, open as openFile, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const path = (name) => fileURLToPath(new URL(`../../crates/workbook/tests/files/${name}`, import.meta.url));
const WORKBOOK = await readFile(path("measurements.xlsx"));
const CSV = Array.from({ length: 60 }, (_, i) => `2024-01-01 00:${String(i).padStart(2, "0")}:00,0.02`).join("\n");

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const text = async (page, name) => (await id(page, name).textContent()).trim();
const row = (page, link) => page.locator(`[data-testid="links-table"] tr:has([data-testid="link-${link}"])`);
const says = (page, name, what) =>
  page.waitForFunction(([name, what]) => document.querySelector(`[data-testid="${name}"]`)?.textContent.includes(what), [name, what]);
const summary = (page, files) =>
  page.waitForFunction((files) => document.querySelector('[data-testid="files-summary"]')?.textContent.startsWith(files), files);

/** A file as Playwright takes it. */
const file = (name, content, encoding) => ({ name, mimeType: "", buffer: Buffer.from(content, encoding) });

async function open() {
  const opened = await keyspan.openPage("#monitoring");
  await id(opened.page, "intake").waitFor();
  return opened;
}

const choose = (page, ...files) => id(page, "files-input").setInputFiles(files);
/** Uses the files as they are understood. */
const confirm = (page) => page.locator('[data-testid="use-files"]:enabled').click();

test("sheets of a workbook that is dropped are read as files, and corrected like them", async () => {
  const { page, problems } = await open();
  const fetched = [];
  page.on("request", (request) => /workbook/.test(request.url()) && fetched.push(request.url()));
  await choose(page, file("link7_qber.csv", CSV));
  await confirm(page);
  await row(page, 7).waitFor();
  assert.deepEqual(fetched, [], "the program is fetched when there is a workbook");
  const drop = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "measurements.xlsx"));
    return data;
  }, [...WORKBOOK]);
  await page.dispatchEvent('[data-testid="monitoring"]', "drop", { dataTransfer: drop });
  await confirm(page);
  await row(page, 1).waitFor();
  assert.ok(fetched.length > 0);
  // 2.1 %, 7 % and 2.2 %, which the sheet has as fractions.
  assert.match(await row(page, 1).textContent(), /1841\.00 ± 1\.00.*3\.77 ± 2\.80/);
  await row(page, 7).waitFor();
  assert.match(await text(page, "refused"), /1 file could not be used:measurements\/Notes\.csv: its only line/);
  assert.equal(page.workers().some((worker) => worker.url().includes("program=workbook")), false, "its worker is ended");
  await id(page, "check-files").click();
  await page.getByLabel("Use of QBER (%)").selectOption("unused");
  await says(page, "check", "left out by choice");
  await confirm(page);
  await page.waitForFunction(() => !document.querySelector('[data-testid="links-table"]').textContent.includes("3.77"));
  assert.match(await row(page, 1).textContent(), /1841\.00/);
  assert.deepEqual(problems, []);
});

test("a workbook is known by its first bytes, and replaced with all its sheets", async () => {
  const { page, problems } = await open();
  await choose(page, file("week.csv", WORKBOOK));
  await confirm(page);
  await row(page, 1).waitFor();
  await summary(page, "2 files");
  assert.match(await text(page, "refused"), /week\/Notes\.csv/);
  await choose(page, file("week.csv", WORKBOOK), file("link7_qber.csv", CSV));
  await summary(page, "3 files");
  await confirm(page);
  await row(page, 7).waitFor();
  await choose(page, file("week.csv", WORKBOOK.subarray(0, 1000)));
  await says(page, "refused", "week.csv: it is a damaged workbook");
  await summary(page, "2 files");
  await row(page, 1).waitFor({ state: "detached" });
  await choose(page, file("week.csv", CSV.replaceAll("0.02", "2.1%")));
  await id(page, "refused").waitFor({ state: "detached" });
  await summary(page, "2 files");
  assert.deepEqual(problems, []);
});

test("a sheet named links is the table of links", async () => {
  const { page, problems } = await open();
  await choose(page, path("network.xlsx"));
  await confirm(page);
  await row(page, 1).waitFor();
  assert.match(await row(page, 1).textContent(), /46 km, 11\.10 dB/);
  assert.equal(await id(page, "refused").count(), 0);
  assert.deepEqual(problems, []);
});

test("a workbook that cannot be read is told, and the files beside it are read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "keyspan-"));
  const large = join(folder, "large.xlsx");
  const handle = await openFile(large, "w");
  await handle.write(WORKBOOK);
  await handle.truncate(100_000_001);
  await handle.close();
  const { page, problems } = await open();
  await choose(
    page,
    file("damaged.xlsx", WORKBOOK.subarray(0, 1000)),
    file("old.xls", [0xd0, 0xcf, 0x11, 0xe0]),
    file("other.xlsx", WORKBOOK.toString("latin1").replaceAll("xl/workbook.xml", "xl/worldmap.xml"), "latin1"),
    file("link7_qber.csv", CSV),
  );
  await confirm(page);
  await row(page, 7).waitFor();
  await choose(page, large);
  await says(page, "refused", "large.xlsx: it is a workbook of more than 100 MB");
  const told = await text(page, "refused");
  assert.match(told, /damaged\.xlsx: it is a damaged workbook \(.*\); open it in a spreadsheet and save it again/);
  assert.match(told, /old\.xls: it is an old workbook \(XLS\) or has a password/);
  assert.match(told, /other\.xlsx: it is an archive but no Excel workbook/);
  await rm(folder, { recursive: true });
  await id(page, "close-all").click();
  await choose(page, file("damaged.xlsx", WORKBOOK.subarray(0, 1000)));
  await says(page, "refused", "None of the files could be used");
  assert.deepEqual(problems, []);
});

test("opening a workbook is seen, and can be stopped", async () => {
  const { page, context, problems } = await open();
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await context.route(/\/workbook-[^/]*\.wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await choose(page, file("measurements.xlsx", WORKBOOK), file("link7_qber.csv", CSV));
  await says(page, "reading", "Reading measurements.xlsx …");
  // What comes meanwhile is read with it.
  await choose(page, file("link8_qber.csv", CSV));
  await id(page, "cancel-reading").click();
  await id(page, "reading").waitFor({ state: "detached" });
  await id(page, "demo").waitFor();
  release();
  await choose(page, file("link8_qber.csv", CSV), file("measurements.xlsx", WORKBOOK));
  await confirm(page);
  await row(page, 1).waitFor();
  await row(page, 8).waitFor();
  assert.equal(await row(page, 7).count(), 0, "what was stopped does not come back");
  assert.deepEqual(problems, []);
});

test("without its program a workbook is told of, and the files beside it are read", async () => {
  const { page, context } = await open();
  await context.route(/\/workbook-[^/]*\.wasm/, (route) => route.abort());
  await choose(page, file("measurements.xlsx", WORKBOOK), file("link7_qber.csv", CSV));
  await confirm(page);
  await row(page, 7).waitFor();
  assert.match(await text(page, "refused"), /measurements\.xlsx: the program that opens workbooks stopped \(.+\); reload the page/);
  await context.unrouteAll();
  await choose(page, file("measurements.xlsx", WORKBOOK));
  await confirm(page);
  await row(page, 1).waitFor();
});

test("a worker that dies over a workbook takes nothing else down", async () => {
  const { page, context } = await open();
  // The first one waits for its program for ever.
  await context.route(/\/workbook-[^/]*\.wasm/, () => {}, { times: 1 });
  const started = page.waitForEvent("worker", (worker) => worker.url().includes("program=workbook"));
  await choose(page, file("a.xlsx", WORKBOOK), file("b.xlsx", WORKBOOK), file("link7_qber.csv", CSV));
  await (await started).evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }));
  await confirm(page);
  await row(page, 7).waitFor();
  await row(page, 1).waitFor();
  assert.match(await text(page, "refused"), /a\.xlsx: the program that opens workbooks stopped \(.*unreachable\)/);
  await summary(page, "4 files");
});
