// Starts the page when everything is in one file. Programs request files by address as they do on a host; here such an address refers
// to data in the page. The only requests are those of workers, scripts, style sheets and `fetch`.
//
// For a page opened from disk, browsers start no module workers, and workers cannot fetch anything. So each program is a classic script,
// and a worker is sent what it has to run.
const TYPES = { css: "text/css", js: "text/javascript" };

function blobOf(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (char) => char.charCodeAt(0));
  element.remove();
  return new Blob([bytes], { type: TYPES[element.dataset.file.split(".").at(-1)] });
}

const carried = document.querySelectorAll("script[data-file]");
const files = Object.fromEntries([...carried].map((element) => [element.dataset.file, blobOf(element)]));

/** Runs a program, which the build names `keyspanProgram`, in a worker or on the page. */
async function run(program, given) {
  const sent = () => new Promise((heard) => addEventListener("message", ({ data }) => heard(data), { once: true }));
  const packed = given ?? (await sent());
  const unpacked = packed.stream().pipeThrough(new DecompressionStream("gzip"));
  await program.default({ module_or_path: new Response(unpacked, { headers: { "content-type": "application/wasm" } }) });
}
window.keyspanPacked = (program) => files[`${program}.wasm`];

const starters = {};
function starterOf(program) {
  const given = `self.keyspanPacked?.(${JSON.stringify(program)})`;
  const script = [files[`${program}.js`], `\n(${run})(keyspanProgram, ${given});`];
  return (starters[program] ??= URL.createObjectURL(new Blob(script, { type: TYPES.js })));
}

/** The program or file that an address refers to, if it is one of ours. */
function meant(address) {
  const [path, query] = String(address).split("?");
  const name = path.startsWith("./") ? path.slice(2) : "";
  return name === "engine.js" ? { program: new URLSearchParams(query).get("program") } : { file: files[name] };
}

const { Worker, fetch } = window;
window.Worker = class extends Worker {
  constructor(address) {
    const { program } = meant(address);
    super(starterOf(program));
    this.postMessage(files[`${program}.wasm`]);
  }
};
window.fetch = async (address, ...more) => {
  const { file } = meant(address);
  return file ? new Response(file) : fetch(address, ...more);
};
document.body.appendChild = (element) => {
  const name = element.localName === "link" ? "href" : "src";
  const { program, file } = meant(element.getAttribute?.(name));
  if (program) element.setAttribute(name, starterOf(program));
  if (file) element.setAttribute(name, URL.createObjectURL(file));
  return Node.prototype.appendChild.call(document.body, element);
};

const element = document.createElement("script");
element.src = "./engine.js?program=app";
document.body.appendChild(element);
dispatchEvent(new CustomEvent("keyspan-started"));
