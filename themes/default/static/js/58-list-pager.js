// The pages of what a list shows, in the place of the pages that the build wrote.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var lists = rosterbook.lists = rosterbook.lists || {};
  var make = rosterbook.make;
  var say = rosterbook.say;
  // How many pages stand around the current one.
  var AROUND = 2;

  function Pager(element, turn) {
    this.element = element;
    this.turn = turn;
    this.node = make.node('nav', 'pager');
    this.node.setAttribute('aria-label', say('pages'));
    this.node.hidden = true;
    element.append(this.node);
  }

  Pager.prototype.show = function (page, last, rows) {
    Array.from(this.element.children).forEach(function (child) { child.hidden = true; });
    this.node.hidden = last === 1;
    if (last === 1) return this.node.replaceChildren();
    var pager = this;
    var held = this.node.contains(document.activeElement) ? document.activeElement.dataset.to : null;
    var list = make.node('ul');
    function entry(text, to, current) {
      var item = make.node('li');
      var off = to < 1 || to > last;
      if (off || !text) {
        item.append(make.node('span', 'off', text || '…'));
      } else {
        var button = make.button('', text);
        button.dataset.to = text;
        if (current) button.setAttribute('aria-current', 'page');
        button.addEventListener('click', function () { pager.turn(to); });
        item.append(button);
      }
      list.append(item);
    }
    entry(say('previous'), page - 1);
    for (var at = 1; at <= last; at++) {
      var near = Math.abs(at - page) <= AROUND;
      if (near || at === 1 || at === last) entry(String(at), at, at === page);
      else if (at === page - AROUND - 1 || at === page + AROUND + 1) entry('', at);
    }
    entry(say('next'), page + 1);
    this.node.replaceChildren(make.node('p', '', say('rows_of', rows)), list);
    if (held === null) return undefined;
    var again = Array.from(list.querySelectorAll('button')).find(function (button) { return button.dataset.to === held; });
    (again || list.querySelector('[aria-current]')).focus();
    return undefined;
  };

  lists.Pager = Pager;
})();
