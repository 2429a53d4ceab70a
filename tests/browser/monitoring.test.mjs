// The Monitoring workspace: files come in, are understood, and can be taken out again.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

const DEMO = "#monitoring&v=1&demo=1&bob_loss=28+dB&dark_count=1e-8";

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const text = async (page, name) => (await id(page, name).textContent()).trim();
const drawn = (page, name) => page.locator(`canvas[data-drawn="${name}"]`).waitFor();
const says = (page, name, what) =>
  page.waitForFunction(([name, what]) => document.querySelector(`[data-testid="${name}"]`)?.textContent.includes(what), [name, what]);
const row = (page, link) => page.locator(`[data-testid="links-table"] tr:has([data-testid="link-${link}"])`);

async function open(fragment = "#monitoring", options = {}) {
  const opened = await keyspan.openPage(fragment, options);
  await id(opened.page, "intake").waitFor();
  return opened;
}

/** A file as Playwright takes it. */
const file = (name, content) => ({ name, mimeType: "text/csv", buffer: Buffer.from(content) });

/** A day of samples, one a minute. */
function samples(of, from = Date.UTC(2024, 0, 1)) {
  return Array.from({ length: 1440 }, (_, i) => `${new Date(from + i * 60_000).toISOString()},${of(i)}`).join("\n");
}

const NETWORK = [
  file("links.csv", "link,length_km,link_loss_db\n1,46,11.1\n2,40,\n"),
  file("link1_key_rate.csv", samples((i) => 1000 + 100 * Math.sin(i / 60))),
  file("link1_qber.csv", samples((i) => 0.02 + 0.001 * Math.cos(i / 90))),
  file("link1_visibility.csv", samples((i) => 0.97 + 0.005 * Math.sin(i / 60))),
  { ...file("link2_qber.csv.gz", ""), buffer: gzipSync(samples(() => 2.1)) },
];

/** Chooses files, which are then checked. */
const choose = (page, files) => id(page, "files-input").setInputFiles(files);

/** Chooses files and uses them as they are understood. */
async function use(page, files) {
  await choose(page, files);
  await confirm(page);
}

const confirm = (page) => page.locator('[data-testid="use-files"]:enabled').click();

test("the demo network is read, shown, and kept by the address", async () => {
  const { page, problems } = await open();
  await id(page, "demo").click();
  await row(page, 5).waitFor();
  await page.waitForURL((url) => url.hash === DEMO);
  for (const name of ["key_rate", "qber", "visibility", "laser_power", "cow", "cow-scatter"]) await drawn(page, name);
  assert.match(await text(page, "files-summary"), /^21 files, 4\d\d,\d{3} lines, \d+ not used$/);
  await id(page, "link-3").click();
  await page.waitForURL((url) => url.hash.includes("link=3"));
  await says(page, "link-name", "Link 3");
  // The device of the network is known, so that α comes out as it was put in: 0.245 dB/km.
  await says(page, "fits", "0.2449");
  assert.match(await text(page, "cow-warning"), /Not a security proof/);
  assert.match(await text(page, "fit-notes"), /cannot be determined separately/);
  await id(page, "window").selectOption("60");
  await page.waitForURL((url) => url.hash.includes("window=60"));
  await page.waitForFunction(() => /19\d/.test(document.querySelector('[data-testid="links-table"] tr.own td:nth-child(4)')?.textContent));
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('[data-testid="window"]').value === "10");
  assert.deepEqual(problems, []);

  const again = await open(`${DEMO}&link=4&solve=efficiency`);
  await says(again.page, "solved", "η would have to be");
  await says(again.page, "link-name", "Link 4");
  await drawn(again.page, "solved-distribution");
  assert.deepEqual(again.problems, []);
});

test("files are read whatever they are called, added to, and put away", async () => {
  const { page, problems } = await open();
  await use(page, NETWORK);
  await row(page, 1).waitFor();
  assert.equal(await text(page, "files-summary"), "5 files, 5,760 lines, all used");
  assert.match(await row(page, 1).textContent(), /46 km, 11\.10 dB4,320.*144 complete, 0 gaps/);
  // 2.1 can only be a QBER in per cent.
  assert.match(await row(page, 2).textContent(), /2\.100/);
  assert.match(await text(page, "notes"), /link2_qber\.csv\.gz: QBER taken as percent, judging by its values/);
  // A file like those that were confirmed is used at once.
  await choose(page, [file("link2_key_rate.csv", samples(() => 500))]);
  await page.waitForFunction(() => /^6 files/.test(document.querySelector('[data-testid="files-summary"]').textContent));
  await page.waitForFunction(() => document.querySelector('tr:has([data-testid="link-2"])').textContent.includes("500"));
  await id(page, "close-all").click();
  await id(page, "demo").waitFor();
  assert.equal(await page.evaluate(() => location.hash), "#monitoring");
  assert.deepEqual(problems, []);
});

