// Keeps an open page as new as the site: takes in what changed, or reloads with its state kept.
// Only the preview adds it. It writes text and nodes of our own pages, never markup from events.
(function () {
  "use strict";
  const { sent, strip, patch, liveOf, show } = rosterbookPage;
  const EVENTS = "/_rosterbook/events";
  const STYLE = "/_rosterbook/preview.css";
  const BROKEN = "broken";
  const GONE = "gone";

  /** The digest of the page as it was sent; later of the newest one taken in. */
  let shown = document.currentScript.dataset.digest;
  /** The digests of styles and scripts as first heard. */
  const assets = new Map();
  let source = null;
  let problemShown = "";
  let busy = false;
  let latest = null;

  // ---- taking in a new page ----

  function sources(root) {
    return Array.from(root.querySelectorAll("script[src]"), (node) => node.getAttribute("src")).join("\n");
  }

  let scripts = "";
  // On its way down, before the page's own listeners: those may add scripts to the document.
  window.addEventListener("DOMContentLoaded", () => {
    scripts = sources(document);
  }, true);

  function styles(root) {
    return Array.from(root.querySelectorAll("link[rel~='stylesheet']"));
  }

  async function takeIn() {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const client = page.querySelector("script[data-digest]");
    const next = page.documentElement;
    if (!client || scripts !== sources(page)) {
      reload();
      return;
    }
    strip(next);
    try {
      document.title = page.title;
      takeStyles(next);
      patch(sent.querySelector("body"), next.querySelector("body"));
      shown = client.dataset.digest;
      document.dispatchEvent(new CustomEvent("rosterbook:update"));
    } catch (error) {
      reload();
    }
  }

  /** Styles under other names, as those with a digest in theirs are. */
  function takeStyles(next) {
    const old = styles(sent);
    const wanted = styles(next);
    if (old.length !== wanted.length) {
      throw new Error("the page has other styles");
    }
    old.forEach((link, at) => {
      const href = wanted[at].getAttribute("href");
      if (link.getAttribute("href") !== href) {
        link.setAttribute("href", href);
        replaceStyle(link, href);
      }
    });
  }

  /** Loads a style beside the old one and removes that once the new one is there. */
  function replaceStyle(copy, href) {
    const link = liveOf(copy);
    const fresh = link.cloneNode(false);
    fresh.setAttribute("href", href);
    fresh.addEventListener("load", () => link.remove());
    fresh.addEventListener("error", () => link.remove());
    link.after(fresh);
    show(copy, fresh);
  }

  function pathOf(url) {
    const path = new URL(url, location.href).pathname;
    try {
      return decodeURIComponent(path);
    } catch (error) {
      return path;
    }
  }

  /** Styles whose content changed under the same name; a changed script needs a new start. */
  function takeAssets(digests) {
    for (const [path, digest] of Object.entries(digests)) {
      const before = assets.get(path);
      assets.set(path, digest);
      if (before === undefined || before === digest || digest === BROKEN || digest === GONE) {
        continue;
      }
      const link = styles(sent).find((it) => pathOf(it.getAttribute("href")) === path);
      if (!link) {
        return false;
      }
      replaceStyle(link, link.getAttribute("href").split("?")[0] + "?" + digest);
    }
    return true;
  }

  async function hear(news) {
    latest = news;
    if (busy) {
      return;
    }
    busy = true;
    try {
      while (latest) {
        const { digests, problem } = latest;
        latest = null;
        showProblem(problem);
        const own = pathOf(location.href);
        const page = digests[own];
        delete digests[own];
        if (!takeAssets(digests)) {
          reload();
          return;
        }
        if (page !== shown && page !== BROKEN) {
          if (page === GONE || shown === GONE || shown === BROKEN) {
            reload();
            return;
          }
          await takeIn();
        }
      }
    } catch (error) {
      // The preview went away in the middle; the next connection tells how things are.
    } finally {
      busy = false;
    }
  }

  // ---- a problem over the page ----

  function showProblem(problem) {
    const text = JSON.stringify(problem);
    const old = document.getElementById("rosterbook-problem");
    if (!problem) {
      if (old) {
        old.remove();
      }
      problemShown = "";
      return;
    }
    if (old && problemShown === text) {
      return;
    }
    problemShown = text;
    if (!document.querySelector("link[href='" + STYLE + "']")) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = STYLE;
      document.head.append(link);
    }
    const section = document.createElement("section");
    section.id = "rosterbook-problem";
    section.setAttribute("role", "alert");
    for (const [tag, kind, words] of [
      ["h2", "", problem.title],
      ["p", "", problem.message],
      ["p", "place", problem.place],
      ["pre", "", problem.excerpt],
      ["p", "hint", problem.hint],
    ]) {
      if (words) {
        const part = document.createElement(tag);
        part.className = kind;
        part.textContent = words;
        section.append(part);
      }
    }
    if (old) {
      old.replaceWith(section);
    } else {
      document.body.append(section);
    }
  }

  // ---- loading anew, with what the reader had ----

  const STATE = "rosterbook:" + location.pathname;

  function trail(node) {
    const steps = [];
    for (let at = node; at && at !== document.body; at = at.parentElement) {
      steps.unshift(Array.prototype.indexOf.call(at.parentElement.children, at));
    }
    return steps;
  }

  function follow(steps) {
    return steps.reduce((node, step) => (node ? node.children[step] : null), document.body);
  }

  function fields() {
    return Array.from(document.querySelectorAll("input, select, textarea"));
  }

  function reload() {
    const active = document.activeElement;
    const state = {
      scroll: [scrollX, scrollY],
      focus: active && active !== document.body && document.body.contains(active) ? trail(active) : null,
      open: Array.from(document.querySelectorAll("details"), (it) => it.open),
      fields: fields().map((it) => [it.name || it.id, it.value, it.checked === true]),
    };
    try {
      sessionStorage.setItem(STATE, JSON.stringify(state));
    } catch (error) {
      // Without storage the page still comes anew, from its top.
    }
    if (source) {
      source.close();
    }
    location.reload();
  }

  function restore() {
    let state = null;
    try {
      state = JSON.parse(sessionStorage.getItem(STATE));
      sessionStorage.removeItem(STATE);
    } catch (error) {
      return;
    }
    if (!state) {
      return;
    }
    const details = Array.from(document.querySelectorAll("details"));
    if (details.length === state.open.length) {
      details.forEach((it, at) => {
        it.open = state.open[at];
      });
    }
    fields().forEach((it, at) => {
      const [name, value, checked] = state.fields[at] || [];
      const same = name === (it.name || it.id) && it.type !== "file" && it.type !== "hidden";
      if (same && (it.value !== value || (it.checked === true) !== checked)) {
        if (it.type === "checkbox" || it.type === "radio") {
          it.checked = checked;
        } else {
          it.value = value;
        }
        it.dispatchEvent(new Event("input", { bubbles: true }));
        it.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    const focus = state.focus && follow(state.focus);
    if (focus && focus.focus) {
      focus.focus({ preventScroll: true });
    }
    scrollTo(state.scroll[0], state.scroll[1]);
  }

  // ---- listening, while somebody can see the page: a browser has few connections to give ----

  function listen() {
    if (source || document.visibilityState === "hidden") {
      return;
    }
    const paths = new Set([location.pathname]);
    for (const link of styles(sent)) {
      paths.add(new URL(link.getAttribute("href"), location.href).pathname);
    }
    // Only the scripts of the page itself: data that these fetch needs no new start.
    for (const script of scripts.split("\n").filter(Boolean)) {
      const url = new URL(script, location.href);
      if (url.origin === location.origin && !url.pathname.startsWith("/_rosterbook/")) {
        paths.add(url.pathname);
      }
    }
    const query = Array.from(paths, (path) => "path=" + path.replaceAll("&", "%26")).slice(0, 32);
    source = new EventSource(EVENTS + "?" + query.join("&"));
    source.addEventListener("revision", (event) => hear(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) {
        rest();
        setTimeout(listen, 2000);
      }
    });
  }

  function rest() {
    if (source) {
      source.close();
      source = null;
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      rest();
    } else {
      listen();
    }
  });
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  addEventListener("load", () => {
    restore();
    listen();
  });
})();
