// Runs the benchmarks and prints one table; fails if numbers that should agree do not. Called by scripts/bench.
//
// A benchmark receives the paths of the programs and returns
//   rows: { name, times (ms), base (times of another row, for the ratio) }
//   checks: { text, passed }
import { parseArgs } from "node:util";
import { asymptotic } from "./asymptotic.mjs";
import { fig6 } from "./fig6.mjs";
import { map } from "./map.mjs";
import { monitoring } from "./monitoring.mjs";
import { page } from "./page.mjs";
import { paper } from "./paper.mjs";
import { points } from "./points.mjs";
import { visit } from "./visit.mjs";

const BENCHMARKS = [fig6, points, asymptotic, paper, map, page, visit, monitoring];

const names = ["fig6", "points", "asymptotic", "paper", "map", "monitoring", "wasm", "python"];
const { values: programs } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) });

const rows = [];
const checks = [];
for (const benchmark of BENCHMARKS) {
  const results = await benchmark(programs);
  rows.push(...results.rows);
  checks.push(...results.checks);
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const line = (name, ...cells) => console.log(name.padEnd(40) + cells.map((cell) => cell.padStart(11)).join(""));

line("case", "median ms", "least ms", "ratio");
for (const { name, times, base } of rows) {
  const ratio = base ? (median(times) / median(base)).toFixed(2) : "";
  line(name, median(times).toFixed(3), Math.min(...times).toFixed(3), ratio);
}
for (const { text, passed } of checks) console.log(`${passed ? "ok" : "WRONG"}: ${text}`);
if (!checks.every(({ passed }) => passed)) process.exitCode = 1;
