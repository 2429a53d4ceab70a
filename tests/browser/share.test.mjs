// Share and export: what leaves the page arrives, and says where it comes from.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const readQr = createRequire(import.meta.url)(process.env.KEYSPAN_JSQR);

const keyspan = await start();
after(() => keyspan.close());

const VERSION = (await readFile(new URL("../../Cargo.toml", import.meta.url), "utf8")).match(/^version = "(.+)"$/m)[1];
const SOURCE = "doi:10.24425/opelre.2025.155875";

const id = (page, name) => page.locator(`[data-testid="${name}"]`);

/** Opens the page with the tool, and waits until what it gives away belongs to this state. */
async function open(fragment = "#v=1", options = {}) {
  const opened = await keyspan.openPage(`${fragment}&tool=share`, options);
  await id(opened.page, "preview").locator("svg").waitFor();
  await opened.page.waitForFunction(() => !document.querySelector('[data-testid="save-csv"]').disabled);
  return opened;
}

/** Clicks a button and reads the file that it saves. */
async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), id(page, button).click()]);
  const name = download.suggestedFilename();
  await page.getByText(`${name} saved`).waitFor();
  return { name, bytes: await readFile(await download.path()) };
}

/** Rows of CSV whose quoted cells hold no line breaks, by the names of the columns. */
function rows(csv) {
  const cells = (line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2]);
  const [header, ...lines] = csv.trimEnd().split("\n").map(cells);
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
}

/** The text of the QR code in a screenshot, read as a camera would; nothing if there is none. */
async function qrText(page, locator) {
  const shot = (await locator.screenshot()).toString("base64");
  const { data, width, height } = await page.evaluate(async (shot) => {
    const bytes = Uint8Array.from(atob(shot), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return { data: Array.from(data), width: bitmap.width, height: bitmap.height };
  }, shot);
  return readQr(Uint8ClampedArray.from(data), width, height)?.data;
}

test("the button in the head opens the tool and brings it into view", async () => {
  const { page, problems } = await keyspan.openPage();
  // What stands above the tools is there.
  await id(page, "claims").waitFor();
  await id(page, "readout").locator("tbody tr").first().waitFor();
  await id(page, "share-button").click();
  await page.waitForURL(/#v=1&tool=share$/);
  await page.waitForFunction(() => document.activeElement.id === "tool-share");
  await page.waitForFunction(() => {
    const { top } = document.querySelector("#tool").getBoundingClientRect();
    return top > 0 && top < innerHeight / 2;
  });
  assert.deepEqual(problems, []);
});

test("the link and its QR code hold the state and not the sharing", async () => {
  const { page, context, problems } = await open("#v=1&bitrate=5e10&figure=9&at=30", { colorScheme: "dark" });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const link = `${keyspan.base}#v=1&bitrate=5e10&figure=9&at=30`;
  assert.equal(await id(page, "link").inputValue(), link);
  assert.equal(await qrText(page, id(page, "qr")), link);
  await id(page, "share-copy").click();
  await page.getByText("Link copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  // It follows what is set.
  await page.locator("#bitrate").fill("20G");
  const next = `${keyspan.base}#v=1&bitrate=2e10&figure=9&at=30`;
  await page.waitForFunction((next) => document.querySelector('[data-testid="link"]').value === next, next);
  assert.equal(await qrText(page, id(page, "qr")), next);
  const code = await saved(page, "qr-save");
  assert.equal(code.name, "keyspan-qr.svg");
  assert.match(code.bytes.toString(), /^<svg .*<\/svg>\n$/);
  assert.deepEqual(problems, []);
});

test("an address too long for a QR code is said in words", async () => {
  const setting = "*dark*123.456789012345*eff*0.123456789012345*alpha*0.212345678901234*raman*1.23456789012345e-9*rate*123456789.12";
  const all = `${setting}*fec*1.12345678901234*misalign*0.0123456789012345*pd*0.912345678901234*filter*31234567890.1234`;
  const rest = `${all}*jitter*1.23456789012345e-11*dispersion*17.1234567890123*loss*1.12345678901234*bitrate*12345678901.2345`;
  const pins = [0, 1, 2, 3, 4, 5].map((hue) => `&pin=${"%CF%83".repeat(40)}*${hue}${rest}`).join("");
  const { page, problems } = await open(`#v=1&figure=none${pins}`);
  await id(page, "qr-none").getByText(/characters are more than the 2953 that a QR code holds/).waitFor();
  assert.ok(await id(page, "qr-save").isDisabled());
  assert.deepEqual(problems, []);
});

test("pictures arrive with legend, scenario, version and source", async () => {
  const { page, problems } = await open("#v=1&figure=9&view=qber&at=30&pin=good*2*eff*0.2");
  const png = await saved(page, "save-png");
  assert.equal(png.name, "keyspan-fig9-qber.png");
  assert.equal(png.bytes.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
  assert.equal(png.bytes.readUInt32BE(16), 2 * 960);
  const svg = await saved(page, "save-svg");
  assert.equal(svg.name, "keyspan-fig9-qber.svg");
  const found = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const texts = [...root.querySelectorAll("text")].map((node) => node.textContent.trim());
    const curves = [...root.querySelectorAll("polyline")].filter((line) => line.points.length > 20).length;
    const rect = root.querySelector("rect").getAttribute("fill");
    return { name: root.nodeName, height: root.getAttribute("height"), texts, curves, rect };
  }, svg.bytes.toString());
  assert.equal(found.name, "svg");
  assert.equal(png.bytes.readUInt32BE(20), 2 * Number(found.height), "both pictures are of one size");
  const said = found.texts.join("\n");
  for (const part of ["QBER of the curves of Fig. 9", "ρ = 1.5e-9, C band: ", "good, C band: ", `Keyspan ${VERSION}`, SOURCE]) {
    assert.ok(said.includes(part), part);
  }
  const link = `${keyspan.base}#v=1&figure=9&view=qber&at=30&pin=good*2*eff*0.2`;
  assert.ok(said.replaceAll("\n", "").includes(link), said);
  assert.ok(found.curves >= 3, `${found.curves} curves drawn through`);
  assert.equal(found.rect, "#FDFDFB");
  // The colours of the last entry of the legend: on dark paper they are others.
  await id(page, "dark-paper").check();
  const dark = await saved(page, "save-svg");
  assert.match(dark.bytes.toString(), /<rect [^>]*fill="#14171B"/);
  // The addresses of the files are given up once they were read.
  await page.evaluate(() => {
    const revoke = URL.revokeObjectURL.bind(URL);
    URL.revokeObjectURL = (address) => {
      window.revoked = (window.revoked ?? 0) + 1;
      revoke(address);
    };
  });
  await page.waitForFunction(() => window.revoked > 0);
  assert.deepEqual(problems, []);
});

test("the noise budget is exported with the share of every source", async () => {
  const { page, problems } = await open("#v=1&figure=none&view=noise");
  const svg = await saved(page, "save-svg");
  assert.equal(svg.name, "keyspan-link-noise.svg");
  const text = svg.bytes.toString();
  assert.equal(text.match(/<polygon /g).length, 6);
  const shares = [...text.matchAll(/^[A-Za-z ,]+: (\d+\.\d) %$/gm)].map(([, share]) => Number(share));
  assert.equal(shares.length, 6);
  assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 100) < 0.5, `${shares}`);
  assert.deepEqual(problems, []);
});

