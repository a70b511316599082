// The rows of a list: loads its data scripts, and says what each row has in each column.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var make = rosterbook.make;
  var ARCHIVED = 1, MANUAL = 2;
  // What stands before the values of facets and columns: see `src/site/show/list_data.rs`.
  var ID = 0, FOLDER = 1, NAME = 2, STATE = 3, REASON = 4, FLAGS = 5, MARKS = 6, FIRST = 7;
  var arrived = {};

  // Called by assets/data/list-….js, and by the files that it names.
  ['listFiles', 'listRows', 'listNames'].forEach(function (name) {
    rosterbook[name] = function (value) { arrived[name] = value; };
  });

  function take(name) {
    var value = arrived[name];
    arrived[name] = null;
    return value;
  }

  // ---- loading ----

  function Source(path) {
    this.path = path;
    this.forget();
  }

  Source.prototype.forget = function () {
    this.files = null;
    this.store = null;
    this.names = null;
    this.waiting = [];
    this.round = (this.round || 0) + 1;
  };

  // Gives the rows to `done`, or says that they cannot be had.
  Source.prototype.rows = function (done, lost) {
    var source = this;
    var round = this.round;
    if (this.store) return done(this.store);
    this.waiting.push({ done: done, lost: lost });
    if (this.waiting.length > 1) return undefined;
    function fail() {
      if (round !== source.round) return;
      var waiting = source.waiting;
      source.waiting = [];
      waiting.forEach(function (one) { one.lost(); });
    }
    make.load(this.path, function () {
      source.files = take('listFiles');
      if (round !== source.round) return;
      if (!source.files) return fail();
      make.load('assets/data/' + source.files.rows, function () {
        var value = take('listRows');
        if (round !== source.round) return;
        if (!value) return fail();
        source.store = new Store(value);
        var waiting = source.waiting;
        source.waiting = [];
        waiting.forEach(function (one) { one.done(source.store); });
      }, fail);
    }, fail);
    return undefined;
  };

  // Gives the names behind the numbers of a column to `done`, row by row.
  Source.prototype.behind = function (done, lost) {
    var source = this;
    if (this.names) return done(this.names);
    if (!this.files || !this.files.names) return lost();
    make.load('assets/data/' + this.files.names, function () {
      source.names = take('listNames') || source.names;
      if (source.names) done(source.names);
      else lost();
    }, lost);
    return undefined;
  };

  // ---- rows and cells ----

  function Store(value) {
    this.hook = value.hook;
    this.organization = value.organization;
    this.folder = value.folder;
    this.edit = value.edit || '';
    this.texts = value.texts;
    this.facets = value.facets;
    this.lines = value.rows;
    this.columns = value.columns.map(function (column, at) {
      return Object.assign({}, column, { place: FIRST + value.facets.length + at });
    });
    this.byKey = new Map(this.columns.map(function (column) { return [column.key, column]; }));
    // The site's own choice: the first ones, and `actions`, which is always last.
    this.defaults = this.columns.slice(0, value.shown).map(function (column) { return column.key; });
    if (this.byKey.has('actions')) this.defaults.push('actions');
    this.length = this.lines.length;
    this.orders = new Map();
  }

  Store.prototype.text = function (number) {
    return typeof number === 'string' ? number : number ? this.texts[number - 1] : '';
  };

  Store.prototype.raw = function (at, column) { return this.lines[at][column.place] || 0; };
  Store.prototype.id = function (at) { return this.lines[at][ID]; };
  Store.prototype.name = function (at) { return this.lines[at][NAME] || ''; };
  Store.prototype.state = function (at) { return this.text(this.lines[at][STATE]); };
  Store.prototype.reason = function (at) { return this.text(this.lines[at][REASON]); };
  Store.prototype.isArchived = function (at) { return ((this.lines[at][FLAGS] || 0) & ARCHIVED) !== 0; };
  Store.prototype.isManual = function (at) { return ((this.lines[at][FLAGS] || 0) & MANUAL) !== 0; };
  Store.prototype.facet = function (at, place) { return this.lines[at][FIRST + place] || 0; };

  // The address of the row's own page.
  Store.prototype.url = function (at) { return this.page(this.lines[at][FOLDER], this.folder); };

  // Writes out an address: within the organization without its key and `index.html`.
  Store.prototype.page = function (short, folder) {
    short = String(short || '');
    if (!short || /\.html$|:/.test(short)) return short;
    return this.organization + '/' + (folder ? folder + '/' : '') + short + '/index.html';
  };

  Store.prototype.marks = function (at) {
    var text = this.text(this.lines[at][MARKS]);
    return text ? text.split('\t').map(function (mark) {
      var colon = mark.indexOf(':');
      return { key: mark.slice(0, colon), label: mark.slice(colon + 1) };
    }) : [];
  };

  // A number as text: "14", "at least 14", or why there is none.
  Store.prototype.number = function (at, column) {
    var raw = this.raw(at, column);
    return Array.isArray(raw) ? raw[1] : String(raw);
  };

  // The names in a cell with their addresses, how many there are, and a note; or why that is not
  // known.
  Store.prototype.names = function (at, column) {
    var raw = this.raw(at, column);
    if (typeof raw === 'string') return { unknown: raw, count: 0, names: [], note: '' };
    if (typeof raw === 'number') return { count: raw, names: [], note: '' };
    var names = [];
    var last = column.kind === 'names' ? 3 : raw.length;
    for (var place = 1; place < last; place += 2) {
      if (raw[place]) names.push({ name: raw[place], url: raw[place + 1] ? this.page(raw[place + 1]) : '' });
    }
    return { count: raw[0] || 0, names: names, note: column.kind === 'names' ? this.text(raw[3]) : '' };
  };

  Store.prototype.status = function (at, column) { return this.text(this.raw(at, column)); };

  // What a cell says, as text: what the filter looks at, and a table for a spreadsheet.
  Store.prototype.says = function (at, column) {
    var raw = this.raw(at, column);
    switch (column.kind) {
      case 'name':
        return this.name(at) + this.marks(at).map(function (mark) { return ' ' + mark.label; }).join('') +
          (raw ? ' ' + this.text(raw) : '');
      case 'number': return this.number(at, column);
      case 'record': return raw ? raw[0] : rosterbook.say('no_match');
      case 'time': return raw ? raw[0].slice(0, 10) + (raw[1] ? ' ' + this.text(raw[1]) : '') : '';
      case 'status':
        return this.text(raw) + (this.state(at) === 'enabled' ? '' : ' ' + this.reason(at));
      case 'names': {
        var who = this.names(at, column);
        if (who.unknown) return who.unknown;
        return (who.count === 1 && who.names[0].url ? who.names[0].name : String(who.count)) + (who.note ? ' ' + who.note : '');
      }
      case 'inline': {
        var some = this.names(at, column);
        return some.unknown || some.names.map(function (one) { return one.name; }).join(' ');
      }
      case 'actions': return '';
      default: return this.text(raw);
    }
  };

  // What a cell sorts by: a number, or a text.
  Store.prototype.sortsBy = function (at, column) {
    var raw = this.raw(at, column);
    // What is not known is less than nothing: one end of the list.
    if (column.sort === 'number') return typeof raw === 'number' ? raw : typeof raw === 'string' ? -1 : raw[0] || 0;
    switch (column.kind) {
      case 'name': return this.name(at);
      case 'time': case 'record': return raw ? raw[0] : '';
      default: return this.text(raw);
    }
  };

  lists.Source = Source;
})();
