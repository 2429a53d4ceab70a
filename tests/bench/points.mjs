// Time per point for each protocol, and its ratio to the least that a point can cost; native, on one core.
import { spawnSync } from "node:child_process";

const TURNS = 20;

export async function points({ points: program }) {
  const { stdout } = spawnSync(program, { input: "5\n".repeat(TURNS), encoding: "utf8" });
  const turns = stdout.trim().split("\n").map((line) => new Map(line.split("\t").map((cell) => cell.split("="))));
  // In milliseconds per thousand points, because the table is in milliseconds.
  const times = (name) => turns.map((turn) => Number(turn.get(name)) * 1e-3);
  const [least, inARow, ...protocols] = turns[0].keys();
  const rows = protocols.map((name) => ({ name: `1000 points, ${name}`, times: times(name), base: times(least) }));
  return {
    rows: [
      { name: "1000 points, only exp, sqrt, division, ln", times: times(least) },
      { name: "  each waiting for the one before", times: times(inARow), base: times(least) },
      ...rows,
    ],
    checks: [],
  };
}
