// All curves of Figs 6 to 10: natively, and in two workers of the page, from the messages to the last answer.
import { spawnSync } from "node:child_process";
import { start } from "../browser/harness.mjs";

const TURNS = 50;

/** Times (ms) from posting the messages, one per worker, to the last answer; and the number of bytes returned. */
async function ask({ program, messages, turns }) {
  const bytes = messages.map((hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16)));
  const said = (worker) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data.length);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  const workers = messages.map(() => new Worker(program, { type: "module" }));
  await Promise.all(workers.map(said));
  const turn = async () => {
    const before = performance.now();
    const answers = workers.map((worker, i) => {
      worker.postMessage(bytes[i]);
      return said(worker);
    });
    const lengths = await Promise.all(answers);
    return { time: performance.now() - before, length: lengths[0] + lengths[1] };
  };
  // Warm up: browsers optimise only code that has run for a while.
  for (let i = 0; i < 50; i += 1) await turn();
  const results = [];
  for (let i = 0; i < turns; i += 1) results.push(await turn());
  return { times: results.map(({ time }) => time), length: results[0].length };
}

export async function asymptotic({ asymptotic: program }) {
  const { stdout } = spawnSync(program, { input: "5\n".repeat(TURNS), encoding: "utf8" });
  const [first, second, count, ...times] = stdout.trim().split("\n");
  const native = times.map(Number);

  const keyspan = await start();
  try {
    const { page } = await keyspan.openPage();
    const worker = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name).find((name) => /engine-[^/]*\.js\?program=worker$/.test(name)));
    const inPage = await page.evaluate(ask, { program: worker, messages: [first, second], turns: TURNS });
    return {
      rows: [
        { name: `Figs 6-10, ${count} curves of 200: native`, times: native },
        { name: "  in the page, two workers, with messages", times: inPage.times, base: native },
      ],
      checks: [{ text: `all points of Figs 6-10 came back (${inPage.length} bytes)`, passed: inPage.length > Number(count) * 200 * 100 }],
    };
  } finally {
    await keyspan.close();
  }
}
