// Ages beside times, in words: "3 hours ago". The page itself says only what is always true.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var strings = rosterbook.strings || {};
  var STEPS = [
    [31557600, 'year', 'years'],
    [2629800, 'month', 'months'],
    [86400, 'day', 'days'],
    [3600, 'hour', 'hours'],
    [60, 'minute', 'minutes']
  ];

  // Returns the string of this key, with its {places} filled in.
  rosterbook.say = function (key, values) {
    return (strings[key] || key).replace(/\{(\w+)\}/g, function (whole, name) {
      return values && name in values ? String(values[name]) : whole;
    });
  };

  rosterbook.age = function (iso, now) {
    var then = Date.parse(iso);
    if (isNaN(then)) return '';
    var seconds = Math.max(0, (now - then) / 1000);
    for (var index = 0; index < STEPS.length; index++) {
      var count = Math.floor(seconds / STEPS[index][0]);
      if (count >= 1) return rosterbook.say(STEPS[index][count === 1 ? 1 : 2], { n: count });
    }
    return rosterbook.say('now');
  };

  rosterbook.span = function (seconds) {
    if (seconds < 7200) return rosterbook.say('span_minutes', { n: Math.floor(seconds / 60) });
    if (seconds < 172800) return rosterbook.say('span_hours', { n: Math.floor(seconds / 3600) });
    return rosterbook.say('span_days', { n: Math.floor(seconds / 86400) });
  };

  function tell() {
    var now = Date.now();
    document.querySelectorAll('main time[datetime]:not([data-plain])').forEach(function (time) {
      var age = rosterbook.age(time.dateTime, now);
      if (!age) return;
      var next = time.nextElementSibling;
      if (!next || !next.classList.contains('age')) {
        next = document.createElement('span');
        next.className = 'age';
        time.after(' ', next);
      }
      if (next.textContent !== age) next.textContent = age;
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    tell();
    setInterval(tell, 60000);
  });
})();
