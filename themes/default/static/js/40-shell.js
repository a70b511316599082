// Keys and small comforts of the shell: Esc, copy link, printing.
(function () {
  'use strict';

  // Closes what stands open, innermost first; says whether there was anything.
  function close(target) {
    var open = document.querySelector('.names:hover:not(.dismissed), .names:focus-within:not(.dismissed)');
    if (open) {
      open.classList.add('dismissed');
      var details = open.querySelector('details[open]');
      if (details) {
        details.open = false;
        if (open.contains(target)) details.querySelector('summary').focus();
      }
      return true;
    }
    var others = document.querySelectorAll('.names details[open], .switcher[open]');
    others.forEach(function (details) {
      var inside = details.contains(target);
      details.open = false;
      if (inside) details.querySelector('summary').focus();
    });
    return others.length > 0;
  }

  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && close(event.target)) event.preventDefault();
  });

  // A name list that Esc closed opens again when it is pointed at anew.
  ['pointerover', 'focusin'].forEach(function (type) {
    document.addEventListener(type, function (event) {
      document.querySelectorAll('.names.dismissed').forEach(function (names) {
        if (!names.contains(event.target)) names.classList.remove('dismissed');
      });
    });
  });
  document.addEventListener('toggle', function (event) {
    var details = event.target;
    if (!details.open || !details.closest) return;
    var names = details.closest('.names');
    if (!names) return;
    names.classList.remove('dismissed');
    document.querySelectorAll('.names details[open]').forEach(function (other) {
      if (other !== details) other.open = false;
    });
  }, true);
  document.addEventListener('click', function (event) {
    document.querySelectorAll('.names details[open], .switcher[open]').forEach(function (details) {
      if (!details.contains(event.target)) details.open = false;
    });
  });

  // Whatever is folded is open on paper, and folded again afterwards.
  var folded = [];
  window.addEventListener('beforeprint', function () {
    folded = Array.from(document.querySelectorAll('main details.fold:not([open])'));
    folded.forEach(function (details) { details.open = true; });
  });
  window.addEventListener('afterprint', function () {
    folded.forEach(function (details) { details.open = false; });
  });

  // A region that does not scroll is no stop for the Tab key.
  function stops() {
    document.querySelectorAll('.table-region').forEach(function (region) {
      var scrolls = region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1;
      if (scrolls) region.setAttribute('tabindex', '0');
      else region.removeAttribute('tabindex');
    });
  }

  document.addEventListener('DOMContentLoaded', function () {
    stops();
    window.addEventListener('resize', stops);
    document.querySelectorAll('[data-copy-link]').forEach(function (button) {
      if (!navigator.clipboard) return;
      button.hidden = false;
      button.addEventListener('click', function () {
        var label = button.querySelector('span');
        var before = label.textContent;
        navigator.clipboard.writeText(location.href.split('#')[0]).then(function () {
          label.textContent = button.dataset.done;
          setTimeout(function () { label.textContent = before; }, 2000);
        }, function () { /* the browser refused: the address bar still has it */ });
      });
    });
    // The target of a link may lie in a fold.
    var target = location.hash.length > 1 && document.getElementById(decodeFragment(location.hash));
    var fold = target && target.closest('details:not([open])');
    if (fold) {
      fold.open = true;
      target.scrollIntoView();
    }
  });

  function decodeFragment(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch (error) {
      return hash.slice(1);
    }
  }
})();
