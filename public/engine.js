// Starts the worker. The query, which names the build, is passed on so that a cache never mixes files of two builds.
const build = new URL(import.meta.url).search;
const { default: start } = await import(`./worker.js${build}`);
await start({ module_or_path: new URL(`./worker_bg.wasm${build}`, import.meta.url) });
