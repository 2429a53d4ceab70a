// A first visit with an empty cache, from this machine and over a typical line: until the first paint, and until the first curves are
// drawn.
import { start } from "../browser/harness.mjs";
import { lineTo } from "./line.mjs";

const VISITS = 21;
const LINE = { roundTrip: 50, bandwidth: 1_250_000 }; // 10 Mbit/s

/** Notes when the first curves are drawn. */
function watchCurves() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector("canvas[data-painted]")) return;
    observer.disconnect();
    window.curvesAt = performance.now();
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["data-painted"] });
}

async function visitAt(keyspan, at, name) {
  const seen = [];
  const curves = [];
  const wrong = [];
  for (let i = 0; i < VISITS; i += 1) {
    const { page, context, problems } = await keyspan.openPage("", { at, prepare: (page) => page.addInitScript(watchCurves) });
    const paint = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    await page.waitForFunction(() => window.curvesAt && performance.getEntriesByName("first-contentful-paint").length > 0);
    seen.push(await page.evaluate(paint));
    curves.push(await page.evaluate(() => window.curvesAt));
    wrong.push(...problems);
    await context.close();
  }
  const p95 = curves.toSorted((a, b) => a - b)[Math.floor(0.95 * VISITS)];
  return {
    rows: [
      { name: `${name}, first paint`, times: seen },
      { name: `${name}, the first curves`, times: curves },
      { name: `${name}, the first curves, p95`, times: [p95] },
    ],
    checks: [{ text: `no error on the page during ${VISITS} first visits, ${name}`, passed: wrong.length === 0 }],
  };
}

export async function visit() {
  const keyspan = await start({ keep: 600 });
  const line = await lineTo(keyspan.base, LINE);
  try {
    const here = await visitAt(keyspan, keyspan.base, "first visit, from here");
    const far = await visitAt(keyspan, line.base, "first visit, 50 ms and 10 Mbit/s away");
    return { rows: [...here.rows, ...far.rows], checks: [...here.checks, ...far.checks] };
  } finally {
    await line.close();
    await keyspan.close();
  }
}
