// The changes of an organization: by kind, and by the names in them. The state stands in the URL's fragment.
(function () {
  'use strict';
  var rosterbook = window.rosterbook;
  var fold = rosterbook.make.fold;

  function Changes(element) {
    this.element = element;
    this.lines = Array.from(element.querySelectorAll('[data-kind]'));
    // Each name by itself: the words of a filter must not be gathered from several people.
    this.names = this.lines.map(function (line) {
      return Array.from(line.querySelectorAll('a, .name, .change-detail, .change-actor')).map(function (part) {
        return fold(part.textContent);
      });
    });
    this.field = element.querySelector('[data-filter]');
    this.chips = Array.from(element.querySelectorAll('[data-kinds-choice]'));
    this.count = element.querySelector('[data-count]');
    this.empty = element.querySelector('[data-empty]');
    // The time of the sync that saw each line; what the first sync found is no change.
    this.times = this.lines.map(function (line) {
      var time = line.closest('.change-run').querySelector('.change-time time');
      return 'baseline' in line.dataset || !time ? 0 : Date.parse(time.dateTime);
    });
    this.words = document.querySelector('.pager') ? 'counted_changes_page' : 'counted_changes';
    element.querySelector('.list-tools').hidden = false;
    this.since = rosterbook.make.node('button', 'chip');
    this.since.type = 'button';
    this.since.setAttribute('aria-pressed', 'true');
    this.chips.length ? this.chips[0].before(this.since) : this.field.closest('label').after(this.since);
    this.listen();
    this.read();
    this.show();
  }

  Changes.prototype.listen = function () {
    var changes = this;
    this.field.addEventListener('input', function () { changes.set({ filter: changes.field.value }); });
    this.field.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !changes.field.value) return;
      event.preventDefault();
      event.stopPropagation();
      changes.set({ filter: '' });
    });
    this.chips.forEach(function (chip) {
      chip.addEventListener('click', function () {
        var key = chip.dataset.kindsChoice;
        changes.set({ kind: changes.state.kind === key ? '' : key });
      });
    });
    this.since.addEventListener('click', function () { changes.set({ since: '' }); });
    window.addEventListener('hashchange', function () {
      changes.read();
      changes.show();
    });
  };

  // Reads the state from the fragment; a plain anchor is left alone.
  Changes.prototype.read = function () {
    var hash = location.hash.slice(1);
    if (this.state && hash && hash.indexOf('=') < 0) return;
    var values = new URLSearchParams(hash.indexOf('=') < 0 ? '' : hash);
    this.state = { filter: values.get('filter') || '', kind: values.get('kind') || '', since: values.get('since') || '' };
    if (isNaN(Date.parse(this.state.since))) this.state.since = '';
  };

  Changes.prototype.set = function (change) {
    Object.assign(this.state, change);
    var values = new URLSearchParams();
    if (this.state.filter) values.set('filter', this.state.filter);
    if (this.state.kind) values.set('kind', this.state.kind);
    if (this.state.since) values.set('since', this.state.since);
    var hash = values.toString();
    try {
      history.replaceState(null, '', hash ? '#' + hash : location.href.split('#')[0]);
    } catch (error) { /* some viewers forbid it: the filter still works */ }
    this.show();
  };

  Changes.prototype.show = function () {
    var state = this.state;
    var words = fold(state.filter).split(/\s+/).filter(Boolean);
    var shown = 0;
    var total = 0;
    if (this.field.value !== state.filter) this.field.value = state.filter;
    this.chips.forEach(function (chip) {
      chip.setAttribute('aria-pressed', String(chip.dataset.kindsChoice === state.kind));
    });
    var since = state.since ? Date.parse(state.since) : -1;
    this.since.hidden = !state.since;
    this.since.textContent = rosterbook.say('since', { time: state.since.slice(0, 16).replace('T', ' ') + ' UTC' });
    this.lines.forEach(function (line, at) {
      var kind = line.dataset.kind;
      var events = Number(line.dataset.events);
      var hit = this.times[at] > since && (!state.kind || kind === state.kind || kind.split('.')[0] === state.kind) &&
        (!words.length || this.names[at].some(function (name) {
          return words.every(function (word) { return name.indexOf(word) >= 0; });
        }));
      line.hidden = !hit;
      total += events;
      if (hit) shown += events;
    }, this);
    ['.change-run', '.change-day'].forEach(function (part) {
      this.element.querySelectorAll(part).forEach(function (node) {
        node.hidden = !node.querySelector('[data-kind]:not([hidden])');
      });
    }, this);
    this.count.textContent = rosterbook.say(this.words, { shown: shown, total: total });
    this.empty.hidden = shown > 0;
  };

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-changes]').forEach(function (element) { new Changes(element); });
  });
})();
