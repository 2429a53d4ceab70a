// Keeps the page for offline use (sw.js) and offers a new version when there is one. It waits until the page has done what a visitor
// came for, and does nothing where the page is embedded or the visitor saves data.
const { build } = document.currentScript.dataset;
const workers = navigator.serviceWorker;
const embedded = window.top !== window || /[#&]embed=1/.test(location.hash);

// Delay before files are fetched for offline use, ms, so that the page itself has network and cores first.
const REST_MS = 3000;

function whenThere(selector, then) {
  if (document.querySelector(selector)) return then();
  const observer = new MutationObserver(() => {
    if (!document.querySelector(selector)) return;
    observer.disconnect();
    then();
  });
  observer.observe(document.body, { childList: true, subtree: true });
}

function element(name, text, properties) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties });
}

function offer(worker) {
  const words = element("p", "A new version of Keyspan is ready. Open measurement files will have to be opened again.");
  let wanted = false;
  workers.addEventListener("controllerchange", () => wanted && location.reload());
  const take = element("button", "Reload now", {
    className: "primary",
    onclick() {
      wanted = true;
      worker.postMessage({ ask: "replace" });
    },
  });
  const notice = element("div", "", { className: "notice", id: "new-version" });
  notice.setAttribute("role", "status");
  notice.style.cssText = "position: fixed; right: 16px; bottom: 2px; z-index: 20; max-width: min(46rem, 100vw - 32px)";
  notice.append(words, take, element("button", "Later", { onclick: () => notice.remove() }));
  document.getElementById(notice.id)?.remove();
  document.body.append(notice);
  // The only thing that it ever says.
  workers.addEventListener("message", () => {
    words.textContent = "Keyspan is also open in another tab. Close it there, then reload here.";
  });
}

async function keep() {
  const registration = await workers.register("./sw.js");
  const whenReady = (worker) => {
    // Without one before it this is the first version that is kept.
    const isUpdate = () => worker.state === "installed" && registration.active;
    if (isUpdate()) return offer(worker);
    worker.addEventListener("statechange", () => isUpdate() && offer(worker));
  };
  const coming = registration.waiting ?? registration.installing;
  if (coming) whenReady(coming);
  registration.addEventListener("updatefound", () => whenReady(registration.installing));
  const { active } = await workers.ready;
  if (!workers.controller) active.postMessage({ ask: "serve", build });
}

if (workers && location.protocol.startsWith("http") && !embedded && !navigator.connection?.saveData) {
  // A browser that refuses to keep anything shows the page all the same.
  const refused = (error) => console.info(`Keyspan is not kept for offline use: ${error.message}`);
  whenThere("#tool, #workspace", () => setTimeout(() => keep().catch(refused), REST_MS));
}
