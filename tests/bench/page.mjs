// From a slider to the painted curves, in the built page: Fig. 6, ten curves of 200 points each, and the user's link in one or two bands.
import { start } from "../browser/harness.mjs";

const DRAGS = 200;

/** Times (ms) from an input event to the canvas that shows its value, one event after the other. */
function drag(count) {
  const slider = document.querySelector('[data-testid="bitrate-slider"]');
  const canvas = document.querySelector("canvas");
  const painted = () =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(canvas, { attributeFilter: ["data-painted"] });
    });
  return (async () => {
    const times = [];
    for (let i = 0; i < count; i += 1) {
      // Like a hand, at any moment between two frames.
      await new Promise((resolve) => setTimeout(resolve, (i * 7) % 17));
      const before = performance.now();
      slider.value = 100 + ((i * 37) % 200);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await painted();
      times.push(performance.now() - before);
    }
    return times;
  })();
}

export async function page() {
  const keyspan = await start();
  try {
    const { page, problems } = await keyspan.openPage();
    await page.locator("canvas[data-painted]").waitFor();
    await page.locator("#tool > *").first().waitFor(); // The tools load after the curves and follow the drags.
    await page.evaluate(drag, 60); // warm-up
    const times = await page.evaluate(drag, DRAGS);
    const sorted = times.toSorted((a, b) => a - b);
    const p95 = sorted[Math.floor(0.95 * sorted.length)];
    return {
      rows: [
        { name: "slider to painted curves, median", times },
        { name: "slider to painted curves, p95", times: [p95] },
      ],
      checks: [{ text: `no error on the page during ${DRAGS} drags`, passed: problems.length === 0 }],
    };
  } finally {
    await keyspan.close();
  }
}
