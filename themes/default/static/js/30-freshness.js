// The freshness pill: when the tenants of this page were last checked, and whether that was long ago.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var data = null;

  // Called by assets/data/freshness.js.
  rosterbook.freshness = function (value) {
    data = value;
    show();
  };

  function show() {
    var pill = document.querySelector('[data-freshness]');
    if (!pill || !data || typeof data.tenants !== 'object') return;
    var now = Date.now();
    var oldest = null;
    var troubles = [];
    var oldestRead = null;
    (document.body.dataset.tenants || '').split(' ').forEach(function (key) {
      if (!key || !Object.prototype.hasOwnProperty.call(data.tenants, key)) return;
      var tenant = data.tenants[key];
      var streams = tenant.streams || {};
      var read = Object.keys(streams).map(function (name) { return Date.parse(streams[name]); })
        .filter(function (time) { return !isNaN(time); });
      var tried = Date.parse(tenant.tried);
      // What counts is what was read: a failed attempt makes nothing fresh.
      var checked = tenant.outcome === 'complete' && !isNaN(tried) ? tried
        : read.length ? Math.min.apply(null, read) : NaN;
      if (!isNaN(checked) && (oldest === null || checked < oldest)) oldest = checked;
      read.forEach(function (time) { if (oldestRead === null || time < oldestRead) oldestRead = time; });
      if (tenant.outcome === 'failed' || tenant.outcome === 'partial' || tenant.outcome === 'refused') {
        troubles.push(rosterbook.say(tenant.outcome));
        Object.keys(streams).forEach(function (name) {
          var time = Date.parse(streams[name]);
          if (!isNaN(time) && !isNaN(tried) && time < tried - 1000) {
            troubles.push(rosterbook.say('stream', { stream: name, date: streams[name].slice(0, 10) }));
          }
        });
      }
    });
    if (oldest === null && !troubles.length) return;
    var seconds = oldest === null ? 0 : (now - oldest) / 1000;
    var stale = oldest !== null && seconds > (data.staleAfter || 10800);
    var words = troubles.filter(function (word, index) { return troubles.indexOf(word) === index; });
    if (stale) words.unshift(rosterbook.say('stale', { age: rosterbook.span(seconds) }));
    else if (oldest !== null) words.unshift(rosterbook.say('checked', { age: rosterbook.age(new Date(oldest).toISOString(), now) }));
    var age = pill.querySelector('.pill-age');
    age.textContent = words.join(', ');
    age.hidden = false;
    pill.dataset.fresh = stale || troubles.length ? 'no' : 'yes';
    reserve(stale || troubles.length ? oldestRead : null);
  }

  // Who was not seen may be there by now: an empty list says as of when, while the data is old or
  // was read in part. `read` is when the oldest of it was read, or null while it is fresh.
  function reserve(read) {
    document.querySelectorAll('[data-unseen]').forEach(function (line) {
      if (line.dataset.unseen === '') line.dataset.unseen = line.textContent;
      line.textContent = read === null ? line.dataset.unseen
        : rosterbook.say('unseen', { date: new Date(read).toISOString().slice(0, 10) });
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    if (!document.querySelector('[data-freshness]')) return;
    var script = document.createElement('script');
    script.src = (document.body.dataset.root || '') + 'assets/data/freshness.js';
    document.head.append(script);
    document.addEventListener('rosterbook:update', show);
    setInterval(show, 60000);
  });
})();
