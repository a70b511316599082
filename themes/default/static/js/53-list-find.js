// Which rows of a list are shown, and in which order. It knows nothing of the page.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var fold = rosterbook.make.fold;

  // Returns the folded text of each row, over the columns that are shown.
  function texts(store, columns) {
    var key = columns.map(function (column) { return column.key; }).join();
    if (store.textsFor !== key) {
      store.textsFor = key;
      store.folded = new Array(store.length);
      for (var at = 0; at < store.length; at++) {
        var words = '';
        for (var place = 0; place < columns.length; place++) words += store.says(at, columns[place]) + ' ';
        store.folded[at] = fold(words);
      }
    }
    return store.folded;
  }

  // Returns the numbers of all rows in this order. Rows without a value stay at the end.
  function order(store, sort, down) {
    var column = sort && store.byKey.get(sort);
    var name = column ? (down ? '-' : '') + sort : '';
    var known = store.orders.get(name);
    if (known) return known;
    var rows = [];
    for (var at = 0; at < store.length; at++) rows.push(at);
    if (column) {
      var values = rows.map(function (row) { return store.sortsBy(row, column); });
      var number = column.sort === 'number';
      var collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: 'base' });
      var plain = column.sort === 'time';
      rows.sort(function (left, right) {
        var a = values[left];
        var b = values[right];
        if (a === b) return left - right;
        if (!number && (a === '' || b === '')) return a === '' ? 1 : -1;
        var result = number ? a - b : plain ? (a < b ? -1 : 1) : collator.compare(a, b);
        return (down ? -result : result) || left - right;
      });
    }
    store.orders.set(name, rows);
    return rows;
  }

  // Returns the rows that fit, how many there would be without any filter, and for each value of
  // each facet how many rows it would leave.
  function find(store, state, columns) {
    var words = fold(state.filter).split(/\s+/).filter(Boolean);
    var folded = words.length ? texts(store, columns) : null;
    var wanted = store.facets.map(function (facet) {
      var chosen = state.facets[facet.key] || [];
      if (!chosen.length) return null;
      var numbers = new Set();
      facet.values.forEach(function (value, at) {
        if (chosen.indexOf(value[0]) >= 0) numbers.add(at + 1);
      });
      return numbers;
    });
    var counts = store.facets.map(function (facet) { return new Array(facet.values.length + 1).fill(0); });
    var rows = order(store, state.sort, state.down);
    var hits = [];
    var total = 0;
    for (var place = 0; place < rows.length; place++) {
      var at = rows[place];
      if (!state.archived && store.isArchived(at)) continue;
      total++;
      var fits = true;
      for (var word = 0; fits && word < words.length; word++) fits = folded[at].indexOf(words[word]) >= 0;
      if (!fits) continue;
      // A facet counts the rows that all others let through.
      var fails = 0;
      var failed = -1;
      for (var one = 0; one < wanted.length; one++) {
        if (wanted[one] && !wanted[one].has(store.facet(at, one))) {
          fails++;
          failed = one;
        }
      }
      if (fails === 0) {
        hits.push(at);
        for (var every = 0; every < counts.length; every++) counts[every][store.facet(at, every)]++;
      } else if (fails === 1) {
        counts[failed][store.facet(at, failed)]++;
      }
    }
    return { hits: hits, total: total, counts: counts };
  }

  lists.find = find;
  lists.prepare = texts;
})();
