// A simulated line between a browser and a server: every byte arrives half a round trip later, and all connections share the bandwidth.
import { connect, createServer } from "node:net";

const CHUNK = 8192;

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Forwards bytes in order, each chunk at the time that `arrival` gives. */
function carry(from, to, arrival) {
  let carried = Promise.resolve();
  from.on("data", (bytes) => {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      const due = arrival(chunk.length);
      carried = carried.then(() => later(due - performance.now())).then(() => to.writable && to.write(chunk));
    }
  });
  from.on("end", () => carried.then(() => to.end()));
  from.on("error", () => to.destroy());
  from.resume();
}

/** Puts a line with this round trip (ms) and bandwidth (bytes per second, towards the browser) in front of a server; returns its address. */
export async function lineTo(server, { roundTrip, bandwidth }) {
  const { hostname, port, pathname } = new URL(server);
  let free = 0; // when the line has sent everything so far
  const away = () => performance.now() + roundTrip / 2;
  const back = (bytes) => {
    free = Math.max(free, performance.now()) + (1000 * bytes) / bandwidth;
    return free + roundTrip / 2;
  };
  const sockets = new Set();
  const line = createServer({ allowHalfOpen: true }, async (browser) => {
    sockets.add(browser.on("close", () => sockets.delete(browser)));
    await later(roundTrip); // to establish the connection
    const host = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    carry(browser, host, away);
    carry(host, browser, back);
  });
  await new Promise((listening) => line.listen(0, hostname, listening));
  return {
    base: `http://${hostname}:${line.address().port}${pathname}`,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => line.close(closed));
    },
  };
}