test("a picture is put on the clipboard", async () => {
  const { page, context, problems } = await open();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.bringToFront();
  await id(page, "copy-picture").click();
  await page.getByText("Picture copied").waitFor();
  const [width, height] = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const bitmap = await createImageBitmap(await item.getType("image/png"));
    return [bitmap.width, bitmap.height];
  });
  assert.equal(width, 1920);
  assert.ok(height > 1080);
  assert.deepEqual(problems, []);
});

test("the tables hold every point of every curve, and what the page says", async () => {
  const { page, problems } = await open("#v=1&figure=9&bitrate=2e10&pin=good+one*2*eff*0.2&pin=hidden*1h*eff*0.3");
  const csv = await saved(page, "save-csv");
  assert.equal(csv.name, "keyspan-fig9-changed.csv");
  const table = rows(csv.bytes.toString());
  const names = [...new Set(table.map((row) => row.curve))];
  assert.deepEqual(names, [
    "ρ = 1.5e-9, C band", "ρ = 5e-9, C band", "1.5e-9 alone, C band", "5e-9 alone, C band", "good one, C band",
  ]);
  assert.equal(table.length, 5 * 200);
  assert.ok(table.every((row) => row.version === VERSION && row.source.includes(SOURCE)));
  const last = table.findLast((row) => row.curve === names[0]);
  assert.equal(Number(last.distance_km).toFixed(1), (await id(page, "reach-C").textContent()).trim());
  assert.equal(table[0].link, "v=1&bitrate=2e10&figure=none");
  assert.equal(table.at(-1).link, "v=1&eff=0.2&figure=none");

  const json = await saved(page, "save-json");
  assert.equal(json.name, "keyspan-fig9-changed.json");
  const { program, version, link, source, units, rows: objects } = JSON.parse(json.bytes);
  assert.deepEqual([program, version], ["keyspan", VERSION]);
  assert.equal(link, "v=1&bitrate=2e10&figure=9&pin=good+one*2*eff*0.2&pin=hidden*1h*eff*0.3");
  assert.ok(source.includes(SOURCE));
  assert.deepEqual([units.distance_km, units.key_rate_bit_s, units.window_s], ["km", "bit/s", "s"]);
  assert.equal(objects.length, table.length);
  for (const [i, row] of table.entries()) {
    for (const [name, cell] of Object.entries(row)) {
      const value = objects[i][name] ?? { version, source }[name] ?? "";
      assert.equal(typeof value === "number" ? Number(cell) : cell, Array.isArray(value) ? value.join("; ") : value);
    }
  }
  assert.deepEqual(problems, []);
});

