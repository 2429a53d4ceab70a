// A static server for this machine alone: for scripts/serve and for the browser tests.
//
// usage: node scripts/static-server.mjs DIRECTORY [--port N] [--open]
//   Without --port it takes the first free port from 8080. --open opens a browser.
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

// What becomes smaller when it is packed.
const PACKED = new Set([".css", ".csv", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"]);
// As hosts do that pack on the way: the last per cent would take seconds.
const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: 5 };
const brotli = promisify(brotliCompress);

/** Gives files as Brotli packs them, each packed once until it changes. */
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
 * Serves the files of `root` below `prefix`, packed for whoever takes Brotli; resolves once the server answers.
 * Port 0 is any free port. A browser may keep what it got for `keep` seconds; at 0 a rebuild shows at once, for Trunk does not hash
 * every name.
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
