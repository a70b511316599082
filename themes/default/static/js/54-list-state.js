// What a reader chose of a list: in the fragment of the address what can be shared, in the browser
// which columns, how wide, and what stands there at the next visit.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var VERSION = 1;
  var NARROWEST = 48;
  var WIDEST = 960;

  // ---- what the browser keeps, per organization and list ----

  function key(list) {
    return 'rosterbook.list.' + VERSION + '.' + (document.body.dataset.organization || '') + '.' + list;
  }

  function nothing() {
    return { columns: null, widths: {}, sort: '', archived: false, compact: false };
  }

  // Reads what is kept; a value that cannot be read is dropped, and what the site says applies.
  function kept(list) {
    var choice = nothing();
    try {
      var value = JSON.parse(localStorage.getItem(key(list)));
      if (!value || typeof value !== 'object' || Array.isArray(value)) return choice;
      if (Array.isArray(value.columns) && value.columns.every(function (it) { return typeof it === 'string'; })) {
        choice.columns = value.columns;
      }
      Object.entries(value.widths && typeof value.widths === 'object' ? value.widths : {}).forEach(function (pair) {
        if (Number.isFinite(pair[1])) choice.widths[pair[0]] = width(pair[1]);
      });
      if (typeof value.sort === 'string') choice.sort = value.sort;
      choice.archived = value.archived === true;
      choice.compact = value.compact === true;
      return choice;
    } catch (error) {
      return nothing();
    }
  }

  function keep(list, choice) {
    try {
      if (JSON.stringify(choice) === JSON.stringify(nothing())) localStorage.removeItem(key(list));
      else localStorage.setItem(key(list), JSON.stringify(choice));
    } catch (error) { /* private windows keep nothing: the choice lasts for this page */ }
  }

  function width(pixels) {
    return Math.round(Math.min(WIDEST, Math.max(NARROWEST, pixels)));
  }

  // Returns the keys of the columns to show: what was chosen, as far as the list has it.
  function columns(choice, store) {
    var keys = choice.columns && choice.columns.filter(function (it, at, all) {
      return it !== 'actions' && store.byKey.has(it) && all.indexOf(it) === at;
    });
    if (!keys || !keys.length) return store.defaults;
    if (keys.indexOf('name') < 0) keys = ['name'].concat(keys);
    return store.byKey.has('actions') ? keys.concat('actions') : keys;
  }

  // ---- what the fragment says ----

  function fresh(choice) {
    return {
      filter: '', facets: {}, page: 1,
      archived: choice.archived, sort: choice.sort.replace(/^-/, ''), down: choice.sort.charAt(0) === '-'
    };
  }

  // Reads the fragment; one that is an anchor says nothing of the list.
  function read(choice, before) {
    var hash = location.hash.slice(1);
    if (hash && hash.indexOf('=') < 0) return before || fresh(choice);
    var state = fresh(choice);
    if (!hash) return state;
    var values = new URLSearchParams(hash);
    values.forEach(function (value, name) {
      if (name === 'filter') state.filter = value;
      else if (name === 'archived') state.archived = value === '1';
      else if (name === 'page') state.page = Math.max(1, parseInt(value, 10) || 1);
      else if (name === 'sort') {
        state.sort = value === 'none' ? '' : value.replace(/^-/, '');
        state.down = value.charAt(0) === '-';
      } else if (value) state.facets[name] = value.split(',').map(unescape);
    });
    return state;
  }

  // A comma stands between values, so that one within a value is written out.
  function unescape(value) {
    return value.replace(/%2c/g, ',').replace(/%25/g, '%');
  }

  function escape(value) {
    return value.replace(/%/g, '%25').replace(/,/g, '%2c');
  }

  function write(state, choice) {
    var values = new URLSearchParams();
    if (state.filter) values.set('filter', state.filter);
    Object.keys(state.facets).sort().forEach(function (name) {
      if (state.facets[name].length) values.set(name, state.facets[name].map(escape).join(','));
    });
    if (state.archived !== choice.archived) values.set('archived', state.archived ? '1' : '0');
    var sort = (state.down && state.sort ? '-' : '') + state.sort;
    if (sort !== choice.sort) values.set('sort', sort || 'none');
    if (state.page > 1) values.set('page', String(state.page));
    var hash = values.toString();
    try {
      history.replaceState(history.state, '', hash ? '#' + hash : location.href.split('#')[0]);
    } catch (error) { /* some viewers forbid it: the list still works */ }
  }

  lists.choice = { kept: kept, keep: keep, nothing: nothing, columns: columns, width: width, NARROWEST: NARROWEST, WIDEST: WIDEST };
  lists.state = { read: read, write: write };
})();
