// The whole paper: natively, and in the page with all its workers.
import { spawnSync } from "node:child_process";
import { start } from "../browser/harness.mjs";

const TURNS = 20;

/** Time from the click to the report of all figures, in the page. */
function openReport() {
  const before = performance.now();
  document.querySelector("#tool-paper").click();
  return new Promise((resolve) => {
    const look = () =>
      document.querySelector('[data-testid="paper"] tbody tr') ? resolve(performance.now() - before) : requestAnimationFrame(look);
    look();
  });
}

export async function paper({ paper: program }) {
  const { stdout } = spawnSync(program, { input: "3\n".repeat(TURNS), encoding: "utf8" });
  const turns = stdout.trim().split("\n").map((line) => line.split(" ").map(Number));
  const times = (column) => turns.map((turn) => turn[column]);
  const count = turns[0][3];

  const keyspan = await start();
  const inPage = [];
  try {
    for (let i = 0; i < 5; i += 1) {
      const { page, context } = await keyspan.openPage();
      await page.locator("#tool-paper").waitFor();
      inPage.push(await page.evaluate(openReport));
      await context.close();
    }
  } finally {
    await keyspan.close();
  }
  return {
    rows: [
      { name: "Fig. 11, 10 curves of 200: native", times: times(0) },
      { name: "one point, two decoys, finite: native", times: times(2) },
      { name: `whole paper, ${count} curves of 200: native`, times: times(1) },
      { name: "  in the page, all workers, with table", times: inPage, base: times(1) },
    ],
    checks: [],
  };
}
