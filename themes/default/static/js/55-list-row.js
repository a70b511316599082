// Draws the rows of a list from its data, with the marks and hooks that the page's own rows have
// (`templates/list-components.html`).
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var make = rosterbook.make;
  var say = rosterbook.say;

  function row(store, at, columns) {
    var line = make.node('tr');
    if (store.hook === 'group') {
      line.dataset.group = store.id(at);
      line.dataset.status = store.state(at);
      if (store.isArchived(at)) line.dataset.archived = '';
    } else {
      line.dataset.member = store.id(at);
      line.dataset.match = store.state(at);
    }
    for (var place = 0; place < columns.length; place++) line.append(cell(store, at, columns[place]));
    return line;
  }

  function cell(store, at, column) {
    var head = store.hook !== 'group' && column.kind === 'name';
    var node = make.node(head ? 'th' : 'td', column.kind === 'number' ? 'number' : '');
    if (head) node.scope = 'row';
    else node.dataset.label = column.short;
    node.dataset.column = column.key;
    (DRAW[column.kind] || DRAW.text)(node, store, at, column);
    return node;
  }

  // Where the cell's column stands on the row's own page.
  function place(store, at, column) {
    return column.anchor ? store.url(at) + '#' + column.anchor : '';
  }

  function label(store, at, column, text) {
    return make.visible(say('cell', { column: column.label, name: store.name(at), text: text }));
  }

  function note(text) {
    return make.node('small', 'note', text);
  }

  function zero(text) {
    var node = make.node('span', 'zero', text || '–');
    if (!text) node.setAttribute('aria-hidden', 'true');
    return node;
  }

  function symbol(store, at) {
    if (store.isManual(at)) return 'pencil';
    var state = store.state(at);
    return state === 'enabled' ? 'plug' : state === 'orphaned' ? 'plug-slash' : 'plug-cross';
  }

  function quiet(store, at, column, text) {
    var node = make.link(place(store, at, column), text, 'quiet');
    if (node.localName === 'a') node.setAttribute('aria-label', label(store, at, column, text));
    else node.className = 'plain';
    return node;
  }

  // A number with its names; they are filled in when somebody opens them.
  function names(node, store, at, column) {
    var who = store.names(at, column);
    if (who.unknown) node.append(quiet(store, at, column, who.unknown));
    else if (who.count === 1 && who.names.length && who.names[0].url) {
      node.append(make.link(who.names[0].url, who.names[0].name));
    } else if (who.count) {
      var text = String(who.count);
      var box = make.node('div', 'names');
      var count = make.link(place(store, at, column), text, 'names-count');
      count.setAttribute('aria-label', label(store, at, column, text));
      var details = make.node('details');
      var summary = make.node('summary');
      summary.setAttribute('aria-label', say('names') + ': ' + label(store, at, column, text));
      summary.append(make.icon('chevron-down'));
      var list = make.node('ul', 'names-list');
      list.dataset.fill = column.key;
      list.dataset.row = String(at);
      details.append(summary, list);
      box.append(count, details);
      node.append(box);
    } else {
      node.append(zero('0'));
    }
    if (who.note) node.append(note(who.note));
  }

  // Writes the names into a list that was opened.
  function fill(list, store, source) {
    if (list.dataset.fill === undefined) return;
    var column = store.byKey.get(list.dataset.fill);
    var at = Number(list.dataset.row);
    list.removeAttribute('data-fill');
    var who = store.names(at, column);
    function show(found) {
      list.replaceChildren();
      found.forEach(function (one) {
        var item = make.node('li');
        if (one.url) item.append(make.link(one.url, one.name));
        else item.textContent = make.visible(one.name);
        list.append(item);
      });
      if (who.count > found.length) {
        var more = make.node('li', 'names-more');
        more.append(make.link(place(store, at, column), say('more', { n: who.count - found.length })));
        list.append(more);
      }
    }
    if (who.names.length) return show(who.names);
    list.replaceChildren(make.node('li', '', say('names_loading')));
    source.behind(function (behind) {
      var numbers = (behind.columns[column.key] || [])[at] || [];
      show(numbers.map(function (number) {
        var one = behind.names[number];
        return { name: one[0], url: one[1] ? store.page(one[1]) : '' };
      }));
    }, function () {
      list.dataset.fill = column.key;
      list.replaceChildren(make.node('li', '', say('names_failed')));
    });
    return undefined;
  }

  var DRAW = {
    name: function (node, store, at, column) {
      var head = make.node('div', 'row-head');
      if (store.hook === 'group') {
        var state = make.node('span', 'state' + (store.isManual(at) ? ' state-manual' : ''));
        state.setAttribute('aria-hidden', 'true');
        state.append(make.icon(symbol(store, at)));
        head.append(state);
      }
      var words = make.node('div');
      words.append(make.link(store.url(at), store.name(at), 'row-name'));
      store.marks(at).forEach(function (mark) {
        words.append(' ', make.node('span', 'mark mark-' + mark.key, mark.label));
      });
      var kind = store.hook === 'group' && store.byKey.get('kind');
      if (kind) words.append(make.node('small', 'row-kind', store.text(store.raw(at, kind))));
      var raw = store.raw(at, column);
      if (raw) words.append(note(store.text(raw)));
      head.append(words);
      node.append(head);
    },
    names: names,
    inline: function (node, store, at, column) {
      var who = store.names(at, column);
      if (who.unknown) return node.append(quiet(store, at, column, who.unknown));
      if (!who.count) return node.append(zero('0'));
      who.names.forEach(function (one, index) {
        var item = make.node('span', 'item');
        item.append(make.link(one.url, one.name), index < who.names.length - 1 ? ',' : '');
        node.append(item, ' ');
      });
      if (who.count > who.names.length) {
        var more = make.link(place(store, at, column), say('more', { n: who.count - who.names.length }), 'more');
        more.append(make.node('span', 'visually-hidden', ', ' + label(store, at, column, String(who.count))));
        node.append(more);
      }
      return undefined;
    },
    number: function (node, store, at, column) {
      var text = store.number(at, column);
      node.append(text === '0' ? zero('0') : quiet(store, at, column, text));
    },
    record: function (node, store, at, column) {
      var raw = store.raw(at, column);
      node.append(raw ? make.link(store.page(raw[1]), raw[0]) : make.node('span', 'none', say('no_match')));
    },
    status: function (node, store, at, column) {
      var status = make.node('span', 'status status-' + (store.isManual(at) ? 'manual' : store.state(at)));
      var reason = store.reason(at);
      if (reason) status.title = make.visible(reason);
      status.append(make.icon(symbol(store, at)), make.visible(store.status(at, column)));
      node.append(status);
      if (reason && store.state(at) !== 'enabled') node.append(note(reason));
    },
    time: function (node, store, at, column) {
      var raw = store.raw(at, column);
      if (!raw) return;
      var time = make.node('time', '', raw[0].slice(0, 10));
      time.dateTime = raw[0];
      node.append(time);
      var age = rosterbook.age(raw[0], Date.now());
      if (age) node.append(' ', make.node('span', 'age', age));
      if (raw[1]) node.append(note(store.text(raw[1])));
    },
    actions: function (node, store, at, column) {
      var edit = store.edit.split('{path}').join('content/' + store.organization + '/groups/' + store.id(at) + '.md');
      [[edit, 'edit'], [place(store, at, column), 'access']].forEach(function (pair) {
        if (!pair[0] || !make.address(pair[0])) return;
        var action = make.link(pair[0], say(pair[1]), 'action');
        action.append(make.node('span', 'visually-hidden', ' ' + store.name(at)));
        node.append(action);
      });
    },
    text: function (node, store, at, column) {
      var text = store.text(store.raw(at, column));
      node.append(text ? quiet(store, at, column, text) : zero(''));
    }
  };

  lists.row = row;
  lists.fill = fill;
})();
