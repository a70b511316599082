// Folding of names, so that Jörg, Joerg and Jorg are one: for what is typed and for what is found.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var LETTERS = { 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th' };
  var LONG = { 'ä': 'ae', 'ö': 'oe', 'ü': 'ue', 'ø': 'oe', 'å': 'aa' };
  var SHORT = { ae: 'a', oe: 'o', ue: 'u', aa: 'a' };
  var PLAIN = /^[\n\x20-\x7e]*$/;

  // Folds a text that may have many lines, all at once; line ends stay, blanks may stand around them.
  function foldLines(text) {
    if (!PLAIN.test(text)) text = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
    text = text.toLowerCase().replace(/['’]/g, '');
    if (PLAIN.test(text)) return text.replace(/[^a-z0-9\n]+/g, ' ');
    text = text.replace(/[ßæœøłđðþ]/g, function (letter) { return LETTERS[letter]; });
    return text.replace(/[^\p{L}\p{M}\p{N}\n]+/gu, ' ');
  }

  function fold(text) {
    return foldLines(text).replace(/\n+/g, ' ').trim();
  }

  // Returns the words that other spellings of a name have; `plain` is the folded name.
  function spellings(name, plain) {
    var long = /[äöüøå]/i.test(name.normalize('NFC')) ? fold(name.normalize('NFC').toLowerCase()
      .replace(/[äöüøå]/g, function (letter) { return LONG[letter]; })) : '';
    var short = plain.replace(/[aou]e|aa/g, function (pair) { return SHORT[pair]; });
    var seen = ' ' + plain + ' ';
    var out = '';
    (long + ' ' + short).split(' ').forEach(function (word) {
      if (!word || seen.indexOf(' ' + word + ' ') >= 0) return;
      seen += word + ' ';
      out += ' ' + word;
    });
    return out;
  }

  // Whether a name may have other spellings: few have, and most are passed over.
  function isSpelt(name, plain) {
    return /[aou]e|aa/.test(plain) || !PLAIN.test(name);
  }

  function terms(text) {
    return fold(text).split(' ').filter(Boolean);
  }

  // Returns the pieces of a text, each with whether a term stands there.
  function pieces(text, terms) {
    var letters = Array.from(text);
    var folded = ' ';
    var from = [0];
    letters.forEach(function (letter, at) {
      var plain = /[a-z0-9]/.test(letter) ? letter
        : /['’]/.test(letter) ? '' : fold(letter) || (/\p{M}/u.test(letter) ? '' : ' ');
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

  rosterbook.folding = {
    fold: fold, lines: foldLines, spellings: spellings, isSpelt: isSpelt, terms: terms, pieces: pieces
  };
})();
