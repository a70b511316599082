// A result of the search: the name with what was typed marked in it, and what stands beside it.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var make = rosterbook.make.node;
  var say = rosterbook.say;
  // Holds the place of what is still on its way, so that nothing moves when it comes.
  var COMING = '…';

  function counted(count, one, many) {
    return say(count === 1 ? one : many, { n: count });
  }

  function marked(className, text, terms) {
    var node = make('span', className);
    rosterbook.folding.pieces(text, terms).forEach(function (piece) {
      node.append(piece.marked ? make('mark', '', piece.text) : piece.text);
    });
    return node;
  }

  function groupsOf(entry) {
    if (entry.waits) return COMING;
    if (!entry.count) return say('search_in_none');
    var more = entry.count - entry.groups.length;
    return say(more > 0 ? 'search_names_more' : 'search_names', {
      counted: counted(entry.count, 'search_in_one', 'search_in'), names: entry.groups.join(', '), more: more
    });
  }

  var DETAILS = {
    people: function (entry) { return [entry.address]; },
    groups: function (entry) {
      return [entry.type, entry.address,
        entry.people ? counted(entry.people, 'search_person', 'search_persons') : '',
        entry.devices ? counted(entry.devices, 'search_device', 'search_device_count') : ''];
    },
    devices: function (entry) {
      return [entry.host, entry.serial ? say('search_serial', { serial: entry.serial }) : '', entry.system,
        entry.count ? counted(entry.count, 'search_in_one', 'search_in') : ''];
    },
    pages: function () { return []; }
  };

  // Fills the link of a result; `several` says whether the organization has to be named.
  function fill(option, entry, terms, several) {
    var first = make('span', 'search-first');
    first.append(marked('search-name', entry.name, terms));
    if (entry.mark) first.append(' ', make('span', 'mark search-mark', entry.mark));
    if (several && entry.place) first.append(' ', make('span', 'search-place', entry.place));
    option.append(first);
    var detail = make('span', 'search-detail');
    var parts = DETAILS[entry.kind](entry).concat(rosterbook.names.unseen(entry, terms)).filter(Boolean);
    if (entry.waits && entry.kind !== 'people') parts.push(COMING);
    parts.forEach(function (text, at) {
      if (at) detail.append(' · ');
      detail.append(marked('search-part', text, terms));
    });
    if (detail.firstChild) option.append(' ', detail);
    if (entry.kind === 'people') option.append(' ', make('span', 'search-groups', groupsOf(entry)));
  }

  rosterbook.searchResult = { fill: fill, counted: counted };
})();
