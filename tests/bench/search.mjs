// Measures the search of a built site in Chromium: the first result from cold, and each key press.
// node tests/bench/search.mjs FOLDER [--rounds N] [--only PROFILE]; README.md has the method.

import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';

const HERE = path.dirname(new URL(import.meta.url).pathname);
const { chromium } = createRequire(path.join(HERE, '../browser/package.json'))('playwright-core');

// A mid-range phone on a slow connection, as Lighthouse sets it: a quarter of this machine's speed,
// 1.6 Mbit/s down, 0.75 up, 150 ms for an answer.
const SLOW = { offline: false, latency: 150, downloadThroughput: (1.6 * 1e6) / 8, uploadThroughput: (0.75 * 1e6) / 8 };
const PROFILES = {
  disk: { from: 'disk' },
  'disk, phone': { from: 'disk', slowdown: 4, phone: true },
  'server, phone': { from: 'plain', slowdown: 4, phone: true, network: SLOW },
  'server with gzip, phone': { from: 'gzip', slowdown: 4, phone: true, network: SLOW },
};
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

const options = { rounds: 5, only: '' };
const words = process.argv.slice(2);
const folder = words.shift();
while (words.length > 0) {
  const name = words.shift().replace(/^--/, '');
  if (!(name in options)) throw new Error(`unknown flag --${name}`);
  options[name] = name === 'only' ? words.shift() : Number(words.shift());
}
if (!folder || !fs.existsSync(path.join(folder, 'index.html'))) {
  console.error('name the folder of a built site: node tests/bench/search.mjs DIR/public');
  process.exit(2);
}
const root = fs.realpathSync(folder);

// What lies on disk for the search.
function weigh() {
  const data = path.join(root, 'assets/data');
  const sizes = fs.readdirSync(data).filter((name) => name.startsWith('search')).map((name) => fs.statSync(path.join(data, name)).size);
  const all = sizes.reduce((one, other) => one + other, 0);
  return `${sizes.length} files of data, ${(all / 2 ** 20).toFixed(1)} MiB, the largest ${(Math.max(...sizes) / 1024).toFixed(0)} KiB`;
}

function median(values) {
  return quantile(values, 0.5);
}

function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

// What is typed: made of people, devices and groups that the site has, from the middle of its lists.
function queries() {
  const organization = fs.readdirSync(root).find((name) => fs.existsSync(path.join(root, name, 'people.json')));
  const read = (name) => {
    const value = JSON.parse(fs.readFileSync(path.join(root, organization, name), 'utf8'));
    return Array.isArray(value) ? value : Object.values(value).find(Array.isArray);
  };
  const people = read('people.json');
  const plain = people.filter((it) => /^[A-Z][a-z]{3,} [A-Z][a-z]{3,}/.test(it.name));
  const accents = people.filter((it) => /[^\x00-\x7f]/.test(it.name));
  const middle = (list) => list[Math.floor(list.length / 2)];
  const person = middle(plain);
  const [first, last, ...number] = person.name.split(' ');
  const turned = last[0] + last[2] + last[1] + last.slice(3);
  const device = middle(read('devices.json'));
  const group = middle(read('groups.json'));
  const serial = (device.match && device.serial_number) || device.serial || '';
  const mail = person.mail ?? person.address ?? person.user_principal_name ?? '';
  const list = [
    ['three letters', first.slice(0, 3)],
    ['first name only', first],
    ['whole name', person.name],
    ['accents left out', (middle(accents)?.name ?? '').normalize('NFKD').replace(/[\u0300-\u036f]/g, '')],
    ['word order', `${last.slice(0, 3)} ${first.slice(0, 3)}`],
    ['a slip', `${turned} ${number.join(' ')}`.trim()],
    ['a slip alone', turned],
    ['sign-in name', mail],
    // As `bench-site --aliases 1` makes it.
    ['alias', `${first[0]}${last}${number.join('')}`.toLowerCase()],
    ['device', device.name],
    ['serial number', serial],
    ['group', group.name],
    ['inside a word', last.slice(1)],
    ['nothing', 'qqxzzw'],
  ];
  return list.filter(([, text]) => text);
}

