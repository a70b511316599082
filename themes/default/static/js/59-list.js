// A list in use. Untouched, the page's own rows stand there; once somebody sorts, filters or
// chooses columns, rows drawn from the list's data take their place, from all pages of the list.
// Long lists show them by pages and not by scrolling: rows that come and go under a reader's
// hands are lost to the keyboard, to the screen reader, to paper and to the browser's own search.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var say = rosterbook.say;
  // A list of up to ALL rows shows them at once, a longer one PAGE of them.
  var ALL = 500;
  var PAGE = 100;
  // A key press is answered with the rows that fit a window; the others follow while nobody types.
  var FIRST = 16;
  var PAUSE = 120;
  // More rows than these are not printed at once.
  var PRINTED = 2000;
  // The outline of what has the focus stands so far beside it, in pixels.
  var EDGE = 6;

  function List(element) {
    var list = this;
    this.element = element;
    this.key = element.dataset.list;
    this.table = element.querySelector('table');
    this.own = this.table.tBodies[0];
    this.body = document.createElement('tbody');
    this.body.hidden = true;
    this.own.before(this.body);
    this.region = this.table.parentElement;
    this.field = element.querySelector('[data-filter]');
    this.archived = element.querySelector('[data-archived-toggle]');
    this.count = element.querySelector('[data-count]');
    this.empty = element.querySelector('[data-empty]');
    this.pager = new lists.Pager(element.querySelector('[data-pages]'), function (page) { list.turn(page); });
    this.source = new lists.Source(element.dataset.files);
    this.store = null;
    this.drawn = new Map();
    this.paper = matchMedia('print');
    this.choice = lists.choice.kept(this.key);
    this.state = lists.state.read(this.choice);
    this.heads = new lists.Heads(this.table, {
      sort: function (key, kind) { list.sortBy(key, kind); },
      widen: function (key, pixels, done) { list.widen(key, pixels, done); }
    });
    this.facets = new lists.Facets(element.querySelector('[data-facets]'), {
      set: function (key, values) {
        var facets = Object.assign({}, list.state.facets);
        facets[key] = values;
        list.set({ facets: facets });
      },
      clear: function () { list.set({ facets: {} }); }
    });
    this.options = new lists.Options(element.querySelector('[data-options]'), this.key, {
      columns: function (keys) { list.choose({ columns: keys }); },
      widen: function (key, pixels) { return list.widen(key, pixels, true); },
      sort: function (value) {
        list.choose({ sort: value }, { sort: value.replace(/^-/, ''), down: value.charAt(0) === '-' });
      },
      archived: function (is) { list.choose({ archived: is }, { archived: is }); },
      compact: function (is) { list.choose({ compact: is }); },
      restore: function () {
        list.choose(lists.choice.nothing(), { sort: '', down: false, archived: false });
      }
    }, function () { return list.now(); });
    element.querySelectorAll('[data-script]').forEach(function (part) { part.hidden = false; });
    this.listen();
    this.uncover();
    this.show();
    this.load();
  }

  // Heads and names that stay while the list scrolls must not cover what has the focus.
  List.prototype.uncover = function () {
    var region = this.region;
    var name = this.heads.cells.get('name');
    if (!name || !window.ResizeObserver) return;
    new ResizeObserver(function () {
      var style = getComputedStyle(name);
      var stays = style.position === 'sticky';
      region.style.scrollPaddingBlockStart = stays ? name.offsetHeight + EDGE + 'px' : '';
      region.style.scrollPaddingInlineStart = stays && style.insetInlineStart === '0px' ? name.offsetWidth + EDGE + 'px' : '';
    }).observe(name);
    // A browser takes what is visible in part for visible, across.
    region.addEventListener('focusin', function (event) {
      var cell = event.target.closest('td, th');
      if (!cell || cell.dataset.column === 'name' || !event.target.matches(':focus-visible')) return;
      if (getComputedStyle(name).insetInlineStart !== '0px') return;
      var box = event.target.getBoundingClientRect();
      var head = name.getBoundingClientRect();
      var covered = getComputedStyle(region).direction === 'rtl' ? Math.min(0, head.left - EDGE - box.right) : Math.max(0, head.right + EDGE - box.left);
      region.scrollLeft -= covered;
    });
  };

  // What the panel of options shows.
  List.prototype.now = function () {
    var list = this;
    return {
      columns: this.columns().map(function (column) { return column.key; }),
      sort: (this.state.down && this.state.sort ? '-' : '') + this.state.sort,
      archived: this.state.archived,
      archivedCount: Number(this.element.dataset.archivedCount) || 0,
      compact: this.choice.compact,
      width: function (key) { return list.heads.width(key); }
    };
  };

  List.prototype.load = function () {
    var list = this;
    this.source.rows(function (store) {
      list.store = store;
      list.drawn.clear();
      list.facets.build(store);
      list.options.build(store);
      list.show();
      // The first key press finds the texts folded.
      setTimeout(function () {
        if (list.store === store) lists.prepare(store, list.columns());
      }, 50);
    }, function () {
      list.lost = true;
      list.show();
    });
  };

  List.prototype.listen = function () {
    var list = this;
    this.field.addEventListener('input', function () { list.set({ filter: list.field.value }); });
    this.field.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !list.field.value) return;
      list.set({ filter: '' });
      event.preventDefault();
      event.stopPropagation();
    });
    if (this.archived) {
      this.archived.addEventListener('change', function () { list.set({ archived: list.archived.checked }); });
    }
    window.addEventListener('hashchange', function () {
      list.state = lists.state.read(list.choice, list.state);
      list.show();
    });
    // Names are filled in when they are about to be seen.
    ['pointerover', 'focusin', 'toggle'].forEach(function (type) {
      list.body.addEventListener(type, function (event) {
        var names = event.target.closest && event.target.closest('.names');
        if (names && list.store) lists.fill(names.querySelector('.names-list'), list.store, list.source);
      }, true);
    });
    // Paper has the columns of the site.
    this.paper.addEventListener('change', function () { list.show(); });
    document.addEventListener('rosterbook:update', function () {
      list.source.forget();
      list.lost = false;
      list.load();
    });
  };

  // ---- what a reader does ----

  List.prototype.set = function (change) {
    this.state = Object.assign({}, this.state, { page: 1 }, change);
    lists.state.write(this.state, this.choice);
    this.show();
  };

  List.prototype.choose = function (choice, state) {
    this.choice = Object.assign({}, this.choice, choice);
    lists.choice.keep(this.key, this.choice);
    this.set(state || {});
  };

  List.prototype.sortBy = function (key, kind) {
    if (this.state.sort !== key) this.set({ sort: key, down: kind !== 'text' });
    else this.set({ down: !this.state.down });
  };

  // Sets the width of a column, 0 for its own, and returns the width it got.
  List.prototype.widen = function (key, pixels, done) {
    var widths = Object.assign({}, this.choice.widths);
    if (pixels) widths[key] = lists.choice.width(pixels);
    else delete widths[key];
    this.choice = Object.assign({}, this.choice, { widths: widths });
    if (done) lists.choice.keep(this.key, this.choice);
    this.heads.widths(this.columns(), widths);
    return widths[key] || this.heads.width(key);
  };

  List.prototype.turn = function (page) {
    this.state = Object.assign({}, this.state, { page: page });
    lists.state.write(this.state, this.choice);
    this.show();
    this.region.scrollTop = 0;
    if (this.element.getBoundingClientRect().top < 0) this.element.scrollIntoView();
  };

  // ---- what is shown ----

  // The columns that are shown; on paper and before the data is there, those of the site.
  List.prototype.columns = function () {
    if (!this.store) return this.heads.own.map(function (key) { return { key: key }; });
    var store = this.store;
    var keys = this.paper.matches ? store.defaults : lists.choice.columns(this.choice, store);
    return keys.map(function (key) { return store.byKey.get(key); });
  };

  // Whether the page's own rows say it all. Once others took their place, these stay: laying out
  // five hundred rows anew takes longer than a key press may.
  List.prototype.isPlain = function () {
    var state = this.state;
    if (this.isDrawn) return false;
    var columns = this.columns().map(function (column) { return column.key; }).join();
    return !state.filter && !state.archived && !state.sort && state.page === 1 &&
      Object.keys(state.facets).every(function (key) { return !state.facets[key].length; }) &&
      (!this.store || columns === this.store.defaults.join());
  };

  List.prototype.show = function () {
    var state = this.state;
    var store = this.store;
    if (this.field.value !== state.filter) this.field.value = state.filter;
    if (this.archived) this.archived.checked = state.archived;
    this.element.classList.toggle('compact', this.choice.compact);
    this.heads.sorted(state.sort, state.down);
    if (!store) return this.wait();
    var columns = this.columns();
    var found = lists.find(store, state, columns);
    var plain = this.isPlain();
    this.facets.show(state, found.counts);
    this.heads.show(columns);
    this.own.hidden = !plain;
    this.body.hidden = plain;
    this.region.hidden = found.hits.length === 0;
    var widths = this.paper.matches ? {} : this.choice.widths;
    if (!plain) {
      this.isDrawn = true;
      this.draw(found.hits, columns, this.heads.measures(columns, widths));
    }
    // Columns are as wide as their cells make them: those have to stand below their heads by now.
    if (found.hits.length) this.heads.widths(columns, widths);
    this.tell(found.hits.length, found.total);
    this.empty.hidden = found.hits.length > 0;
    if (found.hits.length) this.empty.replaceChildren();
    else this.nothingLeft(columns);
    this.options.show();
    return undefined;
  };

  // Says what is known before the data is there, or that it cannot be had.
  List.prototype.wait = function () {
    if (this.lost) this.count.textContent = say('list_lost');
    else this.tell(Number(this.element.dataset.shown), Number(this.element.dataset.shown));
  };

  List.prototype.tell = function (shown, total) {
    var data = this.element.dataset;
    var what = total === 1 ? data.one : data.what;
    var words = say(shown === total ? 'counted_all' : 'counted', { shown: shown, total: total, what: what });
    if (this.count.textContent !== words) this.count.textContent = words;
  };

  List.prototype.draw = function (hits, columns, atOnce) {
    var list = this;
    var store = this.store;
    var size = this.paper.matches ? PRINTED : store.length > ALL ? PAGE : ALL;
    var last = Math.max(1, Math.ceil(hits.length / size));
    var page = Math.min(this.state.page, last);
    var drawnAs = columns.map(function (column) { return column.key; }).join();
    if (this.drawnAs !== drawnAs || this.drawn.size > 4 * ALL) {
      this.drawnAs = drawnAs;
      this.drawn.clear();
    }
    var rest = hits.slice((page - 1) * size, page * size);
    function rows(count) {
      return rest.splice(0, count).map(function (at) { return list.row(at, columns); });
    }
    clearTimeout(this.following);
    var many = FIRST;
    function follow() {
      list.body.append.apply(list.body, rows(many *= 2));
      if (rest.length) list.following = setTimeout(follow, 0);
    }
    this.body.replaceChildren.apply(this.body, rows(this.paper.matches || atOnce ? size : FIRST));
    if (rest.length) this.following = setTimeout(follow, PAUSE);
    this.pager.show(page, last, { first: (page - 1) * size + 1, last: Math.min(page * size, hits.length), total: hits.length });
  };

  List.prototype.row = function (at, columns) {
    var row = this.drawn.get(at);
    if (!row) {
      row = lists.row(this.store, at, columns);
      this.drawn.set(at, row);
    }
    return row;
  };

  List.prototype.nothingLeft = function (columns) {
    var list = this;
    lists.nothingLeft(this.empty, this.store, this.state, columns, {
      replace: function (state) {
        list.set({ filter: state.filter, facets: state.facets });
        list.field.focus();
      },
      clear: function () {
        list.set({ filter: '', facets: {} });
        list.field.focus();
      }
    });
  };

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-list][data-files]').forEach(function (element) { new List(element); });
  });
})();
