// The freshness pill: when the tenants of this page were last checked, and which of them were not,
// or long ago. Everything about one tenant is on the page of its organization.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var TROUBLES = ['failed', 'partial', 'refused'];
  var data = null;

  // Called by assets/data/freshness.js.
  rosterbook.freshness = function (value) {
    data = value;
    show();
  };

  function own(object, key) {
    return object && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
  }

  // What the data says of a tenant, by the clock.
  function known(key, now) {
    var tenant = own(data.tenants, key);
    if (!tenant) return null;
    var streams = tenant.streams || {};
    var read = Object.keys(streams).map(function (name) { return Date.parse(streams[name]); })
      .filter(function (time) { return !isNaN(time); });
    var tried = Date.parse(tenant.tried);
    // What counts is what was read: a failed attempt makes nothing fresh.
    var checked = tenant.outcome === 'complete' && !isNaN(tried) ? tried
      : read.length ? Math.min.apply(null, read) : NaN;
    var seconds = (now - checked) / 1000;
    return {
      name: rosterbook.make.visible(own(data.names, key) || key),
      outcome: tenant.outcome, streams: streams, tried: tried, checked: checked, seconds: seconds,
      oldest: read.length ? Math.min.apply(null, read) : NaN,
      isStale: seconds > (data.staleAfter || 10800)
    };
  }

  // Says how a sync ended and from when the data is that stayed: once, where all of it is equally old.
  function ending(tenant) {
    var behind = Object.keys(tenant.streams).filter(function (name) {
      return Date.parse(tenant.streams[name]) < tenant.tried - 1000;
    });
    var dates = behind.map(function (name) { return tenant.streams[name].slice(0, 10); });
    var isAll = behind.length === Object.keys(tenant.streams).length;
    var words = [rosterbook.say(tenant.outcome)];
    if (isAll && dates.length && dates.every(function (date) { return date === dates[0]; })) {
      words.push(rosterbook.say('data_of', { date: dates[0] }));
    } else {
      behind.forEach(function (name, at) { words.push(rosterbook.say('stream', { stream: name, date: dates[at] })); });
    }
    return words.join(', ');
  }

  // Returns what is wrong, and with whom: tenants of which the same is to be said stand together.
  function troubles(tenants) {
    var found = [];
    tenants.forEach(function (tenant) {
      var what = TROUBLES.indexOf(tenant.outcome) >= 0 ? ending(tenant)
        : tenant.isStale ? rosterbook.say('stale', { age: rosterbook.span(tenant.seconds) }) : '';
      if (!what) return;
      var same = found.find(function (it) { return it.what === what; });
      if (same) same.names.push(tenant.name);
      else found.push({ what: what, names: [tenant.name], isStale: TROUBLES.indexOf(tenant.outcome) < 0 });
    });
    return found;
  }

  function show() {
    var pill = document.querySelector('[data-freshness]');
    if (!data || typeof data.tenants !== 'object') return;
    var now = Date.now();
    mark(now);
    var tenants = (document.body.dataset.tenants || '').split(' ')
      .map(function (key) { return known(key, now); }).filter(Boolean);
    if (!pill || !tenants.length) return;
    var found = troubles(tenants);
    var checked = tenants.map(function (tenant) { return tenant.checked; }).filter(function (time) { return !isNaN(time); });
    if (!found.length && !checked.length) return;
    var who = '';
    var what;
    if (!found.length) {
      what = rosterbook.say('checked', { age: rosterbook.age(new Date(Math.min.apply(null, checked)).toISOString(), now) });
    } else if (found.length === 1 && found[0].isStale && found[0].names.length === tenants.length) {
      what = found[0].what;
    } else {
      who = rosterbook.say('trouble', { tenants: found[0].names.join(', ') });
      what = found.map(function (it, at) {
        return (at ? rosterbook.say('trouble', { tenants: it.names.join(', ') }) + ' ' : '') + it.what;
      }).join('; ');
    }
    write(pill, who, what);
    pill.dataset.fresh = found.length ? 'no' : 'yes';
    var read = tenants.map(function (tenant) { return tenant.oldest; }).filter(function (time) { return !isNaN(time); });
    reserve(found.length && read.length ? Math.min.apply(null, read) : null);
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

  // The bar is one line high: what does not fit is cut off there, and stands in the title.
  function write(pill, who, what) {
    var age = pill.querySelector('.pill-age');
    var parts = [['pill-who', who], ['pill-what', what]].filter(function (part) { return part[1]; });
    var whole = parts.map(function (part) { return part[1]; }).join(' ');
    age.hidden = false;
    if (age.textContent === whole) return;
    age.replaceChildren();
    parts.forEach(function (part, at) {
      var span = document.createElement('span');
      span.className = part[0];
      span.textContent = part[1];
      age.append(at ? ' ' : '', span);
    });
    pill.title = pill.querySelector('.pill-state').textContent + ' · ' + whole;
  }

  // What a build called complete may be old by now.
  function mark(now) {
    document.querySelectorAll('.outcome-complete[data-sync-of]').forEach(function (outcome) {
      var tenant = known(outcome.dataset.syncOf, now);
      if (!tenant || tenant.outcome !== 'complete' || !tenant.isStale) return;
      outcome.classList.replace('outcome-complete', 'outcome-stale');
      var word = outcome.querySelector('.outcome-word');
      word.textContent = rosterbook.say('stale_word');
      word.classList.remove('visually-hidden');
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    if (!document.querySelector('[data-freshness], [data-sync-of]')) return;
    var script = document.createElement('script');
    script.src = (document.body.dataset.root || '') + 'assets/data/freshness.js';
    document.head.append(script);
    document.addEventListener('rosterbook:update', show);
    setInterval(show, 60000);
  });
})();
