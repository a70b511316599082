// Finds the names that fit a text, in those parts of the search's data where they must be.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var data = rosterbook.searchData;
  var folding = rosterbook.folding;
  var KINDS = ['people', 'groups', 'devices', 'pages'];
  // Fewer hits than these, and names that differ by one slip of the finger are added.
  var ENOUGH = 8;
  var fuzzy = {};

  function partOf(term) {
    return /^[a-z0-9]/.test(term) ? term[0] : 'u' + (term.codePointAt(0) >> 8).toString(16);
  }

  // Returns the parts where lines with these terms are, the one with the fewest lines first: each of
  // them has all lines with words that begin so, unless it leaves out those of a word that many share.
  function partsOf(parts, terms) {
    if (parts.has('')) return [parts.get('')];
    return Array.from(new Set(terms.map(partOf))).filter(function (name) { return parts.has(name); })
      .map(function (name) { return parts.get(name); })
      .sort(function (a, b) { return leavesOut(a, terms) - leavesOut(b, terms) || a.lines - b.lines; });
  }

  // Returns whether a part leaves out lines that one of the terms could find.
  function leavesOut(part, terms) {
    return KINDS.some(function (kind) { return leftOut(part, kind, terms).length > 0; });
  }

  // Returns how many lines it leaves out for each word that begins so. Of this letter, such a line has
  // only words that many share: it does not fit when a term of this letter is none of them.
  function leftOut(part, kind, terms) {
    var more = part.more && part.more[kind] || {};
    var own = terms.filter(function (term) { return partOf(term) === part.name; });
    var words = own.map(function (term) {
      return Object.keys(more).filter(function (word) { return word.startsWith(term); });
    });
    if (words.some(function (fitting) { return !fitting.length; })) return [];
    return Array.from(new Set([].concat.apply([], words))).map(function (word) { return more[word]; });
  }

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

  function inBlocks(part, work) {
    part.files.forEach(function (_, at) { (part.blocks.get(at) || []).forEach(work); });
  }

  // The hits of a search: by kind and by how far they are from what was typed, nearest first.
  function Hits(terms, here, mayRepeat) {
    this.terms = terms;
    this.here = here;
    this.total = 0;
    this.more = {};
    this.unsure = {};
    this.open = '';
    this.shelves = new Map(KINDS.map(function (kind) { return [kind, new Map()]; }));
    // A line may be in several parts.
    this.seen = mayRepeat ? new Set() : null;
  }

  Hits.prototype.add = function (block, line, far) {
    if (this.seen) {
      var key = block.key + ' ' + block.kind + ' ' + block.folders[line] + ' ' + block.names[line];
      if (this.seen.has(key)) return;
      this.seen.add(key);
    }
    if (block.begins(line, this.terms.join(' '))) far -= 1;
    if (block.kind === 'groups' && block.marks.has(line)) far += 0.25;
    if (this.here && block.key !== this.here) far += 0.5;
    var shelf = this.shelves.get(block.kind);
    if (!shelf.has(far)) shelf.set(far, []);
    shelf.get(far).push({ block: block, line: line });
    this.total += 1;
  };

  // Returns the first entries of a kind.
  Hits.prototype.first = function (kind, count) {
    var shelf = this.shelves.get(kind);
    var out = [];
    Array.from(shelf.keys()).sort(function (a, b) { return a - b; }).some(function (far) {
      out = out.concat(shelf.get(far).slice(0, count - out.length));
      return out.length >= count;
    });
    return out.map(function (hit) {
      var entry = hit.block.entry(hit.line);
      if (entry.waits) data.want(hit.block.file);
      return entry;
    });
  };

  // Returns how many there are of a kind, with those that the part leaves out.
  Hits.prototype.count = function (kind) {
    var count = this.more[kind] || 0;
    this.shelves.get(kind).forEach(function (hits) { count += hits.length; });
    return count;
  };

  // Returns whether there may be more of a kind than were counted.
  Hits.prototype.isOpen = function (kind) {
    return Boolean(this.unsure[kind]);
  };

  // Finds what fits `text`, as far as its data is here, and asks for what is missing; `here` is the
  // organization of the page. Null while it is not known which data there is.
  function find(text, here) {
    var parts = data.begin();
    if (parts === null) return null;
    var terms = folding.terms(text);
    if (!terms.length && parts.has('')) data.wantPart(parts.get(''));
    var all = terms.length ? partsOf(parts, terms) : [];
    var hits = new Hits(terms, here, all.length > 1);
    var near = [];
    hits.isWhole = all.every(function (part) {
      var enough = hits.total >= ENOUGH && !leavesOut(all[0], terms);
      if (enough) return true;
      near.push(part);
      inBlocks(part, function (block) {
        var looked = block.look(terms);
        for (var line = 0; line < block.size; line++) {
          if (looked.has[line]) hits.add(block, line, looked.far[line]);
        }
        block.looked = looked;
      });
      if (!data.isWhole(part)) data.wantPart(part);
      return data.isWhole(part);
    });
    if (hits.isWhole && hits.total < ENOUGH && terms.length) findNear(near, terms, hits);
    countLeftOut(all, terms, hits);
    return hits;
  }

  // Adds the lines that have each term but for one slip.
  function findNear(parts, terms, hits) {
    var tolerant = matcher(terms.every(function (term) { return /^[a-z0-9]+$/.test(term); }));
    if (!tolerant) return data.want(rosterbook.libraries.ufuzzy);
    // The longest word leaves the fewest lines for the others.
    var longest = terms.slice().sort(function (a, b) { return b.length - a.length; });
    // Who has all words but for slips is in each part, and in one of any two when a first letter is wrong.
    parts.slice(0, 2).forEach(function (part) {
      inBlocks(part, function (block) {
        var found = null;
        longest.forEach(function (term) {
          if (found === null || found.length) found = tolerant.filter(block.lines(), term, found);
        });
        (found || []).forEach(function (line) {
          if (!block.looked.has[line]) hits.add(block, line, block.looked.far[line]);
        });
      });
    });
  }

  // Counts the lines that the part leaves out since too many share their words. With several terms
  // it is not known how many of them have all of these.
  function countLeftOut(all, terms, hits) {
    if (!all.length || !leavesOut(all[0], terms)) return;
    KINDS.forEach(function (kind) {
      var counts = leftOut(all[0], kind, terms);
      hits.unsure[kind] = counts.length > 1 || (counts.length === 1 && terms.length > 1);
      hits.more[kind] = counts.length && terms.length === 1 ? Math.max.apply(null, counts) : 0;
      hits.total += hits.more[kind];
      if (hits.unsure[kind]) hits.open = '+';
    });
  }

  // Returns the names of an entry that are not shown but were looked for.
  function unseen(entry, terms) {
    var name = folding.fold(entry.name);
    var seen = [name, folding.spellings(entry.name, name)]
      .concat([entry.address, entry.host, entry.serial].map(function (text) { return folding.fold(text || ''); })).join(' ');
    var missing = terms.filter(function (term) { return seen.indexOf(term) < 0; });
    return entry.others.filter(function (other) {
      var folded = folding.fold(other);
      return missing.some(function (term) { return folded.indexOf(term) >= 0; });
    });
  }

  rosterbook.names = { kinds: KINDS, find: find, unseen: unseen };
})();
