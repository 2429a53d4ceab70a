// Fig. 6 of the paper, computed by the engine as a native program, by the engine as a wasm module, and by NumPy.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

// The three take turns, so that other work on the machine slows all of them alike.
const TURNS = 50;
// Chromium's clock has a resolution of 0.1 ms, and one figure takes less than 1 ms.
const FIGURES_A_TURN = 20;

const LARGEST_DIFFERENCE = 1e-6;
// Tolerance of the reach: any closer to it the key rate has no significant digits.
const REACH_TOLERANCE_KM = 1e-6;

/** `fig6` and `wasm` are what Cargo builds from fig6.rs; `python` is an interpreter that has NumPy. */
export async function fig6({ fig6: native, wasm, python }) {
  const program = converse(native);
  const numpy = converse(python, fileURLToPath(new URL("fig6.py", import.meta.url)));
  const module = await openModule(wasm);
  try {
    const lines = [];
    for (let line; (line = await program.read()) !== ""; ) lines.push(line);
    numpy.write(`${lines.join("\n")}\n\n`);
    const points = readPoints(lines);

    const numpyName = await numpy.read();
    const rates = {
      wasm: await module.keyRates(points),
      NumPy: JSON.parse(await numpy.read()),
    };
    const differences = Object.entries(rates).map(([name, rates]) => ({
      name,
      difference: largestDifference(points, rates),
    }));

    const [nativeTimes, wasmTimes, numpyTimes] = await takeTurns([program, module, numpy]);
    return {
      rows: [
        { name: `Fig. 6, ${points.length} points: native`, times: nativeTimes },
        { name: `  wasm in ${module.browser}`, times: wasmTimes, base: nativeTimes },
        { name: `  ${numpyName}`, times: numpyTimes, base: nativeTimes },
      ],
      checks: differences.map(({ name, difference }) => ({
        text: `Fig. 6: key rates by ${name} differ from the native ones by at most ${difference.toExponential(1)}`,
        passed: difference < LARGEST_DIFFERENCE,
      })),
    };
  } finally {
    program.close();
    numpy.close();
    await module.close();
  }
}

/** The points that fig6.rs prints: index of the curve, length in km, key rate in bit/s. */
function readPoints(lines) {
  const curves = [];
  return lines.slice(1).map((line) => {
    const [band, bitRate, length, keyRate] = line.split(",");
    const name = `${band} ${bitRate}`;
    if (!curves.includes(name)) curves.push(name);
    return { curve: curves.indexOf(name), length: Number(length), keyRate: Number(keyRate) };
  });
}

/** Largest relative difference; NaN if any key rate is missing. */
function largestDifference(points, keyRates) {
  // A curve ends at its reach.
  const reach = new Map(points.map(({ curve, length }) => [curve, length]));
  const differences = points.map(({ curve, length, keyRate }, i) =>
    reach.get(curve) - length > REACH_TOLERANCE_KM ? Math.abs(keyRates[i] / keyRate - 1) : 0,
  );
  return Math.max(...differences);
}

async function takeTurns(contestants) {
  const times = contestants.map(() => []);
  // Warm up: browsers optimise only code that has run for a while.
  for (const contestant of contestants) await contestant.time(10 * FIGURES_A_TURN);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, contestant] of contestants.entries()) {
      times[i].push(await contestant.time(FIGURES_A_TURN));
    }
  }
  return times;
}

/** A program that answers each line of input with a line of output. */
function converse(command, ...args) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    write: (text) => child.stdin.write(text),
    async read() {
      const { done, value } = await lines.next();
      if (done) throw new Error(`${command} ended early`);
      return value;
    },
    async time(figures) {
      this.write(`${figures}\n`);
      return Number(await this.read());
    },
    close: () => child.stdin.end(),
  };
}

/** The module in a page of Chromium; scripts/env sets the paths of Chromium and playwright-core. */
async function openModule(file) {
  const { KEYSPAN_NODE_MODULES, KEYSPAN_CHROMIUM } = process.env;
  const { chromium } = createRequire(`${KEYSPAN_NODE_MODULES}/`)("playwright-core");
  const browser = await chromium.launch({
    executablePath: KEYSPAN_CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const page = await browser.newPage();
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes);
    window.engine = instance.exports;
  }, readFileSync(file, "base64"));
  return {
    browser: `Chromium ${browser.version()}`,
    keyRates: (points) =>
      page.evaluate(
        (points) => points.map(({ curve, length }) => engine.key_rate(curve, length)),
        points,
      ),
    time: (figures) =>
      page.evaluate((figures) => {
        const start = performance.now();
        for (let i = 0; i < figures; i++) engine.figure();
        return (performance.now() - start) / figures;
      }, figures),
    close: () => browser.close(),
  };
}
