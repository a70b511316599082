// Changes a page in place: compares it as it was sent with how it is sent now, and applies the
// difference alone, so that what scripts and readers did to it stays.
const rosterbookPage = (function () {
  "use strict";
  const OURS = "#rosterbook-problem, script, link[href^='/_rosterbook/']";
  const KEYS = ["id", "data-group", "data-member", "data-related", "data-column", "data-key"];

  /** The page as it was sent, node by node beside the page as scripts have left it. */
  const live = new WeakMap();
  const sent = document.documentElement.cloneNode(true);
  pair(sent, document.documentElement);
  strip(sent);

  function pair(copy, node) {
    live.set(copy, node);
    let inner = node.firstChild;
    for (let child = copy.firstChild; child; child = child.nextSibling) {
      pair(child, inner);
      inner = inner.nextSibling;
    }
  }

  /** Takes out what is compared in another way: scripts, what the preview added, the last blanks. */
  function strip(root) {
    for (const node of root.querySelectorAll(OURS)) {
      node.remove();
    }
    const body = root.querySelector("body");
    while (body.lastChild && body.lastChild.nodeType === Node.TEXT_NODE && !body.lastChild.data.trim()) {
      body.lastChild.remove();
    }
  }

  /** The node that scripts and readers work with; without it the page has to be loaded anew. */
  function liveOf(copy) {
    const node = live.get(copy);
    if (!node || !node.isConnected) {
      throw new Error("the page was rebuilt by a script");
    }
    return node;
  }

  function keyOf(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return null;
    }
    for (const name of KEYS) {
      const value = node.getAttribute(name);
      if (value) {
        return node.nodeName + " " + name + " " + value;
      }
    }
    return null;
  }

  /** Changes the page where `next` differs from what was sent before, and nowhere else. */
  function patch(old, next) {
    if (old.isEqualNode(next)) {
      return;
    }
    const node = liveOf(old);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      node.nodeValue = next.nodeValue;
      old.nodeValue = next.nodeValue;
      return;
    }
    for (const { name, value } of Array.from(next.attributes)) {
      if (old.getAttribute(name) !== value) {
        node.setAttribute(name, value);
        old.setAttribute(name, value);
      }
    }
    for (const { name } of Array.from(old.attributes)) {
      if (!next.hasAttribute(name)) {
        node.removeAttribute(name);
        old.removeAttribute(name);
      }
    }
    patchChildren(old, next);
  }

  function patchChildren(old, next) {
    let before = Array.from(old.childNodes);
    let after = Array.from(next.childNodes);
    let start = 0;
    while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) {
      start += 1;
    }
    let end = 0;
    while (
      end < before.length - start &&
      end < after.length - start &&
      before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])
    ) {
      end += 1;
    }
    const anchor = start > 0 ? before[start - 1] : null;
    before = before.slice(start, before.length - end);
    after = after.slice(start, after.length - end);

    const keyed = new Map();
    const plain = [];
    for (const node of before) {
      const key = keyOf(node);
      if (key && !keyed.has(key)) {
        keyed.set(key, node);
      } else {
        plain.push(node);
      }
    }
    const unused = new Set(before);
    let from = 0;
    let previous = anchor;
    for (const wanted of after) {
      const key = keyOf(wanted);
      let match = key ? keyed.get(key) : undefined;
      if (!match && !key) {
        const at = plain.findIndex(
          (node, index) => index >= from && !keyOf(node) && node.nodeName === wanted.nodeName,
        );
        if (at >= 0) {
          match = plain[at];
          from = at + 1;
        }
      }
      if (match && unused.delete(match)) {
        const place = previous ? previous.nextSibling : old.firstChild;
        let expected = place;
        while (expected && expected !== match && unused.has(expected)) {
          expected = expected.nextSibling;
        }
        if (expected !== match) {
          put(old, match, liveOf(match), previous);
        }
        patch(match, wanted);
        previous = match;
      } else {
        const copy = wanted.cloneNode(true);
        const node = document.importNode(wanted, true);
        pair(copy, node);
        put(old, copy, node, previous);
        previous = copy;
      }
    }
    for (const node of unused) {
      const shownNode = live.get(node);
      if (shownNode) {
        shownNode.remove();
      }
      node.remove();
    }
  }

  /** Puts a node behind `previous`, both in what was sent and in the page. */
  function put(parent, copy, node, previous) {
    const home = liveOf(parent);
    parent.insertBefore(copy, previous ? previous.nextSibling : parent.firstChild);
    const beside = previous ? live.get(previous) : null;
    const next = beside && beside.parentNode === home ? beside.nextSibling : home.firstChild;
    home.insertBefore(node, previous && !(beside && beside.parentNode === home) ? null : next);
  }

  /** Has the page show another node in the place of the one that was sent. */
  function show(copy, node) {
    live.set(copy, node);
  }

  return { sent, strip, patch, liveOf, show };
})();
