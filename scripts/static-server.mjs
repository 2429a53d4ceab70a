// A static file server for this machine only, for scripts/serve and the browser tests.
//
// usage: node scripts/static-server.mjs DIRECTORY [--port N] [--open]
//   --port N   serve on port N [default: the first free one from 8080]
//   --open     also open a browser
import { spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const HOST = "127.0.0.1";
const FIRST_PORT = 8080;
const LAST_PORT = 8179;

// A browser compiles wasm while it is downloading only if the type is right, and runs a module worker
// only if its type is JavaScript.
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

// What is worth compressing.
const PACKED = new Set([".css", ".csv", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"]);
// The quality of hosts that compress on the fly: the last per cent would take seconds.
const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: 5 };
const brotli = promisify(brotliCompress);

/** Compresses files with Brotli, each only once until it changes. */
function packer() {
  const known = new Map();
  return async (file) => {
    const { mtimeMs } = await stat(file);
    const before = known.get(file);
    if (before?.mtimeMs === mtimeMs) return before.body;
    const body = await brotli(await readFile(file), { params: PARAMS });
    known.set(file, { mtimeMs, body });
    return body;
  };
}

const accepts = (request, coding) => new RegExp(`\\b${coding}\\b`).test(request.headers["accept-encoding"]);

/** The file that a request's path refers to, or nothing if it is outside `prefix` or `root`. */
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
 * Serves the files of `root` below `prefix`, compressed for browsers that accept Brotli; resolves once the server is listening.
 * Port 0 means any free port. Browsers may cache files for `keep` seconds; at 0 a rebuild shows at once.
 */
export async function serve({ root, prefix = "/", port = 0, keep = 0 }) {
  const folder = resolve(root);
  const packed = packer();
  const server = createServer(async (request, response) => {
    const file = fileFor(request.url, folder, prefix);
    try {
      if (file === undefined) throw new Error("not below the prefix");
      const packs = PACKED.has(extname(file)) && accepts(request, "br");
      const body = await (packs ? packed(file) : readFile(file));
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "content-length": body.length,
        ...(packs && { "content-encoding": "br" }),
        "cache-control": keep > 0 ? `max-age=${keep}` : "no-store",
      });
      response.end(request.method === "HEAD" ? undefined : body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("No such file.\n");
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
  throw new Error(`no port from ${FIRST_PORT} to ${LAST_PORT} is free; choose one with --port`);
}

function openBrowser(address) {
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  spawn(opener, [address], { stdio: "ignore", detached: true })
    .on("error", () => console.error(`${opener} is missing; open the address yourself.`))
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
    console.error(busy ? `Port ${values.port} is in use; choose another with --port.` : error.message);
    process.exitCode = 1;
  }
}
