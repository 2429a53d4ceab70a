// Runs before the page's program: gives the page its final look, and says what to do where a program does not run. Written for the
// oldest browsers, so that they can say it too.
(function () {
  "use strict";
  var root = document.documentElement;
  try {
    // Kept by src/page/theme.rs.
    var theme = localStorage.getItem("keyspan-theme");
    if (theme) root.setAttribute("data-theme", theme);
  } catch (error) {
    // Without storage the browser's own theme applies.
  }
  if (/^#monitoring/.test(location.hash)) root.setAttribute("data-workspace", "monitoring");
  if (/[#&]embed=1/.test(location.hash)) root.setAttribute("data-guest", "");

  // The smallest program that uses vectors of WebAssembly (simd128), as all of Keyspan's do.
  var VECTORS = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ];
  // These have what the style sheets are written with, too: light-dark() and :has().
  var OLD =
    "Keyspan needs WebAssembly with SIMD and module workers, which this browser lacks or blocks. " +
    "Open the page in Chrome or Edge 123, Firefox 121, Safari 17.5 or a newer one.";
  var AGAIN = "Reload the page; your settings are kept in its address.";
  var TITLES = { answers: "The tools below the chart", monitoring: "Monitoring" };

  /** Whether a worker may be a module: then the browser asks of what type it is to be, before it sees that the address is none. */
  function hasModuleWorkers() {
    var asked = false;
    var options = {
      get type() {
        asked = true;
        return "module";
      },
    };
    try {
      new Worker("http://[", options);
    } catch (error) {
      return asked;
    }
    return asked;
  }

  function isAble() {
    try {
      return (
        "noModule" in document.createElement("script") &&
        hasModuleWorkers() &&
        WebAssembly.validate(new Uint8Array(VECTORS))
      );
    } catch (error) {
      return false;
    }
  }

  /** The error message of the browser. */
  function reason(error) {
    var text = error && error.message ? String(error.message) : "";
    return text ? " (" + text + ")" : "";
  }

  function notice(name, text) {
    var box = document.createElement("div");
    box.className = "notice bad fault " + name;
    box.setAttribute("role", "alert");
    box.setAttribute("data-testid", "fault");
    box.appendChild(document.createElement("p")).textContent = text;
    var button = box.appendChild(document.createElement("button"));
    button.textContent = "Reload";
    button.addEventListener("click", function () {
      location.reload();
    });
    return box;
  }

  /** Before the page's program runs: in place of the loading notice. The first reason is the true one. */
  function splash(text) {
    var place = document.getElementById("splash");
    if (!place || place.querySelector(".fault")) return;
    place.querySelector(".page").hidden = true;
    place.appendChild(notice("page", text));
  }

  /** While it runs: above the workspace, or where the tools would be; once for each. */
  function told(name, place, text) {
    if (!document.querySelector(".fault." + name) && place) place.insertBefore(notice(name, text), place.firstChild);
  }

  function whenThere(act) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act);
    else act();
  }

  function notLoaded(error) {
    whenThere(function () {
      splash("Keyspan could not be loaded" + reason(error) + ". Check the connection. " + AGAIN);
    });
  }

  function unstyled() {
    whenThere(function () {
      told("style", document.body, "A style sheet could not be loaded, so the page looks wrong. Check the connection. " + AGAIN);
    });
  }

  /** A program beside the page's own does not run. */
  window.keyspanFailed = function (program, error) {
    var place = program === "answers" ? document.getElementById("answers") : document.querySelector(".fault-place");
    if (program !== "answers" && !place) {
      place = document.createElement("main");
      place.className = "fault-place";
      document.body.appendChild(place);
    }
    told(program, place, TITLES[program] + " could not be loaded" + reason(error) + ". Check the connection. " + AGAIN);
  };

  if (!isAble()) {
    whenThere(function () {
      splash(OLD);
    });
    return;
  }

  // The error event of a file that cannot be loaded does not bubble: only a capturing listener receives it.
  addEventListener(
    "error",
    function (event) {
      var from = event.target;
      var program = from instanceof HTMLScriptElement && /[?&]program=(\w+)/.exec(from.src);
      if (program) window.keyspanFailed(program[1], null);
      else if (from instanceof HTMLLinkElement) {
        // A failed prefetch fails again where the file is used.
        if (from.rel === "stylesheet") unstyled();
      } else if (!document.body || document.getElementById("splash")) notLoaded(event.error);
      else if (event.error instanceof WebAssembly.RuntimeError) {
        // The error of a worker carries no object; the code that started the worker reports it.
        told("page", document.body, "The page has failed and may no longer respond" + reason(event.error) + ". " + AGAIN);
      }
    },
    true,
  );
})();