function serve(gzip) {
  const server = http.createServer((request, response) => {
    let file = path.join(root, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    if (file.endsWith('/')) file += 'index.html';
    if (!file.startsWith(root) || !fs.existsSync(file)) return response.writeHead(404).end();
    let bytes = fs.readFileSync(file);
    const headers = { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' };
    if (gzip) {
      bytes = zlib.gzipSync(bytes);
      headers['content-encoding'] = 'gzip';
    }
    response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

// Runs in the page: times are taken when the frame that shows an answer has been made.
function watch() {
  const seen = { first: null, keys: [], work: [] };
  window.searchSeen = seen;
  const painted = (work) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => work(performance.now());
    channel.port2.postMessage(null);
  });
  addEventListener('keydown', (event) => {
    const began = event.timeStamp;
    painted((now) => seen.keys.push(now - began));
  }, true);
  // The part of it that the script takes: the least disturbed by other work on the machine.
  let began = 0;
  addEventListener('input', () => { began = performance.now(); }, true);
  addEventListener('input', () => seen.work.push(performance.now() - began));
  const look = new MutationObserver(() => {
    if (seen.first !== null || !document.querySelector('#search-results a[role="option"]')) return;
    seen.first = 0;
    painted((now) => { seen.first = now; });
  });
  look.observe(document, { childList: true, subtree: true });
}

async function open(browser, profile, base) {
  const size = profile.phone ? { width: 390, height: 844 } : { width: 1280, height: 900 };
  const context = await browser.newContext({ viewport: size, serviceWorkers: 'block' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  await devtools.send('Network.enable');
  const loaded = { bytes: 0, underway: 0 };
  devtools.on('Network.requestWillBeSent', () => { loaded.underway += 1; });
  devtools.on('Network.loadingFailed', () => { loaded.underway -= 1; });
  devtools.on('Network.loadingFinished', (event) => {
    loaded.bytes += event.encodedDataLength;
    loaded.underway -= 1;
  });
  if (profile.network) await devtools.send('Network.emulateNetworkConditions', profile.network);
  if (profile.slowdown) await devtools.send('Emulation.setCPUThrottlingRate', { rate: profile.slowdown });
  await page.addInitScript(watch);
  return { context, page, devtools, loaded, base };
}

// From an empty cache: the page is asked for, and as soon as there is a field the text is in it.
async function cold(tab, text) {
  await tab.page.goto(tab.base, { waitUntil: 'commit' });
  await tab.page.waitForFunction(() => document.getElementById('search-field'), undefined, { polling: 10, timeout: 60_000 });
  const ready = await tab.page.evaluate((value) => {
    const field = document.getElementById('search-field');
    const now = performance.now();
    field.focus();
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return now;
  }, text);
  await tab.page.waitForFunction(() => window.searchSeen.first > 0, undefined, { polling: 10, timeout: 120_000 });
  return { ready, first: await tab.page.evaluate(() => window.searchSeen.first) };
}

// Everything that a text needs has come, and nothing has been done for a while.
async function quiet(tab) {
  for (let still = 0; still < 4;) {
    await tab.page.waitForTimeout(75);
    still = tab.loaded.underway === 0 ? still + 1 : 0;
  }
}

async function type(tab, text) {
  await tab.page.evaluate(() => { window.searchSeen.keys.length = window.searchSeen.work.length = 0; });
  for (const letter of text) {
    await tab.page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await tab.page.waitForTimeout(40);
  }
  await tab.page.waitForTimeout(100);
  return tab.page.evaluate(() => ({ keys: window.searchSeen.keys, work: window.searchSeen.work }));
}

async function clear(tab) {
  await tab.page.evaluate(() => {
    const field = document.getElementById('search-field');
    field.focus();
    field.value = '';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

async function heap(tab) {
  await tab.devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await tab.devtools.send('Performance.getMetrics');
  return metrics.find((it) => it.name === 'JSHeapUsedSize').value / 2 ** 20;
}

const cell = (value, width, digits = 0) => (typeof value === 'number' ? value.toFixed(digits) : value).padStart(width);

async function measure(browser, name, profile, base) {
  const texts = queries();
  const start = texts.find(([kind]) => kind === 'whole name')[1];
  const colds = [];
  const weights = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const tab = await open(browser, profile, base);
    const times = await cold(tab, start);
    const before = tab.loaded.bytes;
    await quiet(tab);
    weights.push([before, tab.loaded.bytes, await heap(tab)]);
    colds.push(times);
    await tab.context.close();
  }
  const [first, ready] = ['first', 'ready'].map((key) => colds.map((it) => it[key]));
  console.log(`\n${name}: first result after ${cell(median(first), 0)} ms (worst ${cell(Math.max(...first), 0)}), `
    + `${cell(median(first.map((it, at) => it - ready[at])), 0)} ms after the first key; `
    + `${cell(median(weights.map((it) => it[1])) / 1024, 0)} KiB loaded, heap ${cell(median(weights.map((it) => it[2])), 0, 1)} MiB`);
  console.log(`${''.padEnd(18)}${''.padEnd(26)}${cell('median', 9)}${cell('95 %', 9)}${cell('worst', 9)}${cell('script', 9)}${cell('first', 9)}${cell('hits', 9)}`);
  const tab = await open(browser, profile, base);
  const all = { keys: [], work: [] };
  await cold(tab, start);
  await quiet(tab);
  for (const [kind, text] of texts) {
    const keys = [];
    const work = [];
    let waited = 0;
    for (let round = 0; round <= options.rounds; round += 1) {
      await clear(tab);
      const found = await type(tab, text);
      if (round > 0) keys.push(...found.keys);
      if (round > 0) work.push(...found.work);
      await quiet(tab);
      // The first time what the text needs may have to be loaded.
      if (round === 0) waited = Math.max(...found.keys);
    }
    all.keys.push(...keys);
    all.work.push(...work);
    await tab.page.waitForTimeout(600);
    const hits = await tab.page.evaluate(() => /\d+/.exec(document.querySelector('.search [role="status"]').textContent)?.[0] ?? '0');
    console.log(`${kind.padEnd(18)}${text.slice(0, 25).padEnd(26)}${cell(median(keys), 6)} ms${cell(quantile(keys, 0.95), 6)} ms${cell(Math.max(...keys), 6)} ms${cell(Math.max(...work), 6)} ms${cell(waited, 6)} ms${cell(hits, 9)}`);
  }
  console.log(`${'all keys'.padEnd(44)}${cell(median(all.keys), 6)} ms${cell(quantile(all.keys, 0.95), 6)} ms${cell(Math.max(...all.keys), 6)} ms${cell(Math.max(...all.work), 6)} ms; heap ${cell(await heap(tab), 0, 1)} MiB, ${cell(tab.loaded.bytes / 1024, 0)} KiB loaded`);
  await tab.context.close();
}

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'rosterbook-search-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  env: { ...process.env, HOME: profile },
});
const servers = { plain: await serve(false), gzip: await serve(true) };
try {
  console.log(`Chromium ${browser.version()}, ${os.cpus().length} cores, medians of ${options.rounds} rounds; ${weigh()}`);
  for (const [name, look] of Object.entries(PROFILES)) {
    if (!name.includes(options.only)) continue;
    const base = look.from === 'disk' ? pathToFileURL(path.join(root, 'index.html')).href : `http://127.0.0.1:${servers[look.from].address().port}/index.html`;
    await measure(browser, name, look, base);
  }
} finally {
  await browser.close();
  Object.values(servers).forEach((server) => server.close());
  fs.rmSync(profile, { recursive: true, force: true });
}
