// Recent searches: kept in this browser, per site, and forgotten when the reader says so.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var RECENT = 6;

  function key() {
    return 'rosterbook.search.1 ' + new URL(document.body.dataset.root || '.', location.href).href;
  }

  function list() {
    try {
      var kept = JSON.parse(localStorage.getItem(key()));
      return Array.isArray(kept) ? kept.filter(function (it) { return typeof it === 'string'; }).slice(0, RECENT) : [];
    } catch (error) {
      return [];
    }
  }

  function add(text) {
    var all = list().filter(function (it) { return it.toLowerCase() !== text.toLowerCase(); });
    all.unshift(text.slice(0, 100));
    try {
      localStorage.setItem(key(), JSON.stringify(all.slice(0, RECENT)));
    } catch (error) { /* private windows keep nothing */ }
  }

  function forget() {
    try {
      localStorage.removeItem(key());
    } catch (error) { /* nothing was kept */ }
  }

  rosterbook.recent = { list: list, add: add, forget: forget };
})();
