// A file of a million lines (50 MB), read and averaged: natively, and in the page from choosing the file to the finished table.
import { spawnSync } from "node:child_process";
import { start } from "../browser/harness.mjs";

const ROUNDS = 5;

/** Time from choosing the file to the table of links. The tab's peak memory cannot be measured from here. */
function readInPage() {
  const two = (n) => String(n).padStart(2, "0");
  const lines = [];
  for (let i = 0; i < 1e6; i += 1) {
    const tenths = i * 7;
    const seconds = Math.floor(tenths / 10) % 86400;
    const day = two(1 + (Math.floor(tenths / 864000) % 30));
    const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const fraction = String((i * 7919) % 1e6).padStart(6, "0");
    lines.push(`2023-11-${day} ${time}.${fraction}+00:00,${1000 + (i % 700)}.${String((i * 7) % 100000).padStart(5, "0")}\n`);
  }
  const data = new DataTransfer();
  data.items.add(new File(lines, "link1_key_rate.csv"));
  const input = document.querySelector('[data-testid="files-input"]');
  input.files = data.files;
  const before = performance.now();
  input.dispatchEvent(new Event("change"));
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('[data-testid="links-table"] tr.own')) resolve(performance.now() - before);
      else requestAnimationFrame(look);
    };
    look();
  });
}

export async function monitoring({ monitoring: program }) {
  const { stdout } = spawnSync(program, { encoding: "utf8" });
  const forms = stdout.trim().split("\n").map((line) => {
    const [name, bytes, , seconds] = line.split(" ");
    return { name: `${name}, ${Math.round(bytes / 1e6)} MB: native`, times: [1000 * seconds] };
  });

  const keyspan = await start();
  const inPage = [];
  try {
    for (let i = 0; i < ROUNDS; i += 1) {
      const { page, context } = await keyspan.openPage("#monitoring");
      await page.locator('[data-testid="demo"]').waitFor();
      inPage.push(await page.evaluate(readInPage));
      await context.close();
    }
  } finally {
    await keyspan.close();
  }
  const [first, ...others] = forms;
  return { rows: [first, { name: "  the same in the page, shown", times: inPage, base: first.times }, ...others], checks: [] };
}
