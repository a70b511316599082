// Measures the preview: from an overlay saved on disk until the open page shows it.
//
// node tests/bench/preview.mjs PROGRAM SITE [ROUNDS]
// SITE is one that `bench-site` made. Needs Chromium, and `npm ci` in tests/browser.
// README.md beside this file has the method.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { Browser } from '../browser/lib/browser.mjs';

const [program, site, rounds = '20'] = process.argv.slice(2);
if (!site) {
  console.error('name the program and the site: node tests/bench/preview.mjs target/release/rosterbook SITE');
  process.exit(2);
}

async function address(serving) {
  for await (const line of createInterface({ input: serving.stdout })) return line.trim();
  throw new Error('the preview did not start');
}

const serving = spawn(program, ['-C', site, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
const browser = await Browser.start();
let overlay;
try {
  const url = await address(serving);
  const { page } = await browser.tab();
  const groups = await (await fetch(new URL('contoso/groups.json', url))).json();
  const group = groups[groups.length >> 1];
  await page.goto(new URL(group.url, url).href);
  overlay = path.join(site, 'content', 'contoso', 'groups', `${group.id}.md`);
  if (fs.existsSync(overlay)) throw new Error(`there is an overlay already: ${overlay}`);
  fs.mkdirSync(path.dirname(overlay), { recursive: true });
  const times = [];
  for (let round = 0; round <= Number(rounds); round += 1) {
    await sleep(500);
    const words = `Round ${round} of this note.`;
    const started = performance.now();
    fs.writeFileSync(overlay, words);
    await page.getByText(words).waitFor();
    // The first round also warms the browser up.
    if (round > 0) times.push(performance.now() - started);
  }
  times.sort((one, other) => one - other);
  const of = (part) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))]);
  console.log(`${groups.length} groups, ${times.length} edits: median ${of(0.5)} ms, 95th of 100 ${of(0.95)} ms, worst ${of(1)} ms until the open page shows it`);
} finally {
  if (overlay) fs.rmSync(overlay, { force: true });
  await browser.close();
  serving.kill();
}
