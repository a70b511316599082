// Lists whose rows all stand in the page: the index from A to Z, the findings of a rule. A filter
// shows the rows that hold what is typed; a table sorts by its heads.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var fold = rosterbook.make.fold;

  function PlainList(element) {
    var list = this;
    this.element = element;
    this.table = element.querySelector('table');
    this.body = this.table && this.table.tBodies[0];
    this.rows = Array.from(this.body ? this.body.rows : element.querySelectorAll('[data-row]'));
    this.texts = null;
    this.state = { filter: '', sort: '', down: false };
    this.field = element.querySelector('[data-filter]');
    this.count = element.querySelector('[data-count]');
    this.empty = element.querySelector('[data-empty]');
    this.letters = element.querySelector('.letters');
    element.querySelector('.list-tools').hidden = false;
    if (this.table && this.rows.length > 1) this.equip();
    this.field.addEventListener('input', function () { list.set({ filter: list.field.value }); });
    this.field.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !list.field.value) return;
      list.set({ filter: '' });
      event.preventDefault();
      event.stopPropagation();
    });
    window.addEventListener('hashchange', function () { list.read(); });
    this.read();
    this.show();
    // Whoever comes to the page of the search comes to type, unless an anchor says otherwise.
    if (this.field.hasAttribute('data-search') && !/^#[^=]+$/.test(location.hash)) this.field.focus();
  }

  // Heads without a key of their own are known by their place.
  PlainList.prototype.equip = function () {
    var list = this;
    Array.from(this.table.tHead.rows[0].cells).forEach(function (cell, at) {
      if (!cell.dataset.column) cell.dataset.column = String(at);
    });
    this.heads = new lists.Heads(this.table, {
      sort: function (key, kind) {
        if (list.state.sort === key) list.set({ down: !list.state.down });
        else list.set({ sort: key, down: kind !== 'text' });
      }
    });
  };

  PlainList.prototype.read = function () {
    var hash = location.hash.slice(1);
    if (hash && hash.indexOf('=') < 0) return;
    var values = new URLSearchParams(hash);
    var sort = values.get('sort') || '';
    this.state = { filter: values.get('filter') || '', sort: sort.replace(/^-/, ''), down: sort.charAt(0) === '-' };
    this.show();
  };

  PlainList.prototype.set = function (change) {
    Object.assign(this.state, change);
    var values = new URLSearchParams();
    if (this.state.filter) values.set('filter', this.state.filter);
    if (this.state.sort) values.set('sort', (this.state.down ? '-' : '') + this.state.sort);
    var hash = values.toString();
    try {
      history.replaceState(history.state, '', hash ? '#' + hash : location.href.split('#')[0]);
    } catch (error) { /* some viewers forbid it: the list still works */ }
    this.show();
  };

  PlainList.prototype.show = function () {
    var filter = this.state.filter;
    var words = fold(filter).split(/\s+/).filter(Boolean);
    if (words.length && !this.texts) {
      this.texts = this.rows.map(function (row) { return fold(row.textContent.replace(/\s+/g, ' ')); });
    }
    var shown = 0;
    if (this.field.value !== filter) this.field.value = filter;
    if (this.heads) this.sort();
    for (var at = 0; at < this.rows.length; at++) {
      var hit = true;
      for (var word = 0; hit && word < words.length; word++) hit = this.texts[at].indexOf(words[word]) >= 0;
      if (this.rows[at].hidden === hit) this.rows[at].hidden = !hit;
      if (hit) shown++;
    }
    this.element.querySelectorAll('.letter').forEach(function (letter) {
      letter.hidden = !letter.querySelector('[data-row]:not([hidden])');
    });
    if (this.letters) this.letters.hidden = filter !== '';
    if (this.table) this.table.parentElement.hidden = shown === 0;
    this.count.textContent = rosterbook.say('counted', {
      shown: shown, total: this.rows.length, what: this.element.dataset.what || ''
    });
    this.empty.hidden = shown > 0;
    this.empty.textContent = shown ? '' : rosterbook.say(this.table ? 'nothing_here' : 'nothing_found', { filter: filter });
  };

  PlainList.prototype.sort = function () {
    var state = this.state;
    var wanted = (state.down ? '-' : '') + state.sort;
    if (wanted === (this.sorted || '')) return;
    this.sorted = wanted;
    this.heads.sorted(state.sort, state.down);
    var column = Array.from(this.table.tHead.rows[0].cells).findIndex(function (cell) {
      return cell.dataset.column === state.sort && cell.dataset.sort;
    });
    var order = this.rows.map(function (row) {
      return { row: row, text: column < 0 ? '' : row.cells[column].textContent.trim() };
    });
    var collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: 'base' });
    order.sort(function (left, right) {
      var result = collator.compare(left.text, right.text);
      return state.down ? -result : result;
    });
    this.body.append.apply(this.body, order.map(function (one) { return one.row; }));
  };

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-list]:not([data-files])').forEach(function (element) { new PlainList(element); });
  });
})();