/** A page with the embed code of the tool, on a server of its own. */
async function embedding(code) {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><title>Another page</title><h1>Another page</h1>${code}`);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

test("in another page there is the answer with the chart and nothing else", async () => {
  const { page, context } = await open("#v=1&figure=9&view=qber");
  for (const [choice, width, height] of [["0", 640, 420], ["1", 320, 360]]) {
    await id(page, "embed-size").selectOption(choice);
    const code = await id(page, "embed-code").inputValue();
    assert.ok(code.includes(`width="${width}" height="${height}"`), code);
    const other = await embedding(code);
    const outside = await context.newPage();
    await outside.goto(other.address);
    const inside = outside.frames()[1] ?? (await outside.waitForEvent("framenavigated"));
    await inside.locator("canvas[data-painted]").waitFor();
    assert.equal(await inside.locator("canvas").getAttribute("data-painted"), "v=1&figure=9&view=qber&embed=1");
    for (const hidden of ["header", "#controls", ".chips", "footer", "#answers *", ".help"]) {
      assert.equal(await inside.locator(hidden).locator("visible=true").count(), 0, hidden);
    }
    assert.ok(await inside.locator('[data-testid="reach-C"]').isVisible());
    const canvas = await inside.locator("canvas").boundingBox();
    assert.ok(canvas.height > 0.5 * height, `the chart is ${canvas.height} px high of ${height}`);
    assert.ok(canvas.width > 0.9 * width, `the chart is ${canvas.width} px wide of ${width}`);
    const overflow = await inside.evaluate(() => {
      const root = document.documentElement;
      return [root.scrollWidth - innerWidth, root.scrollHeight - innerHeight];
    });
    assert.deepEqual(overflow.map((px) => Math.max(0, px)), [0, 0], "nothing is cut off");
    // The canvas is as large as its drawing: nothing is stretched.
    const drawn = await inside.locator("canvas").evaluate((canvas) => [canvas.width / canvas.clientWidth, canvas.height / canvas.clientHeight]);
    assert.ok(drawn.every((ratio) => Math.abs(ratio - 1) < 0.01), `${drawn}`);
    const [popup] = await Promise.all([context.waitForEvent("page"), inside.getByText("Open in Keyspan").click()]);
    await popup.waitForURL(/#v=1&figure=9&view=qber$/);
    await popup.close();
    await outside.close();
    other.close();
  }
});

test("on paper there are answer, chart, conclusions, values, link and version, and no controls", async () => {
  const { page, problems } = await open("#v=1&figure=9", { colorScheme: "dark" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await id(page, "printed-chart").locator("svg").waitFor();
  const chart = await id(page, "printed-chart").boundingBox();
  assert.ok(chart.width > 0.9 * (await page.evaluate(() => innerWidth)));
  for (const hidden of ["#controls", ".chips", ".tabs", "#tool", "header button", "footer", "#chart"]) {
    assert.equal(await page.locator(hidden).locator("visible=true").count(), 0, hidden);
  }
  for (const shown of ["reach-C", "claims", "readout", "printed-origin"]) assert.ok(await id(page, shown).isVisible(), shown);
  const origin = await id(page, "printed-origin").textContent();
  for (const part of [`${keyspan.base}#v=1&figure=9`, `Keyspan ${VERSION}`, SOURCE]) assert.ok(origin.includes(part), part);
  assert.equal(await qrText(page, id(page, "printed-origin").locator(".qr")), `${keyspan.base}#v=1&figure=9`);
  const colours = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color, getComputedStyle(document.querySelector(".swatch")).borderTopColor];
  });
  assert.deepEqual(colours, ["rgb(255, 255, 255)", "rgb(28, 33, 40)", "rgb(13, 128, 138)"]);
  // Afterwards it is as before.
  await page.emulateMedia({ media: "screen", colorScheme: "dark" });
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await id(page, "printed-chart").locator("svg").waitFor({ state: "detached" });
  assert.ok(await page.locator("#chart").isVisible());
  assert.deepEqual(problems, []);
});

test("a real print is one page", async () => {
  const { page, problems } = await open("#v=1");
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1);
  assert.deepEqual(problems, []);
});
