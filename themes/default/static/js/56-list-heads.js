// The heads of a list: buttons that sort, and grips and keys for the width of a column.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var make = rosterbook.make;
  var STEP = 16;

  // `act` is told what a reader does: sort(key, kind), and widen(key, pixels, isDone) where widths
  // can be chosen.
  function Heads(table, act) {
    this.table = table;
    this.row = table.tHead.rows[0];
    this.act = act;
    this.cells = new Map();
    var heads = this;
    Array.from(this.row.cells).forEach(function (cell) { heads.cells.set(cell.dataset.column, cell); });
    this.own = Array.from(this.cells.keys());
    this.cells.forEach(function (cell) { heads.equip(cell); });
  }

  // Makes the head of a column that the page itself does not show.
  Heads.prototype.add = function (column) {
    var cell = make.node('th', column.kind === 'number' ? 'number' : '');
    cell.scope = 'col';
    cell.dataset.column = column.key;
    cell.dataset.sort = column.sort;
    cell.append(make.node('span', 'long', column.label));
    if (column.short !== column.label) {
      var short = make.node('span', 'short', column.short);
      short.setAttribute('aria-hidden', 'true');
      cell.append(short);
    }
    this.cells.set(column.key, cell);
    this.equip(cell);
    return cell;
  };

  Heads.prototype.equip = function (cell) {
    var heads = this;
    var key = cell.dataset.column;
    if (key !== 'actions' && cell.dataset.sort) {
      var button = make.button('sort');
      while (cell.firstChild) button.append(cell.firstChild);
      button.append(make.icon('arrow-up'));
      cell.append(button);
      button.addEventListener('click', function () { heads.act.sort(key, cell.dataset.sort); });
      if (this.act.widen) button.setAttribute('aria-keyshortcuts', 'Shift+ArrowLeft Shift+ArrowRight');
      button.addEventListener('keydown', function (event) {
        if (!heads.act.widen || !event.shiftKey || !/^Arrow(Left|Right)$/.test(event.key)) return;
        event.preventDefault();
        var sign = (event.key === 'ArrowRight') === (getComputedStyle(cell).direction === 'ltr') ? 1 : -1;
        heads.act.widen(key, cell.offsetWidth + sign * STEP, true);
      });
    }
    if (!this.act.widen) return;
    var grip = make.node('span', 'grip');
    grip.setAttribute('aria-hidden', 'true');
    cell.append(grip);
    grip.addEventListener('pointerdown', function (event) { heads.drag(event, cell, grip); });
    grip.addEventListener('dblclick', function () { heads.act.widen(key, 0, true); });
  };

  Heads.prototype.drag = function (event, cell, grip) {
    if (event.button) return;
    var heads = this;
    var key = cell.dataset.column;
    var from = event.clientX;
    var before = cell.offsetWidth;
    var sign = getComputedStyle(cell).direction === 'rtl' ? -1 : 1;
    var moved = false;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    grip.classList.add('is-held');
    function pull(now) {
      if (!moved && Math.abs(now.clientX - from) < 3) return;
      moved = true;
      heads.act.widen(key, before + sign * (now.clientX - from), false);
    }
    function end(last) {
      grip.removeEventListener('pointermove', pull);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
      grip.classList.remove('is-held');
      if (moved) heads.act.widen(key, before + sign * (last.clientX - from), true);
    }
    grip.addEventListener('pointermove', pull);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  };

  // Shows the heads of these columns in this order.
  Heads.prototype.show = function (columns) {
    var heads = this;
    var wanted = columns.map(function (column) { return heads.cells.get(column.key) || heads.add(column); });
    this.cells.forEach(function (cell, key) {
      var is = wanted.indexOf(cell) >= 0;
      // Heads of the page stay in it, so that the preview finds them again.
      if (is || heads.own.indexOf(key) >= 0) cell.hidden = !is;
      else cell.remove();
    });
    var at = this.row.firstElementChild;
    wanted.forEach(function (cell) {
      if (cell === at) {
        at = at.nextElementSibling;
      } else {
        heads.row.insertBefore(cell, at);
      }
      while (at && at.hidden) at = at.nextElementSibling;
    });
  };

  Heads.prototype.sorted = function (key, down) {
    this.cells.forEach(function (cell, name) {
      if (name === key && key) cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    });
  };

  // Whether `widths` will look how wide the rows make these columns.
  Heads.prototype.measures = function (columns, widths) {
    var keys = columns.map(function (column) { return column.key; }).join();
    return columns.some(function (column) { return widths[column.key]; }) && (!this.natural || this.naturalOf !== keys);
  };

  // Gives the columns their widths; without any the table finds its own.
  Heads.prototype.widths = function (columns, widths) {
    var heads = this;
    var table = this.table;
    var any = columns.some(function (column) { return widths[column.key]; });
    var group = table.querySelector('colgroup[data-widths]');
    if (!any) {
      if (group) {
        group.remove();
        table.classList.remove('is-sized');
        table.style.inlineSize = '';
        this.natural = null;
      }
      return;
    }
    var keys = columns.map(function (column) { return column.key; }).join();
    // The other columns keep the width that they have, or the whole table would jump.
    if (!this.natural || this.naturalOf !== keys) {
      if (group) group.remove();
      table.classList.remove('is-sized');
      table.style.inlineSize = '';
      this.natural = new Map(columns.map(function (column) {
        return [column.key, heads.cells.get(column.key).getBoundingClientRect().width];
      }));
      this.naturalOf = keys;
      group = null;
    }
    if (!group) {
      group = make.node('colgroup');
      group.dataset.widths = '';
      columns.forEach(function () { group.append(make.node('col')); });
      table.querySelector('caption').after(group);
      table.classList.add('is-sized');
    }
    var sum = 0;
    columns.forEach(function (column, at) {
      var width = widths[column.key] || heads.natural.get(column.key);
      sum += width;
      group.children[at].style.width = width + 'px';
    });
    table.style.inlineSize = sum + 'px';
  };

  Heads.prototype.width = function (key) {
    var cell = this.cells.get(key);
    return cell ? cell.offsetWidth : 0;
  };

  lists.Heads = Heads;
  lists.STEP = STEP;
})();
