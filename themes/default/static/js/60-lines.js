// The lines of the search's data: a block of them is searched as one text, and a line becomes an
// entry with its names and its address only when it is shown.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var folding = rosterbook.folding;
  var visible = rosterbook.make.visible;
  // How far a line is from a term: the whole word of a name, its start, inside it, or nearly.
  var WORD = 0, START = 1, OTHER_START = 3, INSIDE = 4, OTHER_INSIDE = 5, NEARLY = 8;
  // Ends a cell of a column of the data.
  var CELL = '\x7f';
  // Ends the names of a line; what follows are addresses, serial numbers and other names.
  var END = '\t';

  // The words of a name that short forms refer to (`src/site/show/search_data/pack.rs`).
  function wordsOf(name) {
    return (name.match(/[A-Za-z0-9]+/g) || []).map(function (word) { return word.toLowerCase(); });
  }

  // Takes the short form of an address apart.
  function unpacked(short, name, domains) {
    if (!short) return '';
    if (short[0] === '=') return short.slice(1);
    var cut = short.lastIndexOf('@');
    var local = short.slice(0, cut);
    if (/[A-P]/.test(local)) {
      var words = wordsOf(name);
      local = local.replace(/[A-P]/g, function (token) { return words[token.charCodeAt(0) - 65]; });
    }
    return local + '@' + domains[Number(short.slice(cut + 1))];
  }

  function split(column, size) {
    return column ? column.split(CELL) : new Array(size).fill('');
  }

  // Makes a block of the data ready; `file` is what it came in, with domains and marks.
  function Block(value, file) {
    var size = this.size = value.size;
    var names = this.names = split(value.names, size);
    this.kind = value.kind;
    this.key = value.key;
    this.place = value.place;
    this.folders = split(value.folders, size);
    this.serials = split(value.serials, size);
    this.addresses = split(value.addresses, size).map(function (short, line) {
      return unpacked(short, names[line], file.domains);
    });
    this.others = split(value.others, size).map(function (cell, line) {
      return cell && cell.split(END).map(function (short) { return unpacked(short, names[line], file.domains); }).join(END);
    });
    this.marks = new Map();
    for (var at = 0; value.marked && at < value.marked.length; at += 2) {
      this.marks.set(value.marked[at], file.marks[value.marked[at + 1]]);
    }
    this.texts = null;
    this.beside = null;
    this.fold(Boolean(value.serials), Boolean(value.others));
  }

  // Folds all names at once, and all else at once: a few calls instead of thousands.
  Block.prototype.fold = function (hasSerials, hasOthers) {
    var block = this;
    var plain = folding.lines(this.names.join('\n')).split('\n');
    var rest = folding.lines(this.addresses.map(function (address, line) {
      if (hasSerials) address += ' ' + block.serials[line];
      return hasOthers ? address + ' ' + block.others[line] : address;
    }).join('\n')).split('\n');
    var lines = plain.map(function (words, line) {
      words = words.trim();
      var more = folding.isSpelt(block.names[line], words) ? folding.spellings(block.names[line], words) : '';
      return ' ' + words + more + ' ' + END + ' ' + rest[line].trim() + ' ';
    });
    this.hay = lines.join('\n');
    this.starts = new Int32Array(this.size + 1);
    this.ends = new Int32Array(this.size);
    var start = 0;
    lines.forEach(function (line, at) {
      block.starts[at] = start;
      block.ends[at] = start + line.indexOf(END);
      start += line.length + 1;
    });
    this.starts[this.size] = start;
  };

  // Returns the folded lines, for the matcher that forgives slips: few searches need it.
  Block.prototype.lines = function () {
    this.folded = this.folded || this.hay.split('\n');
    return this.folded;
  };

  // Writes how near each line is to a term, `NEARLY` where it does not have it.
  Block.prototype.rank = function (term, ranks) {
    var hay = this.hay, starts = this.starts, ends = this.ends;
    var line = 0;
    ranks.fill(NEARLY);
    for (var at = hay.indexOf(term); at >= 0;) {
      while (starts[line + 1] <= at) line++;
      var starting = hay[at - 1] === ' ';
      var rank = at < ends[line]
        ? (starting ? (hay[at + term.length] === ' ' ? WORD : START) : INSIDE)
        : (starting ? OTHER_START : OTHER_INSIDE);
      if (rank < ranks[line]) ranks[line] = rank;
      at = hay.indexOf(term, rank === WORD ? starts[line + 1] : at + 1);
    }
  };

  // Returns how near each line is to all terms together, and which lines have them all.
  Block.prototype.look = function (terms) {
    var size = this.size;
    var ranks = new Uint8Array(size);
    var far = new Uint16Array(size);
    var has = new Uint8Array(size).fill(1);
    var self = this;
    terms.forEach(function (term) {
      self.rank(term, ranks);
      for (var line = 0; line < size; line++) {
        far[line] += ranks[line];
        if (ranks[line] === NEARLY) has[line] = 0;
      }
    });
    return { far: far, has: has };
  };

  // Whether the names of a line begin with this.
  Block.prototype.begins = function (line, words) {
    return this.hay.startsWith(words, this.starts[line] + 1);
  };

  Block.prototype.path = function (line) {
    var base = this.key ? this.key + '/' : '';
    var folder = this.folders[line];
    if (/\.html$/.test(folder)) return folder;
    if (this.kind !== 'pages' && folder.indexOf('-') < 0) folder = wordsOf(this.names[line]).join('-') + '-' + folder;
    return base + this.kind + '/' + folder + '/index.html';
  };

  // Returns what a result shows; its texts have no control left that could turn them round.
  Block.prototype.entry = function (line) {
    var address = visible(this.addresses[line]);
    var entry = {
      kind: this.kind,
      path: this.path(line),
      name: visible(this.names[line]),
      place: visible(this.place),
      mark: visible(this.marks.get(line) || ''),
      others: this.others[line].split(END).filter(Boolean).map(visible),
      // Until the file with what stands beside the lines has come.
      waits: this.beside === null && this.kind !== 'pages'
    };
    if (this.kind === 'devices') {
      entry.host = address;
      entry.serial = visible(this.serials[line]);
    } else {
      entry.address = address;
    }
    if (this.beside !== null) BESIDE[this.kind](entry, this.beside[line].split(' ').map(Number), this.text.bind(this));
    return entry;
  };

  Block.prototype.text = function (number) {
    return visible(this.texts[number] || '');
  };

  // Takes what stands beside the lines.
  Block.prototype.show = function (column, texts) {
    this.texts = texts;
    this.beside = split(column, this.size);
  };

  var BESIDE = {
    people: function (entry, numbers, text) {
      entry.count = numbers[0];
      entry.groups = numbers.slice(1).map(text);
    },
    groups: function (entry, numbers, text) {
      entry.type = text(numbers[0]);
      entry.people = numbers[1];
      entry.devices = numbers[2];
    },
    devices: function (entry, numbers, text) {
      entry.system = text(numbers[0]);
      entry.count = numbers[1];
    },
    pages: function () {}
  };

  rosterbook.SearchBlock = Block;
})();