test("a bad line is named with its number, a bad file with what is expected", async () => {
  const { page, problems } = await open();
  await choose(page, [
    file("link1_qber.csv", "2024-01-01 00:00:00,0.02\nnonsense\n2024-01-01 00:00:20,NaN\n2024-01-01 00:00:30,0.03\n2024-01-01 00:00:40,0.7\n"),
    file("link1_key_rate.csv", "<html><body>Please log in</body></html>\n"),
    file("notes.md", "no measurements"),
  ]);
  await confirm(page);
  await row(page, 1).waitFor();
  assert.match(await text(page, "refused"), /1 file could not be used:link1_key_rate\.csv: it is HTML/);
  await id(page, "files-summary").click();
  const told = await id(page, "files").textContent();
  for (const part of ["line 2: nonsense", "line 3: 2024-01-01 00:00:20,NaN", "line 5: 2024-01-01 00:00:40,0.7", "not read: the name does not end in"]) {
    assert.ok(told.includes(part), part);
  }
  assert.deepEqual(problems, []);

  const alone = await open();
  await choose(alone.page, [file("x.csv", "PK\u0003\u0004zip")]);
  await says(alone.page, "refused", "None of the files could be used");
  assert.match(await text(alone.page, "refused"), /archive/);
});

test("what was recognised wrongly is corrected before anything is computed", async () => {
  const { page, problems } = await open();
  // Without a name only values tell: 0.97 looks like a visibility.
  await choose(page, [file("export.csv", samples(() => 0.97))]);
  await says(page, "kind", "taken as visibility, judging by its values");
  assert.equal(await id(page, "links-table").count(), 0);
  await page.getByLabel("Use of column 2").selectOption("laser_power");
  await says(page, "kind", "chosen");
  await page.getByLabel("Link of export.csv").fill("west");
  await page.getByLabel("Link of export.csv").press("Enter");
  await page.waitForFunction(() => document.querySelector("[aria-label='Link of export.csv']").value === "west");
  await confirm(page);
  await row(page, "west").waitFor();
  await says(page, "links-table", "Laser power");
  // It can be corrected later too, and nothing is lost by stopping.
  await id(page, "check-files").click();
  await id(page, "kind").getByRole("button", { name: "Undo my choices" }).click();
  await says(page, "kind", "taken as visibility");
  await confirm(page);
  await says(page, "links-table", "Visibility");
  // A table whose columns say nothing: each of them is given a use.
  await id(page, "close-all").click();
  const table = ["when,a,b", ...Array.from({ length: 200 }, (_, i) => `${1704067200 + 60 * i},2.5,${900 + i}`)].join("\n");
  await choose(page, [file("table.csv", table)]);
  await says(page, "question", "None of its columns (“a”, “b”) is a known parameter");
  await page.getByLabel("Use of a").focus();
  await page.getByLabel("Use of a").selectOption("qber");
  await page.waitForFunction(() => document.querySelector("[aria-label='Unit of a']")?.value === "percent");
  await page.waitForFunction(() => document.activeElement?.ariaLabel === "Use of a");
  await page.getByLabel("Use of b").selectOption("key_rate");
  await page.getByLabel("Unit of b").selectOption("kbit/s");
  await page.waitForFunction(() => document.querySelector("[aria-label='Unit of b']")?.value === "kbit/s");
  await confirm(page);
  await says(page, "links-table", "Key rate");
  assert.match(await row(page, "table").textContent(), /9\d\d\d?,?\d*/);
  assert.deepEqual(problems, []);
});

test("what has two readings is asked, once for all files that are alike", async () => {
  const { page, problems } = await open();
  const lines = (value) => Array.from({ length: 300 }, (_, i) => `04/03/2024 ${String(Math.floor(i / 60)).padStart(2, "0")}:${String(i % 60).padStart(2, "0")},${value}`);
  const either = (name, value) => file(name, ["time,qber", ...lines(value)].join("\n"));
  await choose(page, [either("link1.csv", 0.02), either("link2.csv", 0.03), either("link3.csv", 0.025)]);
  await says(page, "question", "04/03/2024 00:00 is 4 March or 3 April");
  assert.equal(await id(page, "kind").count(), 1);
  assert.match(await text(page, "kind"), /^3 files, link1\.csv to link3\.csv/);
  await page.getByRole("button", { name: "Month first" }).click();
  await says(page, "period", "2024-04-03 00:00 to 2024-04-03 04:59 UTC");
  await confirm(page);
  for (const link of [1, 2, 3]) await row(page, link).waitFor();
  assert.deepEqual(problems, []);
});

