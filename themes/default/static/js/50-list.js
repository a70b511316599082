// Lists: sort, filter, status, archived rows. The state stands in the URL's fragment.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var SVG = 'http://www.w3.org/2000/svg';
  var STATUSES = ['enabled', 'orphaned', 'disabled', 'manual'];

  // A group kept by hand has a status of its own here: nobody switched it off.
  function statusOf(row) {
    return row.querySelector('.status-manual') ? 'manual' : row.dataset.status || '';
  }

  // Folds case and accents, so that "jorg" finds "Jörg".
  function fold(text) {
    return text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/ß/g, 'ss');
  }

  function List(element) {
    this.element = element;
    this.table = element.querySelector('table');
    this.body = this.table && this.table.tBodies[0];
    this.rows = Array.from(this.body ? this.body.rows : element.querySelectorAll('[data-row]'));
    this.state = { filter: '', status: '', archived: false, sort: '', down: false };
    this.texts = null;
    this.statuses = this.rows.map(statusOf);
    this.count = element.querySelector('[data-count]');
    this.empty = element.querySelector('[data-empty]');
    this.field = element.querySelector('[data-filter]');
    this.archived = element.querySelector('[data-archived-toggle]');
    this.compact = element.querySelector('[data-compact-toggle]');
    this.chips = element.querySelector('[data-status-chips]');
    this.letters = element.querySelector('.letters');
    var tools = element.querySelector('.list-tools');
    if (tools) tools.hidden = false;
    element.querySelectorAll('[data-script]').forEach(function (part) { part.hidden = false; });
    this.heads();
    this.statusChips();
    this.listen();
    this.read();
    this.show();
    // Whoever comes to the search page comes to type, unless an anchor says otherwise.
    if (this.field && this.field.hasAttribute('data-search') && !/^#[^=]+$/.test(location.hash)) this.field.focus();
  }

  List.prototype.text = function (index) {
    if (!this.texts) {
      this.texts = this.rows.map(function (row) { return fold(row.textContent.replace(/\s+/g, ' ')); });
    }
    return this.texts[index];
  };

  // Turns the heads of sortable columns into buttons.
  List.prototype.heads = function () {
    if (!this.table || this.rows.length < 2) return;
    var list = this;
    Array.from(this.table.tHead.rows[0].cells).forEach(function (head, index) {
      if (!head.dataset.sort || head.dataset.column === 'actions') return;
      var button = document.createElement('button');
      button.type = 'button';
      while (head.firstChild) button.append(head.firstChild);
      var icon = document.createElementNS(SVG, 'svg');
      icon.setAttribute('class', 'icon');
      icon.setAttribute('viewBox', '0 0 24 24');
      icon.setAttribute('aria-hidden', 'true');
      var path = document.createElementNS(SVG, 'path');
      path.setAttribute('d', 'm5 12 7-7 7 7M12 19V5');
      icon.append(path);
      button.append(icon);
      head.append(button);
      button.addEventListener('click', function () {
        var key = list.key(index);
        if (list.state.sort !== key) list.set({ sort: key, down: head.dataset.sort !== 'text' });
        else list.set({ down: !list.state.down });
      });
    });
  };

  List.prototype.key = function (index) {
    return this.table.tHead.rows[0].cells[index].dataset.column || String(index);
  };

  List.prototype.statusChips = function () {
    if (!this.chips) return;
    var list = this;
    var names = {};
    this.rows.forEach(function (row) {
      if (row.hasAttribute('data-archived')) return;
      var name = statusOf(row);
      var word = row.querySelector('.status');
      if (!names[name]) names[name] = { count: 0, word: word ? word.textContent : name };
      names[name].count++;
    });
    var present = STATUSES.filter(function (name) { return names[name]; });
    if (present.length < 2) {
      this.chips.hidden = true;
      return;
    }
    [''].concat(present).forEach(function (name) {
      var chip = document.createElement('button');
      chip.type = 'button';
      chip.className = 'chip';
      chip.dataset.status = name;
      chip.append(name ? names[name].word : rosterbook.say('all'));
      if (name) {
        var count = document.createElement('span');
        count.textContent = String(names[name].count);
        chip.append(count);
      }
      chip.addEventListener('click', function () { list.set({ status: name }); });
      list.chips.append(chip);
    });
  };

  List.prototype.listen = function () {
    var list = this;
    if (this.field) {
      this.field.addEventListener('input', function () { list.set({ filter: list.field.value }); });
      this.field.addEventListener('keydown', function (event) {
        if (event.key === 'Escape' && list.field.value) {
          list.field.value = '';
          list.set({ filter: '' });
          event.preventDefault();
          event.stopPropagation();
        }
      });
    }
    if (this.archived) {
      this.archived.addEventListener('change', function () { list.set({ archived: list.archived.checked }); });
    }
    if (this.compact) {
      var key = 'rosterbook.compact.1';
      try { this.compact.checked = localStorage.getItem(key) === 'yes'; } catch (error) { /* stays off */ }
      this.element.classList.toggle('compact', this.compact.checked);
      this.compact.addEventListener('change', function () {
        list.element.classList.toggle('compact', list.compact.checked);
        try { localStorage.setItem(key, list.compact.checked ? 'yes' : 'no'); } catch (error) { /* lasts for this page */ }
      });
    }
    window.addEventListener('hashchange', function () {
      list.read();
      list.show();
    });
  };

  // Reads the state from the fragment; an anchor like #a-m is left alone.
  List.prototype.read = function () {
    var hash = location.hash.slice(1);
    if (hash && hash.indexOf('=') < 0) return;
    var values = new URLSearchParams(hash);
    var sort = values.get('sort') || '';
    this.state = {
      filter: values.get('filter') || '',
      status: STATUSES.indexOf(values.get('status')) < 0 ? '' : values.get('status'),
      archived: values.get('archived') === '1',
      sort: sort.replace(/^-/, ''),
      down: sort.charAt(0) === '-'
    };
  };

  List.prototype.set = function (change) {
    Object.assign(this.state, change);
    var state = this.state;
    var values = new URLSearchParams();
    if (state.filter) values.set('filter', state.filter);
    if (state.status) values.set('status', state.status);
    if (state.archived) values.set('archived', '1');
    if (state.sort) values.set('sort', (state.down ? '-' : '') + state.sort);
    var hash = values.toString();
    try {
      history.replaceState(null, '', hash ? '#' + hash : location.href.split('#')[0]);
    } catch (error) { /* some viewers forbid it: the list still works */ }
    this.show();
  };

  List.prototype.show = function () {
    var state = this.state;
    if (this.field && this.field.value !== state.filter) this.field.value = state.filter;
    if (this.archived) this.archived.checked = state.archived;
    if (this.chips) {
      Array.from(this.chips.children).forEach(function (chip) {
        chip.setAttribute('aria-pressed', String(chip.dataset.status === state.status));
      });
    }
    this.sort();
    var words = fold(state.filter).split(/\s+/).filter(Boolean);
    var shown = 0;
    var total = 0;
    for (var index = 0; index < this.rows.length; index++) {
      var row = this.rows[index];
      var archived = row.hasAttribute('data-archived') && !state.archived;
      if (!archived) total++;
      var hit = !archived && (!state.status || this.statuses[index] === state.status);
      for (var at = 0; hit && at < words.length; at++) hit = this.text(index).indexOf(words[at]) >= 0;
      if (row.hidden === hit) row.hidden = !hit;
      if (hit) shown++;
    }
    this.element.querySelectorAll('.letter').forEach(function (letter) {
      letter.hidden = !letter.querySelector('[data-row]:not([hidden])');
    });
    if (this.letters) this.letters.hidden = state.filter !== '';
    if (this.count) {
      var counted = rosterbook.say('counted', { shown: shown, total: total, what: this.element.dataset.what || '' });
      if (this.count.textContent !== counted) this.count.textContent = counted;
    }
    if (this.empty) {
      this.empty.hidden = shown > 0;
      var why = !state.filter ? 'nothing_status' : this.table ? 'nothing' : 'nothing_found';
      this.empty.textContent = shown ? '' : rosterbook.say(why, { filter: state.filter });
    }
    var region = this.table && this.table.parentElement;
    if (region) region.hidden = shown === 0;
  };

  List.prototype.sort = function () {
    if (!this.table) return;
    var state = this.state;
    var list = this;
    var wanted = state.sort + ' ' + state.down;
    if (this.sorted === wanted || (!this.sorted && !state.sort)) return;
    this.sorted = wanted;
    var heads = Array.from(this.table.tHead.rows[0].cells);
    var column = -1;
    heads.forEach(function (head, index) {
      var is = state.sort !== '' && list.key(index) === state.sort;
      if (is) column = index;
      if (is) head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    var order = this.rows.slice();
    if (column >= 0) {
      var number = heads[column].dataset.sort === 'number';
      var collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: 'base' });
      var keys = new Map();
      order.forEach(function (row) {
        var cell = row.cells[column];
        var text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim();
        keys.set(row, number ? parseFloat(text) || 0 : text);
      });
      order.sort(function (left, right) {
        var a = keys.get(left);
        var b = keys.get(right);
        // Rows without a value stay at the end, whichever way the list is sorted.
        if (!number && (a === '' || b === '')) return a === b ? 0 : a === '' ? 1 : -1;
        var result = number ? a - b : collator.compare(a, b);
        return state.down ? -result : result;
      });
    }
    this.body.append.apply(this.body, order);
  };

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-list]').forEach(function (element) { new List(element); });
  });
})();
