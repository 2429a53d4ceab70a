// A static server for this machine alone: for scripts/serve and for the browser tests.
//
// usage: node scripts/static-server.mjs DIRECTORY [--port N] [--open]
//   Without --port it takes the first free port from 8080. --open opens a browser.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HOST = "127.0.0.1";
const FIRST_PORT = 8080;
const LAST_PORT = 8179;

// A browser compiles wasm while it arrives only if the type is right, and runs a module worker only
// from a JavaScript type.
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** The file that a request's path stands for, or nothing if it is outside `prefix` or `root`. */
function fileFor(requestPath, root, prefix) {
  let path;
  try {
    path = decodeURIComponent(new URL(requestPath, `http://${HOST}`).pathname);
  } catch {
    return undefined;
  }
  if (!path.startsWith(prefix)) return undefined;
  const below = path.slice(prefix.length);
  const file = join(root, below === "" || below.endsWith("/") ? `${below}index.html` : below);
  return file.startsWith(root + sep) ? file : undefined;
}

/**
 * Serves the files of `root` below `prefix`; resolves once the server answers.
 * Port 0 is any free port.
 */
export async function serve({ root, prefix = "/", port = 0 }) {
  const folder = resolve(root);
  const server = createServer(async (request, response) => {
    const file = fileFor(request.url, folder, prefix);
    try {
      if (file === undefined) throw new Error("not below the prefix");
      const body = await readFile(file);
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "content-length": body.length,
        // Trunk does not hash every name, and a rebuild has to show at once.
        "cache-control": "no-store",
      });
      response.end(request.method === "HEAD" ? undefined : body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("There is no such file.\n");
    }
  });
  await new Promise((listening, failed) => {
    server.once("error", failed);
    server.listen(port, HOST, listening);
  });
  return {
    base: `http://${HOST}:${server.address().port}${prefix}`,
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

async function serveOnFirstFreePort(root) {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    try {
      return await serve({ root, port });
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error(`no port between ${FIRST_PORT} and ${LAST_PORT} is free; name one with --port`);
}

function openBrowser(address) {
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  spawn(opener, [address], { stdio: "ignore", detached: true })
    .on("error", () => console.error(`There is no ${opener} here: open the address yourself.`))
    .unref();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: "string" }, open: { type: "boolean" } },
  });
  try {
    const [root] = positionals;
    const { base } =
      values.port === undefined
        ? await serveOnFirstFreePort(root)
        : await serve({ root, port: Number(values.port) });
    console.log(`Keyspan is at ${base} (Ctrl-C stops it)`);
    if (values.open) openBrowser(base);
  } catch (error) {
    const busy = error.code === "EADDRINUSE";
    console.error(busy ? `Port ${values.port} is taken; name another with --port.` : error.message);
    process.exitCode = 1;
  }
}