test("the zone of local times is chosen, with the rules that the browser knows", async () => {
  const { page, problems } = await open();
  // The night in which the clocks of Europe go back: from 00:00 to 03:50 there are five hours.
  const hours = [0, 1, 2, 2, 3].flatMap((hour) => [0, 10, 20, 30, 40, 50].map((minute) => `2024-10-27 0${hour}:${String(minute).padStart(2, "0")}:00,0.02`));
  await choose(page, [file("link1_qber.csv", ["time,qber", ...hours].join("\n"))]);
  await says(page, "question", "An hour of 2024-10-27 comes twice");
  await page.getByLabel("Time zone of link1_qber.csv").fill("Europe/Viena");
  await page.getByLabel("Time zone of link1_qber.csv").press("Enter");
  await says(page, "question", "No time zone is called Europe/Viena");
  await page.getByLabel("Time zone of link1_qber.csv").fill("Europe/Vienna");
  await page.getByLabel("Time zone of link1_qber.csv").press("Enter");
  await says(page, "period", "2024-10-26 22:00 to 2024-10-27 02:50 UTC");
  assert.equal(await id(page, "question").count(), 0);
  await page.getByLabel("Time zone of link1_qber.csv").fill("America/New_York");
  await page.getByLabel("Time zone of link1_qber.csv").press("Enter");
  await says(page, "period", "2024-10-27 04:00 to 2024-10-27 07:50 UTC");
  assert.deepEqual(problems, []);
});

test("all charts of a link share one zoom and one cursor, by pointer and by keys", async () => {
  const { page, problems } = await open();
  await use(page, NETWORK);
  await drawn(page, "key_rate");
  const chart = id(page, "over-time-qber");
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  const at = (x) => page.mouse.move(box.x + box.width * x, box.y + box.height / 2);
  await at(0.5);
  await says(page, "time-readout", "2024-01-01 1");
  assert.match(await text(page, "time-readout"), /key rate [\d.]+ k?bit\/s, QBER [\d.]+ %, visibility [\d.]+ %/);
  await at(0.4);
  await page.mouse.down();
  await at(0.5);
  await at(0.6);
  await page.mouse.up();
  await page.waitForURL(/from=17040\d+&to=17040\d+|from=17041\d+&to=17041\d+|from=\d+&to=\d+/);
  await id(page, "all-times").waitFor();
  const shown = await text(page, "shown-times");
  await chart.focus();
  await page.keyboard.press("+");
  await page.waitForFunction((before) => document.querySelector('[data-testid="shown-times"]').textContent !== before, shown);
  await page.keyboard.press("Home");
  const first = await text(page, "time-readout");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((before) => document.querySelector('[data-testid="time-readout"]').textContent !== before, first);
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.hash.includes("from="));
  await id(page, "before").check();
  await page.locator("details summary", { hasText: "Show as table" }).click();
  await says(page, "windows-table", "2024-01-01 00:00 UTC");
  assert.deepEqual(problems, []);
});

test("the model follows its parameters, and refuses what is none", async () => {
  const { page, problems } = await open();
  await use(page, NETWORK);
  await says(page, "fits", "as set");
  const device = id(page, "device-bob_loss");
  await device.fill("28 dB");
  await device.press("Enter");
  await page.waitForURL(/bob_loss=28\+dB/);
  await says(page, "fits", "28");
  await device.fill("much");
  await device.press("Enter");
  await says(page, "cow", "“much” is not a number");
  assert.match(page.url(), /bob_loss=28\+dB/);
  await id(page, "device-reset").click();
  await page.waitForURL((url) => !url.hash.includes("bob_loss"));
  // Link 2 has no key rate.
  await id(page, "link-2").click();
  await says(page, "no-model", "No window of this link");
  assert.deepEqual(problems, []);
});

