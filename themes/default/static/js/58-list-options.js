// List options: which columns, in which order, how wide, and what the list does at the next visit.
// Everything that can be dragged can be pressed, too (WCAG 2.5.7).
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var make = rosterbook.make;
  var say = rosterbook.say;

  // `act` does what a reader asks for: columns(keys), widen(key, pixels), sort(value),
  // archived(is), compact(is), restore(). `now` tells how things are.
  function Options(element, key, act, now) {
    this.element = element;
    this.key = key;
    this.act = act;
    this.now = now;
    var options = this;
    element.addEventListener('beforetoggle', function (event) {
      if (event.newState === 'open') options.show(true);
    });
  }

  Options.prototype.build = function (store) {
    var options = this;
    this.store = store;
    var head = make.node('div', 'sheet-head');
    head.append(make.node('h2', 'sheet-title', say('options')));
    var close = make.button('button-icon', '', say('close'));
    close.append(make.icon('x'));
    close.addEventListener('click', function () { options.element.hidePopover(); });
    head.append(close);
    this.list = make.node('ul', 'options-columns');
    this.list.setAttribute('aria-label', say('columns'));

    var sort = make.node('label', 'options-sort');
    this.sort = make.node('select');
    this.sort.append(new Option(say('sort_default'), ''));
    store.columns.forEach(function (column) {
      if (column.key === 'actions') return;
      options.sort.append(new Option(say('sort_up', { column: column.label }), column.key));
      options.sort.append(new Option(say('sort_down', { column: column.label }), '-' + column.key));
    });
    this.sort.addEventListener('change', function () { options.act.sort(options.sort.value); });
    sort.append(make.node('span', '', say('sort')), this.sort);
    var checks = make.node('div', 'options-checks');
    this.archived = this.check(checks, say('archived'), function (is) { options.act.archived(is); });
    this.archived.parentElement.hidden = !options.now().archivedCount;
    this.compact = this.check(checks, say('compact'), function (is) { options.act.compact(is); });

    var foot = make.node('div', 'options-foot');
    var restore = make.button('button', say('restore'));
    restore.addEventListener('click', function () {
      options.act.restore();
      options.tell(say('restored'));
    });
    foot.append(restore);
    if (store.hook === 'group') {
      this.line = make.node('textarea', 'options-line');
      this.line.readOnly = true;
      this.line.rows = 3;
      this.line.hidden = true;
      this.line.setAttribute('aria-label', say('site_default_line', { key: this.key }));
      var copy = make.button('button', say('site_default'));
      copy.addEventListener('click', function () { options.copy(); });
      foot.append(copy, this.line);
    }
    this.status = make.node('p', 'options-status');
    this.status.setAttribute('role', 'status');
    this.element.replaceChildren(head, this.list, make.node('p', 'hint', say('width_hint')), sort, checks, foot, this.status);
  };

  Options.prototype.check = function (parent, text, change) {
    var label = make.node('label', 'check');
    var box = make.node('input');
    box.type = 'checkbox';
    box.addEventListener('change', function () { change(box.checked); });
    label.append(box, make.node('span', '', text));
    parent.append(label);
    return box;
  };

  Options.prototype.tell = function (words) {
    if (this.status) this.status.textContent = words;
  };

  // Brings the panel up to date while it is open; whatever had the focus has it again.
  Options.prototype.show = function (opens) {
    if (!this.store || !(opens || this.element.matches(':popover-open'))) return;
    var now = this.now();
    var shown = now.columns;
    var held = this.list.contains(document.activeElement) ? document.activeElement.dataset : null;
    var rest = this.store.columns.filter(function (column) {
      return column.key !== 'actions' && shown.indexOf(column.key) < 0;
    }).map(function (column) { return column.key; });
    var movable = shown.filter(function (key) { return key !== 'actions'; });
    var options = this;
    this.list.replaceChildren.apply(this.list, movable.map(function (key, at) {
      return options.entry(key, true, at, movable);
    }).concat(rest.map(function (key) { return options.entry(key, false, 0, movable); })));
    this.sort.value = now.sort;
    this.archived.checked = now.archived;
    this.compact.checked = now.compact;
    if (this.line) this.line.value = siteLine(shown);
    if (!held) return;
    var again = this.list.querySelector('[data-of="' + held.of + '"][data-do="' + held.do + '"]:not(:disabled)') ||
      this.list.querySelector('[data-of="' + held.of + '"][data-do="show"]');
    if (again) again.focus();
  };

  Options.prototype.entry = function (key, is, at, movable) {
    var options = this;
    var column = this.store.byKey.get(key);
    var item = make.node('li', is ? 'is-shown' : '');
    item.dataset.key = key;
    var grip = make.node('span', 'options-grip');
    grip.setAttribute('aria-hidden', 'true');
    grip.append(make.icon('grip-vertical'));
    if (is) grip.addEventListener('pointerdown', function (event) { options.drag(event, item); });
    var label = make.node('label', 'check');
    var box = make.node('input');
    box.type = 'checkbox';
    box.checked = is;
    box.disabled = !column.can_hide;
    box.dataset.of = key;
    box.dataset.do = 'show';
    box.addEventListener('change', function () {
      options.act.columns(box.checked ? movable.concat(key) : movable.filter(function (it) { return it !== key; }));
      options.tell(say(box.checked ? 'column_shown' : 'column_hidden', { column: column.label }));
    });
    label.append(box, make.node('span', '', column.label));
    item.append(grip, label);
    if (!is) return item;
    var tools = make.node('span', 'options-tools');
    function tool(action, icon, words, off, press) {
      var button = make.button('button-icon', '', say(words, { column: column.label }));
      button.dataset.of = key;
      button.dataset.do = action;
      button.title = button.getAttribute('aria-label');
      button.disabled = off;
      button.append(make.icon(icon));
      button.addEventListener('click', press);
      tools.append(button);
    }
    function widen(sign) {
      return function () {
        var width = options.act.widen(key, options.now().width(key) + sign * lists.STEP);
        options.tell(say('width', { column: column.label, n: width }));
      };
    }
    function move(to) {
      return function () { options.move(key, to); };
    }
    tool('narrower', 'minus', 'narrower', false, widen(-1));
    tool('wider', 'plus', 'wider', false, widen(1));
    tool('up', 'arrow-up', 'move_up', at === 0, move(at - 1));
    tool('down', 'arrow-down', 'move_down', at === movable.length - 1, move(at + 1));
    item.append(tools);
    return item;
  };

  Options.prototype.move = function (key, to) {
    var keys = this.now().columns.filter(function (it) { return it !== 'actions'; });
    keys.splice(keys.indexOf(key), 1);
    keys.splice(to, 0, key);
    this.act.columns(keys);
    this.tell(say('moved', { column: this.store.byKey.get(key).label, n: to + 1, total: keys.length }));
  };

  // Drags a column to another place; the others make room.
  Options.prototype.drag = function (event, item) {
    if (event.button) return;
    event.preventDefault();
    var options = this;
    // The line is taken out and put in again while it moves, the list around it is not.
    var list = this.list;
    list.setPointerCapture(event.pointerId);
    item.classList.add('is-held');
    function pull(now) {
      var others = Array.from(list.querySelectorAll('.is-shown')).filter(function (other) { return other !== item; });
      var after = others.filter(function (other) {
        var box = other.getBoundingClientRect();
        return box.top + box.height / 2 < now.clientY;
      }).pop();
      if (after) after.after(item);
      else list.prepend(item);
    }
    function end(last) {
      list.removeEventListener('pointermove', pull);
      list.removeEventListener('pointerup', end);
      list.removeEventListener('pointercancel', end);
      item.classList.remove('is-held');
      var to = Array.from(list.querySelectorAll('.is-shown')).indexOf(item);
      if (last.type === 'pointerup') options.move(item.dataset.key, to);
      else options.show();
    }
    list.addEventListener('pointermove', pull);
    list.addEventListener('pointerup', end);
    list.addEventListener('pointercancel', end);
  };

  function siteLine(keys) {
    return 'columns = [' + keys.map(function (key) { return JSON.stringify(key); }).join(', ') + ']';
  }

  Options.prototype.copy = function () {
    var options = this;
    this.line.hidden = false;
    this.line.select();
    var told = say('site_default_shown', { key: this.key });
    if (!navigator.clipboard) return this.tell(told);
    navigator.clipboard.writeText(this.line.value).then(function () {
      options.tell(say('site_default_copied', { key: options.key }));
    }, function () { options.tell(told); });
    return undefined;
  };

  lists.Options = Options;
})();
