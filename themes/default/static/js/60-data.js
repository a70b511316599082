// The data of the search: which files there are, and loading those that are needed, in their order.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  // One file is on its way while another one is read.
  var AT_ONCE = 2;

  // The parts of the data by name, each with its files; null until it is known which there are.
  var parts = null;
  var asked = new Set();
  var missed = new Set();
  // Whether names are missing; without the other files all names are found, but for slips.
  var failed = false;
  var underway = 0;
  // What is needed next, in this order.
  var wanted = [];
  var listeners = [];

  function fetchScript(path) {
    asked.add(path);
    underway += 1;
    var script = document.createElement('script');
    script.src = (document.body.dataset.root || '') + path;
    function ended(isLost) {
      script.remove();
      underway -= 1;
      if (isLost) {
        asked.delete(path);
        missed.add(path);
        failed = failed || isNames(path);
      }
      fetchNext();
      tell();
    }
    script.addEventListener('load', function () { ended(false); });
    script.addEventListener('error', function () { ended(true); });
    document.head.append(script);
  }

  function isNames(path) {
    if (parts === null) return path === 'assets/data/search.js';
    return Array.from(parts.values()).some(function (part) { return part.files.indexOf(path.slice('assets/data/'.length)) >= 0; });
  }

  function want(path) {
    if (!asked.has(path) && !missed.has(path) && wanted.indexOf(path) < 0) wanted.push(path);
  }

  function fetchNext() {
    while (underway < AT_ONCE && wanted.length) fetchScript(wanted.shift());
  }

  function tell() {
    listeners.forEach(function (listener) { listener(); });
  }

  // Called by assets/data/search.js: the files of each part, its lines, and what it leaves out.
  rosterbook.searchFiles = function (value) {
    parts = new Map(Object.entries(value).map(function (pair) {
      pair[1].name = pair[0];
      pair[1].blocks = new Map();
      return pair;
    }));
  };

  // Whether the script that calls has this name: one that was asked for before the data changed may
  // come late.
  function isFrom(file) {
    return Boolean(file) && document.currentScript.src.endsWith(file);
  }

  // Called by the files that it names.
  rosterbook.search = function (value) {
    var part = parts && parts.get(value.part);
    if (!part || !isFrom(part.files[value.at])) return;
    part.blocks.set(value.at, value.blocks.map(function (it) {
      var block = new rosterbook.SearchBlock(it, value);
      block.file = 'assets/data/' + value.shown;
      return block;
    }));
  };

  // Called by the files with what stands beside their lines.
  rosterbook.searchShown = function (value) {
    var part = parts && parts.get(value.part);
    (part && part.blocks.get(value.at) || []).forEach(function (block, at) {
      if (isFrom(block.file)) block.show(value.blocks[at], value.texts);
    });
  };

  // Makes ready for a search: what failed before is tried anew.
  function load() {
    missed.clear();
    failed = false;
    if (parts === null && !asked.has('assets/data/search.js')) fetchScript('assets/data/search.js');
  }

  function isWhole(part) {
    return part.blocks.size === part.files.length;
  }

  function wantPart(part) {
    part.files.forEach(function (file) { want('assets/data/' + file); });
  }

  function forget() {
    parts = null;
    wanted = [];
    asked.clear();
    missed.clear();
    failed = false;
  }

  rosterbook.searchData = {
    // Begins a search: what an earlier one still wanted is not needed any more.
    begin: function () {
      wanted = [];
      return parts;
    },
    want: want,
    wantPart: wantPart,
    isWhole: isWhole,
    fetch: fetchNext,
    load: load,
    forget: forget,
    hasFailed: function () { return failed; },
    listen: function (listener) { listeners.push(listener); }
  };
})();
