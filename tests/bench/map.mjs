// A map of 256 × 256 reaches in both bands: natively on one core, and in the page with all its workers.
import { spawnSync } from "node:child_process";
import { start } from "../browser/harness.mjs";

const TURNS = 20;

/** Times from the click to the finest and to the first picture, in the page. */
function openMap() {
  const before = performance.now();
  document.querySelector("#tool-map").click();
  return new Promise((resolve) => {
    let first;
    const look = () => {
      const painted = document.querySelector('[data-testid="map"]')?.dataset.painted;
      if (painted) first ??= performance.now() - before;
      if (painted === "256x256") resolve([performance.now() - before, first]);
      else requestAnimationFrame(look);
    };
    look();
  });
}

export async function map({ map: program }) {
  const { stdout } = spawnSync(program, { input: String(TURNS), encoding: "utf8" });
  const native = stdout.trim().split("\n").map((line) => line.split(" ").map(Number));
  const column = (times, i) => times.map((turn) => turn[i]);

  const keyspan = await start();
  const inPage = [];
  try {
    for (let i = 0; i < 5; i += 1) {
      const { page, context } = await keyspan.openPage();
      await page.locator('[data-testid="readout"] tbody tr').first().waitFor();
      inPage.push(await page.evaluate(openMap));
      await context.close();
    }
  } finally {
    await keyspan.close();
  }
  return {
    rows: [
      { name: "map of 256 × 256 reaches: native, one core", times: column(native, 0) },
      { name: "  in the page, all workers, drawn", times: column(inPage, 0), base: column(native, 0) },
      { name: "map of 32 × 32 reaches: native, one core", times: column(native, 1) },
      { name: "  first picture in the page (8 × 8)", times: column(inPage, 1) },
    ],
    checks: [],
  };
}
