// The facets of a list: chips with counts, and what to take away when nothing is left.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var make = rosterbook.make;
  var say = rosterbook.say;
  // More values than these stand in a menu.
  var CHIPS = 5;

  // `act` is told the new choice: set(key, values) and clear().
  function Facets(element, act) {
    this.element = element;
    this.act = act;
    this.parts = [];
    this.badge = document.querySelector('[data-facets-active]');
  }

  Facets.prototype.build = function (store) {
    var facets = this;
    var head = make.node('div', 'sheet-head');
    head.append(make.node('p', 'sheet-title', say('filters')));
    var close = make.button('button-icon', '', say('close'));
    close.append(make.icon('x'));
    close.addEventListener('click', function () { facets.element.hidePopover(); });
    head.append(close);
    var groups = make.node('div', 'facet-groups');
    this.parts = store.facets.map(function (facet) {
      var group = make.node('div', 'facet');
      group.setAttribute('role', 'group');
      group.setAttribute('aria-label', facet.label);
      var part = { facet: facet, chips: [], menu: null };
      // A single answer says itself what it is about.
      if (facet.values.length > 1) {
        var title = make.node('span', 'facet-label', facet.label);
        title.setAttribute('aria-hidden', 'true');
        group.append(title);
      }
      if (facet.values.length > CHIPS) group.append(facets.menu(part));
      else facet.values.forEach(function (value) { group.append(facets.chip(part, value)); });
      groups.append(group);
      return part;
    });
    this.clear = make.button('facets-clear', say('facets_clear'));
    this.clear.addEventListener('click', function () { facets.act.clear(); });
    groups.append(this.clear);
    this.element.replaceChildren(head, groups);
    this.element.hidden = !this.parts.length;
    document.querySelector('.facets-button').hidden = !this.parts.length;
  };

  Facets.prototype.chip = function (part, value) {
    var facets = this;
    var chip = make.button('chip', value[1]);
    chip.dataset.facet = part.facet.key;
    chip.dataset.value = value[0];
    var count = make.node('span', 'chip-count');
    chip.append(' ', count);
    chip.addEventListener('click', function () {
      var chosen = (facets.state.facets[part.facet.key] || []).slice();
      var at = chosen.indexOf(value[0]);
      if (at < 0) chosen.push(value[0]);
      else chosen.splice(at, 1);
      facets.act.set(part.facet.key, chosen);
    });
    part.chips.push({ chip: chip, count: count, key: value[0] });
    return chip;
  };

  Facets.prototype.menu = function (part) {
    var facets = this;
    var menu = part.menu = make.node('select', 'facet-menu');
    menu.setAttribute('aria-label', part.facet.label);
    menu.dataset.facet = part.facet.key;
    [['', say('all')]].concat(part.facet.values).forEach(function (value) {
      var option = make.node('option', '', value[1]);
      option.value = value[0];
      menu.append(option);
    });
    menu.addEventListener('change', function () {
      facets.act.set(part.facet.key, menu.value ? [menu.value] : []);
    });
    return menu;
  };

  Facets.prototype.show = function (state, counts) {
    this.state = state;
    var active = 0;
    this.parts.forEach(function (part, place) {
      var chosen = state.facets[part.facet.key] || [];
      active += chosen.length;
      part.chips.forEach(function (one, at) {
        var count = String(counts[place][at + 1]);
        var is = String(chosen.indexOf(one.key) >= 0);
        if (one.count.textContent !== count) one.count.textContent = count;
        if (one.chip.getAttribute('aria-pressed') !== is) one.chip.setAttribute('aria-pressed', is);
      });
      if (!part.menu) return;
      part.facet.values.forEach(function (value, at) {
        var text = value[1] + ' (' + counts[place][at + 1] + ')';
        var option = part.menu.options[at + 1];
        if (option.textContent !== text) option.textContent = text;
      });
      part.menu.value = chosen.length === 1 ? chosen[0] : '';
      part.menu.classList.toggle('is-chosen', chosen.length > 0);
    });
    this.clear.hidden = active === 0;
    if (this.badge) {
      this.badge.hidden = active === 0;
      this.badge.textContent = String(active);
    }
  };

  // Names the filters that leave nothing, each with a button that takes it away.
  function nothingLeft(element, store, state, columns, act) {
    var ways = [];
    if (state.filter) {
      ways.push({ label: '“' + state.filter + '”', state: Object.assign({}, state, { filter: '' }) });
    }
    store.facets.forEach(function (facet) {
      var chosen = state.facets[facet.key] || [];
      if (!chosen.length) return;
      var words = chosen.map(function (key) {
        var value = facet.values.find(function (one) { return one[0] === key; });
        return value ? value[1] : key;
      });
      var others = Object.assign({}, state.facets);
      delete others[facet.key];
      var label = facet.values.length > 1 ? facet.label + ': ' + words.join(', ') : words.join(', ');
      ways.push({ label: label, state: Object.assign({}, state, { facets: others }) });
    });
    // A filter of another list may stand in the address.
    var known = store.facets.map(function (facet) { return facet.key; });
    Object.keys(state.facets).forEach(function (key) {
      if (known.indexOf(key) < 0) delete state.facets[key];
    });
    var words = make.node('p', '', say(ways.length > 1 ? 'nothing' : ways.length ? 'nothing_one' : 'nothing_at_all'));
    var buttons = make.node('p', 'list-empty-ways');
    ways.forEach(function (way) {
      var count = lists.find(store, way.state, columns).hits.length;
      var button = make.button('button', say('remove', { filter: way.label }));
      button.append(' ', make.node('span', 'chip-count', String(count)));
      button.addEventListener('click', function () { act.replace(way.state); });
      buttons.append(button);
    });
    if (ways.length > 1) {
      var all = make.button('button', say('remove_all'));
      all.addEventListener('click', function () { act.clear(true); });
      buttons.append(all);
    }
    element.replaceChildren(words, buttons);
  }

  lists.Facets = Facets;
  lists.nothingLeft = nothingLeft;
})();
