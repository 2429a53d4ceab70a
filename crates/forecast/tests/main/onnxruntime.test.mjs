// The models of fixtures/, computed by onnxruntime: each gives the numbers of its table, to 1e-5 of the
// scaled key rate. Those of own.csv are Keyspan's, those of the other tables were onnxruntime's on another machine.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";

const { KEYSPAN_ORT } = process.env;
if (!KEYSPAN_ORT) {
  throw new Error("run this with scripts/test, which sets onnxruntime-web up");
}
const ort = createRequire(`${KEYSPAN_ORT}/`)("onnxruntime-web");
ort.env.wasm.numThreads = 1;

const TOLERANCE = 1e-5;
const place = (file) => new URL(`fixtures/${file}`, import.meta.url);

/** Rows of numbers by their columns' names. */
async function table(file) {
  const [names, ...rows] = (await readFile(place(file), "utf8")).trim().split("\n").map((line) => line.trim().split(","));
  return rows.map((row) => Object.fromEntries(row.map((text, i) => [names[i], Number(text)])));
}

for (const name of ["own", "pytorch", "keras"]) {
  test(`${name}.onnx in onnxruntime`, async () => {
    const card = JSON.parse(await readFile(place(`${name}.json`), "utf8"));
    const rows = await table(`${name}.csv`);
    const session = await ort.InferenceSession.create(await readFile(place(`${name}.onnx`)));
    const scaled = (feature, x) => (x - card.scaler[feature][0]) / (card.scaler[feature][1] - card.scaler[feature][0]);
    const feeds = {};
    for (const { name: input, features } of card.inputs) {
      const numbers = rows.flatMap((row) => features.map((feature) => scaled(feature, row[feature])));
      feeds[input] = new ort.Tensor("float32", Float32Array.from(numbers), [rows.length, features.length]);
    }
    const outputs = await session.run(feeds);
    const { data } = outputs[session.outputNames[0]];
    assert.equal(data.length, rows.length);
    const furthest = Math.max(...rows.map((row, i) => Math.abs(row.scaled - data[i])));
    assert.ok(furthest < TOLERANCE, `${furthest}`);
    assert.ok(new Set(data).size > rows.length / 2, "all alike");
  });
}