test("cleaned data, tables and figures are saved and can be read again", async () => {
  const { page, problems } = await open();
  await use(page, NETWORK);
  await says(page, "fits", "fit of α");
  const saved = async (button) => {
    const [download] = await Promise.all([page.waitForEvent("download"), id(page, button).click()]);
    return { name: download.suggestedFilename(), content: (await readFile(await download.path())).toString() };
  };
  const cleaned = await saved("save-cleaned");
  assert.equal(cleaned.name, "link1_10min.csv");
  assert.match(cleaned.content, /^time,key_rate,qber,visibility\n2024-01-01T00:00:00Z,10\d\d\.\d+,0\.02/);
  assert.equal(cleaned.content.trim().split("\n").length, 145);
  const all = JSON.parse((await saved("save-json")).content);
  assert.deepEqual(all.rows.map((row) => row.link), ["1", "2"]);
  assert.equal(all.rows[0].fits.length, 3);
  assert.match(all.security_warning, /Not a security proof/);
  assert.match((await saved("save-links")).content, /^link,length_km/);
  assert.match((await saved("save-fits")).content, /^fit,parameter,unit,value/);
  assert.match((await saved("save-correlations")).content, /^correlation,key_rate,qber,visibility\nkey_rate,1,/);
  assert.match((await saved("svg-correlations")).content, /^<svg /);
  assert.match((await saved("svg-cow")).content, /Not a security proof/);
  // What was saved is a file of measurements again.
  await id(page, "close-all").click();
  await use(page, [file(cleaned.name, cleaned.content)]);
  await row(page, 1).waitFor();
  assert.match(await row(page, 1).textContent(), /144 complete/);
  assert.deepEqual(problems, []);
});

test("files are dropped on the page; of a folder each of its folders is a link", async () => {
  const { page, problems } = await open();
  const drop = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "link7_qber.csv"));
    return data;
  }, samples(() => 0.02));
  await page.dispatchEvent('[data-testid="monitoring"]', "drop", { dataTransfer: drop });
  await confirm(page);
  await row(page, 7).waitFor();
  await id(page, "close-all").click();
  const network = await mkdtemp(join(tmpdir(), "keyspan-"));
  for (const [link, qber] of [["link8", 0.02], ["link9", 0.03]]) {
    await mkdir(join(network, link));
    await writeFile(join(network, link, "qber.csv"), samples(() => qber));
  }
  await id(page, "folder-input").setInputFiles(network);
  await confirm(page);
  await row(page, 8).waitFor();
  assert.match(await row(page, 9).textContent(), /3\.000/);
  await rm(network, { recursive: true });
  assert.deepEqual(problems, []);
});

test("reading can be stopped, and a worker that dies is told of", async () => {
  const { page } = await open();
  const long = Buffer.from(`${samples((i) => 1000 + i)}\n`.repeat(400));
  await choose(page, [{ name: "link1_key_rate.csv", mimeType: "text/csv", buffer: long }]);
  await id(page, "cancel-reading").click();
  await id(page, "reading").waitFor({ state: "detached" });
  await id(page, "demo").waitFor();
  await use(page, NETWORK);
  await says(page, "fits", "fit of α");
  const worker = page.workers().find((worker) => worker.url().includes("program=monitoring"));
  await worker.evaluate(() => setTimeout(() => { throw new Error("out of memory"); }, 0));
  await says(page, "monitoring-trouble", "out of memory");
  assert.match(await row(page, 1).textContent(), /46 km/);
  // It is started again when there is something to read.
  await choose(page, [file("link3_qber.csv", samples(() => 0.03))]);
  await row(page, 3).waitFor();
});

test("the two workspaces keep what they hold", async () => {
  const { page, problems } = await keyspan.openPage("#v=1&bitrate=2e10");
  await page.locator("canvas[data-painted]").waitFor();
  await page.locator("#to-monitoring").click();
  await id(page, "demo").click();
  await row(page, 2).waitFor();
  await page.locator("#to-link").click();
  await page.waitForURL((url) => url.hash === "#v=1&bitrate=2e10");
  assert.equal(await page.locator(".workspace").isVisible(), false);
  assert.equal(await page.title(), "Keyspan – How much secret key can a shared fibre carry?");
  await page.locator("#to-monitoring").click();
  await row(page, 2).waitFor();
  await page.waitForURL((url) => url.hash === DEMO);
  assert.equal(await page.locator(".page").isVisible(), false);
  assert.deepEqual(problems, []);
});

test("a link that cannot be used is told, not obeyed", async () => {
  const { page, problems } = await open("#monitoring&v=9&window=7000&colour=blue");
  await says(page, "monitoring-notices", "colour=blue: there is no such setting.");
  assert.equal(await id(page, "monitoring-notices").locator("li").count(), 3);
  assert.deepEqual(problems, []);
});
