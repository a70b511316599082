// Hostile text in every field of snapshot, exports and overlays: pages get other words from it, and
// nothing else. The same site with harmless text of equal length is what they are compared with.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { choose } from '../lib/pages.mjs';
import { Site } from '../lib/site.mjs';

// Everything at once: it is added to every text, so that texts that were equal stay equal.
const HOSTILE = [
  `"><img src=x onerror=alert(1)>`, `'><svg/onload=alert(2)>`, '</script><script>alert(3)</script>', '<!--',
  'javascript:alert(4)', '{{7*7}}{% raw %}', '&lt;b&gt;&#x3c;i>', '../..', 'CON', '\u202ecba\u2066', 'שלום عالم',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f466}', ']]>', '`${alert(5)}`', '\u2028', 'W'.repeat(256),
].join(' ');
const HARMLESS = masked(HOSTILE);
// In addresses: no blank, and still one address.
const HOSTILE_MAIL = `"'(alert)\u202e`;
const HARMLESS_MAIL = 'x'.repeat(HOSTILE_MAIL.length);

// What is no text: ids, times, words that the program gave itself, and marks that decide a meaning.
const KEPT = /^(id|members|type|kind|status|event|member|group|memberType|userType|skuId|state|at|first|changed|created|renewed|expires|since|registered|format|deviceId|device_id|visibility|default|initial|actor)$/;
const NO_TEXT = /^(\d{4}-\d\d-\d\d.*|[0-9a-f]{8}-[0-9a-f-]{27}|\d+|true|false|yes|no|on|off|paused|full|not_read|include|https?:.*)$/i;

function masked(text) {
  return Array.from(text, (letter) => (letter === ' ' ? ' ' : 'x')).join('');
}

// Several phone numbers in one cell are told apart by these marks, as the importer promises.
function withoutSeparators(text) {
  return text.replaceAll(/[;,|]/g, '');
}

function spoil(text, hostile, key = '') {
  if (text.trim() === '' || NO_TEXT.test(text.trim())) return text;
  const at = text.lastIndexOf('@');
  if (at > 0 && !text.includes(' ')) return text.slice(0, at) + (hostile ? HOSTILE_MAIL : HARMLESS_MAIL) + text.slice(at);
  const mark = /phone/i.test(key) ? withoutSeparators(HOSTILE) : HOSTILE;
  return `${text} ${hostile ? mark : masked(mark)}`;
}

function spoilAll(value, hostile, key = '') {
  if (typeof value === 'string') return KEPT.test(key) ? value : spoil(value, hostile);
  if (Array.isArray(value)) return value.map((it) => spoilAll(it, hostile, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, spoilAll(it, hostile, name)]));
}

// In exports only what people write is spoilt: headers, types and switches decide how they are read.
const EXPORTED = /name|title|note|hostname|serial|model|manufacturer|email|location|contact|asset_tag|asset-tag|system/i;
const NOT_EXPORTED = /type|status|id$|organization|company|label|archived/i;

function spoilExport(value, hostile, key = '') {
  if (typeof value === 'string') return EXPORTED.test(key) && !NOT_EXPORTED.test(key) ? spoil(value, hostile, key) : value;
  if (Array.isArray(value)) return value.map((it) => spoilExport(it, hostile, key));
  if (value === null || typeof value !== 'object') return value;
  // `{label, value}`: the label says what the value is.
  const label = typeof value.label === 'string' ? value.label : key;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, spoilExport(it, hostile, name === 'value' ? label : name)]));
}

function spoilTable(text, hostile) {
  const rows = [];
  let row = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted && letter === '"' && text[at + 1] === '"') {
      row[row.length - 1] += '"';
      at += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (letter === ',' && !quoted) row.push('');
    else if (letter === '\n' && !quoted) {
      rows.push(row);
      row = [''];
    } else if (letter !== '\r' || quoted) row[row.length - 1] += letter;
  }
  const [head, ...lines] = rows;
  const out = lines.map((line) => line.map((cell, at) => spoilExport(cell, hostile, head[at])));
  return [head, ...out].map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n') + '\n';
}

