// Colours: light, dark, or as the system. Runs in the head, so that nothing flashes.
(function () {
  'use strict';
  var KEY = 'rosterbook.theme.1';
  var root = document.documentElement;

  function stored() {
    try {
      var value = localStorage.getItem(KEY);
      return value === 'light' || value === 'dark' ? value : 'system';
    } catch (error) {
      return 'system';
    }
  }

  function apply(choice) {
    if (choice === 'system') {
      root.removeAttribute('data-theme');
    } else {
      root.setAttribute('data-theme', choice);
    }
    document.querySelectorAll('[data-theme-choice]').forEach(function (button) {
      button.setAttribute('aria-pressed', String(button.dataset.themeChoice === choice));
    });
  }

  apply(stored());
  document.addEventListener('DOMContentLoaded', function () {
    apply(stored());
    document.querySelectorAll('.theme-switch').forEach(function (group) {
      group.hidden = false;
    });
  });
  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-theme-choice]');
    if (!button) return;
    var choice = button.dataset.themeChoice;
    try {
      if (choice === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch (error) { /* private windows keep nothing: the choice lasts for this page */ }
    apply(choice);
  });
  window.addEventListener('storage', function (event) {
    if (event.key === KEY) apply(stored());
  });
})();
