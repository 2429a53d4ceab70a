import assert from "node:assert/strict";
import { after, test } from "node:test";
import { start } from "./harness.mjs";

const keyspan = await start();
after(() => keyspan.close());

test("the page starts below a sub-path and asks nothing of another server", async () => {
  const { page, problems } = await keyspan.openPage();
  assert.equal(await page.title(), "Keyspan");
  assert.equal(page.url(), keyspan.base);
  assert.deepEqual(problems, []);
});