function files(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

function change(file, work) {
  fs.writeFileSync(file, work(fs.readFileSync(file, 'utf8')));
}

function spoilSite(site, hostile) {
  for (const file of files(path.join(site.root, 'snapshot'))) {
    if (path.basename(file) === 'tenant.json' || path.basename(file) === 'snapshot.json') continue;
    const object = (text) => spoilAll(JSON.parse(text), hostile);
    if (file.endsWith('.json')) change(file, (text) => `${JSON.stringify(object(text), null, 2)}\n`);
    if (file.endsWith('.ndjson')) {
      change(file, (text) => text.split('\n').filter(Boolean).map((line) => `${JSON.stringify(object(line))}\n`).join(''));
    }
  }
  for (const file of files(path.join(site.root, 'exports'))) {
    if (file.endsWith('.csv')) change(file, (text) => spoilTable(text, hostile));
    if (file.endsWith('.json')) change(file, (text) => JSON.stringify(spoilExport(JSON.parse(text), hostile)));
  }
  for (const file of files(path.join(site.root, 'content'))) {
    if (!/groups[\\/][0-9a-f-]{36}\.md$/.test(file)) continue;
    const mark = hostile ? HOSTILE : HARMLESS;
    const quoted = JSON.stringify(` ${mark}`).slice(1, -1).replaceAll('\u2028', '');
    change(file, (text) => {
      const [, front, notes] = /^\+\+\+\n([\s\S]*?)\n\+\+\+\n?([\s\S]*)$/.exec(text);
      const name = /^(name|description|email|domain) = "(.*)"$/gm;
      const plain = front.replace(name, (_, key, value) => `${key} = "${value}${quoted}"`);
      // Notes are Markdown, where raw HTML is dropped: blanks and marks of Markdown are left out.
      const words = mark.replaceAll(/[`_*[\]{}$#|\\~]/g, '');
      return `+++\n${plain}\n+++\n${notes.trim()}${notes.trim() ? `\n\n${hostile ? words : 'x'}\n` : ''}`;
    });
  }
}

// The last part of a folder is the id; what stands before it is made of the name.
function key(page) {
  const objects = /^([^/]+\/(?:groups|people|devices|contacts|configurations)\/)([^/]+)(\/.*)$/.exec(page);
  if (!objects) return page;
  const [, before, folder, after] = objects;
  return before + (/(?:^|-)([0-9a-z]+)$/.exec(folder)?.[1] ?? folder) + after;
}

async function counted(tab, text) {
  return tab.page.evaluate((html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const all = [...parsed.querySelectorAll('*')];
    const names = {};
    const bad = [];
    for (const node of all) {
      // Notes and pages are Markdown: their words decide about their elements.
      if (node.closest('.prose')) continue;
      for (const { name, value } of node.attributes) {
        const label = `${node.localName}[${name}]`;
        names[label] = (names[label] ?? 0) + 1;
        if (/^on/i.test(name) || name === 'style' || name === 'srcdoc') bad.push(`${label}=${value.slice(0, 60)}`);
      }
      names[node.localName] = (names[node.localName] ?? 0) + 1;
    }
    for (const node of parsed.querySelectorAll('[href], [src], [action]')) {
      for (const name of ['href', 'src', 'action']) {
        const value = node.getAttribute(name);
        const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec((value ?? '').replaceAll(/[\u0000-\u0020]/g, ''))?.[1].toLowerCase();
        const ours = scheme === undefined || ['http', 'https', 'mailto', 'tel'].includes(scheme) || (name === 'src' && scheme === 'data');
        if (!ours || value?.startsWith('//')) bad.push(`${node.localName} ${name}=${value.slice(0, 80)}`);
      }
    }
    const obeyed = /[\u202a-\u202e\u2066-\u2069]/.test(html);
    return { names, bad, obeyed };
  }, text);
}

export async function checkHostile(suite, browser, program) {
  if (!suite.wants('hostile')) return;
  const sites = [];
  for (const hostile of [false, true]) {
    const site = new Site(program);
    spoilSite(site, hostile);
    sites.push(site);
  }
  const [harmless, hostile] = sites;
  try {
    await suite.check('hostile: both sites are built', () => {
      const faults = [];
      for (const site of sites) {
        const done = site.run('build');
        if (done.status !== 0) faults.push(`${done.status}: ${done.stderr.slice(0, 600)}`);
      }
      return faults;
    });
    const pages = hostile.pages();
    await suite.check('hostile: folders are plain whatever names are like', () => {
      const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
      const seen = new Map();
      return files(hostile.output).map((file) => path.relative(hostile.output, file)).flatMap((file) => {
        const faults = [];
        if (!/^[A-Za-z0-9./_-]+$/.test(file) || file.includes('..')) faults.push(`${file}: not plain`);
        if (file.split('/').some((part) => reserved.test(part) || part.length > 120)) faults.push(`${file}: reserved or long`);
        const same = seen.get(file.toLowerCase());
        if (same) faults.push(`${file} and ${same} differ by case only`);
        seen.set(file.toLowerCase(), file);
        return faults;
      });
    });
    await suite.check('hostile: the same elements and attributes as with harmless text', async () => {
      const tab = await browser.tab({ scripts: true });
      await tab.page.goto('about:blank');
      const other = new Map(harmless.pages().map((page) => [key(page.path), page]));
      const faults = [];
      let compared = 0;
      for (const page of pages) {
        const twin = other.get(key(page.path));
        // Escaped text is longer, so lists are parted elsewhere; findings stand in the order of names.
        const parted = [page, twin].some((it) => it?.text.includes('/page/2/') || it?.path.includes('/page/'));
        if (parted || page.kind.startsWith('health')) continue;
        if (!twin) {
          faults.push(`${page.path} has no twin`);
          continue;
        }
        const [one, two] = [await counted(tab, page.text), await counted(tab, twin.text)];
        compared += 1;
        faults.push(...one.bad.map((it) => `${page.path}: ${it}`));
        if (one.obeyed) faults.push(`${page.path}: a control of direction is obeyed`);
        const labels = new Set([...Object.keys(one.names), ...Object.keys(two.names)]);
        const differ = [...labels].filter((label) => one.names[label] !== two.names[label]);
        if (differ.length > 0) {
          const words = differ.slice(0, 4).map((label) => `${label} ${one.names[label] ?? 0}, not ${two.names[label] ?? 0}`);
          faults.push(`${page.path}: ${words.join('; ')}`);
        }
      }
      await tab.close();
      if (compared < 1000) faults.push(`only ${compared} pages were compared`);
      return faults;
    });
    await suite.check('hostile: no dialog, no report of the policy, no request, nothing wider than the window', async () => {
      const base = pathToFileURL(`${hostile.output}/`).href;
      const wide = [];
      const faults = [];
      for (const width of [1280, 320]) {
        const tab = await browser.tab({ width });
        for (const page of choose(pages, 3)) {
          await tab.open(base, page.path);
          wide.push(...(await tab.overflow()));
        }
        faults.push(...tab.faults);
        await tab.close();
      }
      return [...faults, ...wide];
    });
    await suite.check('hostile: search shows names as words', async () => {
      const tab = await browser.tab({ scripts: true });
      await tab.open(pathToFileURL(`${hostile.output}/`).href, 'index.html');
      await tab.page.keyboard.press('/');
      await tab.page.keyboard.type('onerror mira');
      await tab.page.waitForTimeout(1500);
      const found = await tab.page.evaluate(() => ({
        images: document.querySelectorAll('img, script:not([src])').length,
        words: document.body.innerText.includes('onerror=alert(1)'),
        obeyed: /[\u202a-\u202e\u2066-\u2069]/.test(document.querySelector('.search-panel').textContent),
      }));
      await tab.close();
      const faults = [...tab.faults];
      if (found.images > 0) faults.push(`${found.images} elements were made of names`);
      if (found.obeyed) faults.push('a control of direction is obeyed');
      if (!found.words) faults.push('no result shows the hostile name');
      return faults;
    });
  } finally {
    for (const site of sites) await site.close();
  }
}
