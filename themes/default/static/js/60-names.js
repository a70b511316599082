// Names for the search: loads their data when first needed, and finds the lines that fit a text.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var KINDS = ['people', 'groups', 'devices', 'pages'];
  // Fewer hits than these, and names that differ by one slip of the finger are added.
  var ENOUGH = 8;
  var LETTERS = { 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th' };
  var LONG = { 'ä': 'ae', 'ö': 'oe', 'ü': 'ue', 'ø': 'oe', 'å': 'aa' };
  var SHORT = { ae: 'a', oe: 'o', ue: 'u', aa: 'a' };
  // How far a hit is from what was typed: the whole word, its start, inside it, or nearly.
  var WORD = 0, START = 1, OTHER_START = 3, INSIDE = 4, OTHER_INSIDE = 5, NEARLY = 8;

  var files = null;
  var stores = new Map();
  var asked = new Set();
  var failed = false;
  // The text that was asked for last: its parts are fetched once it is known which there are.
  var latest = '';
  var fuzzy = {};
  var listeners = [];

  // ---- loading ----

  function fetchScript(path, lost) {
    if (asked.has(path)) return;
    asked.add(path);
    var script = document.createElement('script');
    script.src = (document.body.dataset.root || '') + path;
    script.addEventListener('load', function () {
      script.remove();
      tell();
    });
    script.addEventListener('error', function () {
      script.remove();
      asked.delete(path);
      lost();
      tell();
    });
    document.head.append(script);
  }

  function tell() {
    listeners.forEach(function (listener) { listener(); });
  }

  // Called by assets/data/search.js: the file of each part of the data.
  rosterbook.searchFiles = function (value) {
    files = new Map(Object.entries(value));
    loadParts();
  };

  // Called by the files that it names.
  rosterbook.search = function (value) {
    stores.set(value.part, store(value));
  };

  function parts(terms) {
    if (!files) return [];
    if (files.has('')) return [''];
    var wanted = new Set(terms.map(function (term) {
      return /^[a-z0-9]/.test(term) ? term[0] : 'u' + (term.codePointAt(0) >> 8).toString(16);
    }));
    return Array.from(wanted).filter(function (part) { return files.has(part); });
  }

  function lost() { failed = true; }

  // Asks for what a search for `text` needs; listeners hear when something came.
  function load(text) {
    failed = false;
    latest = text;
    // Without it, slips of the finger find nothing; all else does.
    fetchScript(rosterbook.libraries.ufuzzy, function () {});
    if (!files) fetchScript('assets/data/search.js', lost);
    loadParts();
  }

  function loadParts() {
    parts(termsOf(latest)).forEach(function (part) {
      if (!stores.has(part)) fetchScript('assets/data/' + files.get(part), lost);
    });
  }

  function isReady(text) {
    return files !== null && parts(termsOf(text)).every(function (part) { return stores.has(part); });
  }

  function forget() {
    files = null;
    stores.clear();
    asked.clear();
  }

  // ---- folding: Jörg, Joerg and Jorg are the same name ----

  function fold(text) {
    if (!/^[\x20-\x7e]*$/.test(text)) {
      text = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
    }
    text = text.toLowerCase().replace(/['’]/g, '');
    if (!/^[\x20-\x7e]*$/.test(text)) {
      text = text.replace(/[ßæœøłđðþ]/g, function (letter) { return LETTERS[letter]; });
      return text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();
    }
    return text.replace(/[^a-z0-9]+/g, ' ').trim();
  }

  // Returns the words of a name, and those that other spellings of it have.
  function words(name) {
    var plain = fold(name);
    var out = ' ' + plain + ' ';
    var long = /[äöüøå]/i.test(name.normalize('NFC')) ? fold(name.normalize('NFC').toLowerCase()
      .replace(/[äöüøå]/g, function (letter) { return LONG[letter]; })) : '';
    var short = /[aou]e|aa/.test(plain) ? plain.replace(/[aou]e|aa/g, function (pair) { return SHORT[pair]; }) : '';
    (long + ' ' + short).split(' ').forEach(function (word) {
      if (word && out.indexOf(' ' + word + ' ') < 0) out += word + ' ';
    });
    return out;
  }

  function termsOf(text) {
    return fold(text).split(' ').filter(Boolean);
  }

  // ---- lines ----

  function store(value) {
    var entries = [];
    function text(number) { return number ? value.texts[number - 1] : ''; }
    value.organizations.forEach(function (organization) {
      var base = organization.key ? organization.key + '/' : '';
      KINDS.forEach(function (kind) {
        organization[kind].forEach(function (line) {
          var folder = String(line[0]);
          var entry = {
            kind: kind,
            path: /\.html$/.test(folder) ? folder : base + kind + '/' + folder + '/index.html',
            name: line[1] || '',
            organization: organization.key,
            place: organization.name,
            mark: ''
          };
          SHAPES[kind](entry, line, text);
          entry.words = words(entry.name);
          entry.rest = entry.rest ? ' ' + fold(entry.rest) + ' ' : '';
          entries.push(entry);
        });
      });
    });
    return { entries: entries, hay: entries.map(function (entry) { return entry.words + entry.rest; }) };
  }

  var SHAPES = {
    people: function (entry, line, text) {
      entry.address = line[2] || '';
      entry.others = (line[3] || '').split('\t');
      entry.rest = entry.address + ' ' + entry.others.join(' ');
      entry.mark = text(line[4]);
      entry.count = line[5] || 0;
      entry.groups = line.slice(6).map(text);
    },
    groups: function (entry, line, text) {
      entry.address = entry.rest = line[2] || '';
      entry.type = text(line[3]);
      entry.mark = text(line[4]);
      entry.people = line[5] || 0;
      entry.devices = line[6] || 0;
    },
    devices: function (entry, line, text) {
      entry.host = line[2] || '';
      entry.serial = line[3] || '';
      entry.others = (line[4] || '').split('\t');
      entry.rest = [entry.host, entry.serial].concat(entry.others).join(' ');
      entry.system = line[5] || '';
      entry.mark = text(line[6]);
      entry.count = line[7] || 0;
    },
    pages: function () {}
  };

  // ---- finding ----

  // Returns a matcher that forgives one slip a word: an ordinary one, or one for any script.
  function matcher(plain) {
    if (fuzzy[plain] || typeof window.uFuzzy !== 'function') return fuzzy[plain];
    var options = {
      intraMode: 1,
      intraRules: function (part) {
        var length = /^\d+$/.test(part) ? 0 : part.length;
        return {
          intraSlice: [length > 4 ? 0 : 1, Infinity],
          intraIns: length > 3 ? 1 : 0,
          intraSub: length > 3 ? 1 : 0,
          intraTrn: length > 2 ? 1 : 0,
          intraDel: length > 3 ? 1 : 0
        };
      }
    };
    Object.assign(options, plain ? { interLft: 2 } : {
      unicode: true,
      interSplit: "[^\\p{L}\\p{M}\\d']+",
      intraSplit: '\\p{Ll}\\p{Lu}',
      interBound: '[^\\p{L}\\p{M}\\d]',
      intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
      intraChars: "[\\p{L}\\p{M}\\d']",
      intraContr: "'\\p{L}{1,2}\\b"
    });
    fuzzy[plain] = new window.uFuzzy(options);
    return fuzzy[plain];
  }

  function distance(entry, term) {
    if (entry.words.indexOf(' ' + term) >= 0) return entry.words.indexOf(' ' + term + ' ') >= 0 ? WORD : START;
    if (entry.rest.indexOf(' ' + term) >= 0) return OTHER_START;
    if (entry.words.indexOf(term) >= 0) return INSIDE;
    return entry.rest.indexOf(term) >= 0 ? OTHER_INSIDE : NEARLY;
  }

  function search(store, terms, take) {
    var hay = store.hay;
    var exact = new Set();
    for (var at = 0; at < hay.length; at++) {
      var fits = true;
      for (var each = 0; fits && each < terms.length; each++) fits = hay[at].indexOf(terms[each]) >= 0;
      if (fits) exact.add(at);
    }
    exact.forEach(function (at) { take(store.entries[at]); });
    if (exact.size >= ENOUGH) return;
    var tolerant = matcher(terms.every(function (term) { return /^[a-z0-9]+$/.test(term); }));
    if (!tolerant) return;
    var near = null;
    // The longest word leaves the fewest lines for the others.
    terms.slice().sort(function (a, b) { return b.length - a.length; }).forEach(function (term) {
      if (near === null || near.length) near = tolerant.filter(hay, term, near);
    });
    (near || []).forEach(function (at) { if (!exact.has(at)) take(store.entries[at]); });
  }

  // Returns what fits `text`, by kind, nearest first; `here` is the organization of the page.
  function find(text, here) {
    var terms = termsOf(text);
    var hits = new Map();
    var whole = ' ' + terms.join(' ');
    parts(terms).forEach(function (part) {
      if (!stores.has(part)) return;
      search(stores.get(part), terms, function (entry) {
        if (hits.has(entry.path)) return;
        var score = entry.words.indexOf(whole) === 0 ? -1 : 0;
        terms.forEach(function (term) { score += distance(entry, term); });
        if (entry.kind === 'groups' && entry.mark) score += 0.25;
        if (here && entry.organization !== here) score += 0.5;
        hits.set(entry.path, { entry: entry, score: score, at: hits.size });
      });
    });
    var found = { terms: terms, total: hits.size };
    KINDS.forEach(function (kind) { found[kind] = []; });
    Array.from(hits.values())
      .sort(function (a, b) { return a.score - b.score || a.at - b.at; })
      .forEach(function (hit) { found[hit.entry.kind].push(hit.entry); });
    return found;
  }

  // Returns the names of an entry that are not shown but were looked for.
  function unseen(entry, terms) {
    var seen = entry.words + ' ' + fold([entry.address, entry.host, entry.serial].join(' '));
    var missing = terms.filter(function (term) { return seen.indexOf(term) < 0; });
    return (entry.others || []).filter(function (other) {
      var folded = fold(other);
      return missing.some(function (term) { return folded.indexOf(term) >= 0; });
    });
  }

  // Returns the pieces of a text, each with whether a term stands there.
  function pieces(text, terms) {
    var letters = Array.from(text);
    var folded = ' ';
    var from = [0];
    letters.forEach(function (letter, at) {
      var plain = /['’]/.test(letter) ? '' : fold(letter) || (/\p{M}/u.test(letter) ? '' : ' ');
      folded += plain;
      for (var count = 0; count < plain.length; count++) from.push(at);
    });
    var marked = letters.map(function () { return false; });
    terms.forEach(function (term) {
      var start = folded.indexOf(' ' + term);
      start = start >= 0 ? start + 1 : folded.indexOf(term);
      if (start < 0) return;
      for (var at = start; at < start + term.length; at++) marked[from[at]] = true;
    });
    var out = [];
    letters.forEach(function (letter, at) {
      var last = out[out.length - 1];
      if (last && last.marked === marked[at]) last.text += letter;
      else out.push({ text: letter, marked: marked[at] });
    });
    return out;
  }

  rosterbook.names = {
    kinds: KINDS,
    load: load,
    isReady: isReady,
    hasFailed: function () { return failed; },
    forget: forget,
    find: find,
    unseen: unseen,
    pieces: pieces,
    listen: function (listener) { listeners.push(listener); }
  };
})();
