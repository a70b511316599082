// Nodes, icons and scripts, made the same way everywhere in the lists. Texts go in as text.
(function () {
  'use strict';
  var rosterbook = window.rosterbook = window.rosterbook || {};
  var SVG = 'http://www.w3.org/2000/svg';
  // What may stand in `href`: the same rule as for pages (`src/render/address.rs`).
  var SCHEME = /^([a-z][a-z0-9+.-]*):/i;

  // What a page does with controls in names (`src/render/escape.rs`): those that turn the direction
  // of writing round are shown and not obeyed, others become the replacement character.
  function visible(text) {
    return String(text).replace(/[\u202a-\u202e\u2066-\u2069]/g, function (control) {
      return '[U+' + control.charCodeAt(0).toString(16).toUpperCase() + ']';
    }).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd');
  }

  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== '') node.textContent = visible(text);
    return node;
  }

  function button(className, text, label) {
    var node = make('button', className, text);
    node.type = 'button';
    if (label) node.setAttribute('aria-label', visible(label));
    return node;
  }

  // Draws one of the symbols that the page carries.
  function icon(name) {
    var svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    var use = document.createElementNS(SVG, 'use');
    use.setAttribute('href', '#icon-' + name);
    svg.append(use);
    return svg;
  }

  // Returns an address of this site, or an outside one that may be linked; else nothing.
  function address(url) {
    url = String(url || '').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '').trim();
    if (!url || /^[/\\]/.test(url)) return '';
    var scheme = SCHEME.exec(url);
    if (!scheme || /[/?#]/.test(scheme[1])) {
      var parts = url.split('#');
      var path = parts[0].split('/').map(encodeURIComponent).join('/');
      return (document.body.dataset.root || '') + path + (parts.length > 1 ? '#' + parts.slice(1).join('#') : '');
    }
    return /^https?:\/\//i.test(url) ? url : '';
  }

  function link(url, text, className) {
    var href = address(url);
    var node = make(href ? 'a' : 'span', className || (href ? '' : 'name'), text);
    if (href) node.setAttribute('href', href);
    return node;
  }

  // Loads a data script of this site; it hands its value to a function of `rosterbook`.
  function load(path, done, lost) {
    var script = document.createElement('script');
    script.src = (document.body.dataset.root || '') + path;
    script.addEventListener('load', function () {
      script.remove();
      done();
    });
    script.addEventListener('error', function () {
      script.remove();
      lost();
    });
    document.head.append(script);
  }

  // Folds case and accents, so that "jorg" finds "Jörg".
  function fold(text) {
    if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
    return text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/ß/g, 'ss');
  }

  rosterbook.make = { node: make, visible: visible, button: button, icon: icon, link: link, address: address, load: load, fold: fold };
})();
