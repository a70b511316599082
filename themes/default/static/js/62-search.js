// The search in the top bar: a field, and what was found below it (combobox with a listbox).
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var data = rosterbook.searchData;
  var names = rosterbook.names;
  var say = rosterbook.say;
  // How many lines of each kind are shown at first.
  var FIRST = { people: 6, groups: 5, devices: 4, pages: 3 };
  // More than these and another letter helps better than scrolling.
  var MOST = 100;
  var recent = rosterbook.recent;
  var result = rosterbook.searchResult;
  var make = rosterbook.make.node;

  function copyOf(icon) {
    return icon ? icon.cloneNode(true) : make('span');
  }

  // ---- the box ----

  function Box(link) {
    this.link = link;
    this.root = document.body.dataset.root || '';
    this.several = document.querySelectorAll('.switcher li').length > 1;
    this.active = -1;
    this.options = [];
    this.opened = new Set();
    // Enter was pressed before all was here; the reader has chosen a line.
    this.wanted = false;
    this.moved = false;
    this.before = null;
    this.build();
    this.wire();
  }

  Box.prototype.build = function () {
    var box = this.box = make('div', 'search');
    box.setAttribute('role', 'search');
    var bar = make('div', 'search-bar');
    var field = this.field = make('input', 'search-field');
    field.type = 'search';
    field.id = 'search-field';
    var label = this.link.querySelector('.search-long').textContent;
    // Short enough for a phone; the whole of it is read out.
    field.placeholder = matchMedia('(width < 46rem)').matches ? this.link.querySelector('.search-short').textContent : label;
    [['role', 'combobox'], ['aria-label', label], ['aria-expanded', 'false'], ['aria-controls', 'search-results'],
      ['aria-autocomplete', 'list'], ['aria-haspopup', 'listbox'], ['autocomplete', 'off'], ['autocapitalize', 'off'],
      ['spellcheck', 'false'], ['enterkeyhint', 'go'], ['aria-keyshortcuts', '/ Control+K']].forEach(function (pair) {
      field.setAttribute(pair[0], pair[1]);
    });
    this.leave = make('button', 'button-icon search-leave');
    this.leave.type = 'button';
    this.leave.setAttribute('aria-label', say('search_close'));
    this.leave.append(copyOf(document.querySelector('.rail-close .icon')));
    bar.append(copyOf(this.link.querySelector('.icon')), field, copyOf(this.link.querySelector('kbd')), this.leave);

    this.panel = make('div', 'search-panel');
    this.panel.hidden = true;
    this.list = make('div', 'search-results');
    this.list.id = 'search-results';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', say('search_results'));
    this.note = make('p', 'search-note');
    var scroll = this.scroll = make('div', 'search-scroll');
    scroll.append(this.list, this.note);
    var foot = make('div', 'search-foot');
    var keys = make('span', 'search-keys');
    [['↑', '↓', 'search_move'], ['↵', 'search_open'], ['Esc', 'search_leave']].forEach(function (hint) {
      var word = hint.pop();
      var one = make('span');
      hint.forEach(function (key) { one.append(make('kbd', '', key)); });
      one.append(' ' + say(word));
      keys.append(one);
    });
    keys.setAttribute('aria-hidden', 'true');
    this.clear = make('button', 'search-clear', say('search_clear'));
    this.clear.type = 'button';
    var index = make('a', '', say('search_index'));
    index.href = this.link.getAttribute('href');
    foot.append(keys, this.clear, index);
    this.panel.append(scroll, foot);

    this.status = make('p', 'visually-hidden');
    this.status.setAttribute('role', 'status');
    box.append(bar, this.panel, this.status);
    this.link.after(box);
    this.link.hidden = true;
  };

  Box.prototype.wire = function () {
    var self = this;
    this.field.addEventListener('focus', function () {
      data.load();
      self.open();
    });
    this.field.addEventListener('click', function () { self.open(); });
    this.field.addEventListener('input', function () {
      self.opened.clear();
      self.wanted = self.moved = false;
      data.load();
      self.open();
    });
    this.field.addEventListener('keydown', function (event) { self.key(event); });
    this.box.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || self.panel.hidden) return;
      event.preventDefault();
      event.stopPropagation();
      self.close(true);
    });
    this.box.addEventListener('focusout', function (event) {
      if (!self.box.contains(event.relatedTarget)) self.close(false);
    });
    // The field keeps the focus while something in the list is pressed.
    this.scroll.addEventListener('mousedown', function (event) {
      if (event.target !== self.scroll) event.preventDefault();
    });
    this.list.addEventListener('pointermove', function (event) {
      var option = event.target.closest('[role="option"]');
      var at = option ? self.options.indexOf(option) : -1;
      if (at < 0 || at === self.active) return;
      self.moved = true;
      self.choose(at, false);
    });
    this.list.addEventListener('click', function (event) {
      var option = event.target.closest('[role="option"]');
      if (option) self.take(option, event);
    });
    this.leave.addEventListener('click', function () { self.close(true); });
    this.clear.addEventListener('click', function () {
      recent.forget();
      self.field.focus();
      self.show();
    });
    data.listen(function () {
      if (!self.panel.hidden) self.show();
    });
    document.addEventListener('rosterbook:update', function () {
      data.forget();
      if (!self.panel.hidden) data.load();
    });
    document.addEventListener('keydown', function (event) {
      var key = event.key;
      var target = event.target;
      var writing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      var plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      var command = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!(key === '/' && plain && !writing) && !(key.toLowerCase() === 'k' && command)) return;
      event.preventDefault();
      self.focus();
    });
  };

  Box.prototype.focus = function () {
    if (document.activeElement !== this.field) this.before = document.activeElement;
    this.field.focus();
    this.field.select();
  };

  Box.prototype.open = function () {
    this.panel.hidden = false;
    document.documentElement.classList.add('search-open');
    this.show();
  };

  Box.prototype.close = function (back) {
    this.panel.hidden = true;
    this.wanted = false;
    document.documentElement.classList.remove('search-open');
    this.choose(-1, false);
    this.field.setAttribute('aria-expanded', 'false');
    if (!back) return;
    var before = this.before;
    this.before = null;
    if (this.box.contains(document.activeElement)) document.activeElement.blur();
    if (before && before !== document.body && before.isConnected) before.focus();
  };

  Box.prototype.key = function (event) {
    if (event.isComposing) return;
    var count = this.options.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (this.panel.hidden) return this.open();
      var step = event.key === 'ArrowDown' ? 1 : -1;
      if (!count) return;
      this.moved = true;
      this.choose(this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count, true);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // Typed faster than the names came: the first one opens when all of them are there.
      this.wanted = this.waits && !this.moved;
      if (this.active >= 0 && !this.wanted) {
        this.options[this.active].dispatchEvent(new MouseEvent('click', {
          bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey
        }));
      }
    }
  };

  Box.prototype.choose = function (at, scroll) {
    var old = this.options[this.active];
    if (old) old.setAttribute('aria-selected', 'false');
    this.active = at;
    var now = this.options[at];
    if (!now) return this.field.removeAttribute('aria-activedescendant');
    now.setAttribute('aria-selected', 'true');
    this.field.setAttribute('aria-activedescendant', now.id);
    if (!scroll) return;
    if (at === 0) this.scroll.scrollTop = 0;
    else now.scrollIntoView({ block: 'nearest' });
  };

  Box.prototype.take = function (option, event) {
    if (option.dataset.recent !== undefined) {
      event.preventDefault();
      this.field.value = option.dataset.recent;
      this.moved = false;
      data.load();
      this.show();
    } else if (option.dataset.all !== undefined) {
      event.preventDefault();
      var at = this.active;
      this.opened.add(option.dataset.all);
      this.show();
      this.choose(at, true);
    } else {
      recent.add(this.field.value.trim());
      // On the same page, or with another tab, nothing else would close it.
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.close(true);
    }
  };

  // ---- what is shown ----

  Box.prototype.show = function () {
    var text = this.field.value.trim();
    var found = names.find(text, document.body.dataset.organization || '');
    var failed = data.hasFailed();
    var chosen = this.moved && this.options[this.active] ? this.options[this.active].href : '';
    var lists = [];
    var note = '';
    this.waits = text !== '' && !failed && !(found && found.isWhole);
    this.options = [];
    if (!text) {
      lists = this.recent();
      if (!lists.length) note = say('search_hint');
    } else {
      if (found) lists = this.sections(found);
      if (failed) note = say('search_failed');
      else if (this.waits) note = say('search_loading');
      else if (!found.total) note = say('search_nothing', { text: text }) + ' ' + say('search_hint');
    }
    data.fetch();
    this.list.replaceChildren.apply(this.list, lists);
    this.list.hidden = !lists.length;
    this.note.textContent = rosterbook.make.visible(note);
    this.note.hidden = !note;
    this.clear.hidden = Boolean(text) || !lists.length;
    this.field.setAttribute('aria-expanded', String(lists.length > 0));
    this.active = -1;
    var at = this.options.findIndex(function (option) { return chosen && option.href === chosen; });
    this.choose(at >= 0 ? at : text && this.options.length ? 0 : -1, at < 0);
    if (note || !text) this.announce(text ? note : '');
    else if (found.open) this.announce(say('search_found', { n: found.total + found.open }));
    else this.announce(result.counted(found.total, 'search_found_one', 'search_found'));
    if (this.wanted && !this.waits) {
      this.wanted = false;
      if (this.options.length) this.options[0].click();
    }
  };

  Box.prototype.announce = function (words) {
    var status = this.status;
    clearTimeout(this.timer);
    this.timer = setTimeout(function () { status.textContent = words; }, 500);
  };

  Box.prototype.option = function (tag, className) {
    var option = make(tag, 'search-option' + (className ? ' ' + className : ''));
    option.id = 'search-option-' + this.options.length;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    this.options.push(option);
    return option;
  };

  function section(key, title, count) {
    var node = make('div', 'search-section');
    node.setAttribute('role', 'group');
    node.setAttribute('aria-labelledby', 'search-' + key);
    var head = make('div', 'search-title', title);
    head.id = 'search-' + key;
    if (count) head.append(' ', make('span', 'search-count', String(count)));
    node.append(head);
    return node;
  }

  Box.prototype.recent = function () {
    var self = this;
    var list = recent.list();
    if (!list.length) return [];
    var node = section('recent', say('search_recent'), 0);
    list.forEach(function (text) {
      var option = self.option('div', 'search-again');
      option.dataset.recent = text;
      option.append(make('span', 'search-name', text));
      node.append(option);
    });
    return [node];
  };

  Box.prototype.sections = function (found) {
    var self = this;
    return names.kinds.filter(function (kind) { return found.count(kind); }).map(function (kind) {
      var open = self.opened.has(kind);
      var count = found.count(kind);
      var entries = found.first(kind, open ? MOST : FIRST[kind]);
      var plus = found.isOpen(kind) ? '+' : '';
      var node = section(kind, say('search_' + kind), count + plus);
      entries.forEach(function (entry) { node.append(self.line(entry, found.terms)); });
      if (!open && count > entries.length) {
        var all = self.option('div', 'search-all');
        all.dataset.all = kind;
        all.textContent = say('search_all', { n: count + plus });
        node.append(all);
      } else if (count > entries.length) {
        node.append(make('div', 'search-rest', say('search_rest', { n: count - entries.length + plus })));
      }
      return node;
    });
  };

  Box.prototype.line = function (entry, terms) {
    var option = this.option('a');
    option.tabIndex = -1;
    option.href = this.root + entry.path.split('/').map(encodeURIComponent).join('/');
    result.fill(option, entry, terms, this.several);
    return option;
  };

  document.addEventListener('DOMContentLoaded', function () {
    var link = document.querySelector('.search-link');
    if (link && names) new Box(link);
  });
})();
