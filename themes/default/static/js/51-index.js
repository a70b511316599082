// The index from A to Z: shows the names that hold what is typed.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var fold = rosterbook.make.fold;

  function Index(element) {
    this.element = element;
    this.rows = Array.from(element.querySelectorAll('[data-row]'));
    this.texts = null;
    this.filter = '';
    this.field = element.querySelector('[data-filter]');
    this.count = element.querySelector('[data-count]');
    this.empty = element.querySelector('[data-empty]');
    this.letters = element.querySelector('.letters');
    element.querySelector('.list-tools').hidden = false;
    var index = this;
    this.field.addEventListener('input', function () { index.set(index.field.value); });
    this.field.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !index.field.value) return;
      index.set('');
      event.preventDefault();
      event.stopPropagation();
    });
    window.addEventListener('hashchange', function () { index.read(); });
    this.read();
    this.show();
    // Whoever comes to this page comes to type, unless an anchor says otherwise.
    if (!/^#[^=]+$/.test(location.hash)) this.field.focus();
  }

  Index.prototype.read = function () {
    var hash = location.hash.slice(1);
    if (hash && hash.indexOf('=') < 0) return;
    this.filter = new URLSearchParams(hash).get('filter') || '';
    this.show();
  };

  Index.prototype.set = function (filter) {
    this.filter = filter;
    var hash = filter ? '#' + new URLSearchParams({ filter: filter }) : location.href.split('#')[0];
    try {
      history.replaceState(null, '', hash);
    } catch (error) { /* some viewers forbid it: the index still works */ }
    this.show();
  };

  Index.prototype.show = function () {
    var words = fold(this.filter).split(/\s+/).filter(Boolean);
    if (words.length && !this.texts) {
      this.texts = this.rows.map(function (row) { return fold(row.textContent.replace(/\s+/g, ' ')); });
    }
    var shown = 0;
    if (this.field.value !== this.filter) this.field.value = this.filter;
    for (var at = 0; at < this.rows.length; at++) {
      var hit = true;
      for (var word = 0; hit && word < words.length; word++) hit = this.texts[at].indexOf(words[word]) >= 0;
      if (this.rows[at].hidden === hit) this.rows[at].hidden = !hit;
      if (hit) shown++;
    }
    this.element.querySelectorAll('.letter').forEach(function (letter) {
      letter.hidden = !letter.querySelector('[data-row]:not([hidden])');
    });
    if (this.letters) this.letters.hidden = this.filter !== '';
    this.count.textContent = rosterbook.say('counted', {
      shown: shown, total: this.rows.length, what: this.element.dataset.what || ''
    });
    this.empty.hidden = shown > 0;
    this.empty.textContent = shown ? '' : rosterbook.say('nothing_found', { filter: this.filter });
  };

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-list].index').forEach(function (element) { new Index(element); });
  });
})();
