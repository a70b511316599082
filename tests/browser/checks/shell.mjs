// What is around every page: the bar on top, the state of the data, the page for lost addresses.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { Site } from '../lib/site.mjs';
import { until } from '../lib/suite.mjs';

const WIDTHS = [320, 390, 736, 1024, 1280];
const FRESHNESS = '.rosterbook/freshness.json';

export async function checkShell(suite, browser, site, pages) {
  if (!suite.wants('shell:')) return;
  const failed = failing(site);
  try {
    await checkBar(suite, browser, [['as published', site], ['with a failed sync', failed]], pages);
    await checkState(suite, browser, failed, pages);
    await checkLost(suite, browser, failed);
    await checkPaper(suite, browser, site, pages);
  } finally {
    await failed.close();
  }
}

// A copy of the site whose last sync failed for one tenant.
function failing(site) {
  const failed = new Site(site.program);
  failed.publish();
  const known = JSON.parse(failed.read(FRESHNESS));
  const at = new Date(Date.parse(known.fabrikam.tried) + 60_000).toISOString();
  known.fabrikam = { ...known.fabrikam, tried: at, outcome: 'failed', problem: 'the directory did not answer' };
  failed.write(FRESHNESS, JSON.stringify(known));
  const done = failed.run('build');
  if (done.status !== 0) throw new Error(`build ended with ${done.status}:\n${done.stderr}`);
  return failed;
}

async function checkBar(suite, browser, sites, pages) {
  const group = pages.find((page) => page.kind === 'group' && page.path.startsWith('fabrikam/') && page.text.includes('id="effective"') && page.size > 20_000);
  for (const [what, site] of sites) {
    await suite.check(`shell: the bar never covers a heading that a link leads to, nor the focus, ${what}`, async () => {
      const faults = [];
      const base = pathToFileURL(`${site.output}/`).href;
      for (const width of WIDTHS) {
        const tab = await browser.tab({ width, height: 600 });
        await tab.open(base, group.path);
        await until('the age of the data', () => tab.page.locator('[data-freshness][data-fresh]').count());
        faults.push(...(await tab.overflow()), ...(await tab.page.evaluate(hidden)).map((fault) => `${width} px: ${fault}`));
        faults.push(...(await backwards(tab.page)).map((fault) => `${width} px: ${fault}`));
        faults.push(...tab.faults);
        await tab.close();
      }
      return faults;
    });
  }
}

// Follows the page's own anchors, and says which headings the bar then covers.
function hidden() {
  const bar = document.querySelector('.topbar');
  const faults = [];
  for (const link of document.querySelectorAll('.toc a[href^="#"]')) {
    const target = document.getElementById(link.getAttribute('href').slice(1));
    target.scrollIntoView();
    const below = bar.getBoundingClientRect().bottom;
    const { top } = target.getBoundingClientRect();
    if (top < below) faults.push(`#${target.id} begins at ${Math.round(top)}, the bar ends at ${Math.round(below)}`);
  }
  const toc = document.querySelector('.toc');
  window.scrollTo(0, 1200);
  const ends = bar.getBoundingClientRect().bottom;
  if (getComputedStyle(toc).position === 'sticky' && toc.getBoundingClientRect().top < ends) faults.push('the bar covers the list of contents');
  if (ends > 60) faults.push(`the bar ends at ${Math.round(ends)}`);
  return faults;
}

// Goes from the end of the page back by Shift+Tab, and says where the bar covers the focus.
async function backwards(page) {
  const faults = [];
  await page.evaluate(() => {
    const links = [...document.querySelectorAll('main a[href]')].filter((link) => link.checkVisibility());
    links.at(-1).focus();
  });
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press('Shift+Tab');
    const at = await page.evaluate(() => {
      const focus = document.activeElement;
      if (!focus.closest('main') || focus.localName === 'main') return null;
      const { top } = focus.getBoundingClientRect();
      const bar = document.querySelector('.topbar').getBoundingClientRect().bottom;
      return { isHidden: top < bar, words: `${focus.textContent.trim().slice(0, 30)} at ${Math.round(top)}` };
    });
    if (!at) break;
    if (at.isHidden) faults.push(`the bar covers the focus: ${at.words}`);
  }
  return faults;
}

async function checkState(suite, browser, failed, pages) {
  const base = pathToFileURL(`${failed.output}/`).href;
  const day = JSON.parse(failed.read(FRESHNESS)).fabrikam.streams.groups.slice(0, 10);
  const group = pages.find((page) => page.kind === 'group' && page.path.startsWith('fabrikam/'));

  await suite.check('shell: a failed sync names its tenant and one date, in the bar and in the row of its organization', async () => {
    const tab = await browser.tab();
    const faults = [];
    for (const path of ['index.html', 'fabrikam/index.html', group.path]) {
      await tab.open(base, path);
      const pill = await until('the state in words', () => tab.page.locator('.pill-age:visible').textContent());
      if (pill !== `Fabrikam Works: sync failed, data of ${day}`) faults.push(`${path}: "${pill}"`);
    }
    await tab.open(base, 'index.html');
    const row = await tab.page.locator('tr[data-organization="fabrikam"] .home-sync').innerText();
    if (!/^Failed\b/.test(row)) faults.push(`the row says "${row}"`);
    await tab.open(base, 'contoso/index.html');
    await until('the state in words', () => tab.page.locator('[data-fresh="yes"] .pill-age:visible').count());
    await tab.close();
    return [...tab.faults, ...faults];
  });

  await suite.check('shell: data that nobody refreshed for days is called stale, in the bar and in each row', async () => {
    const tab = await browser.tab();
    await tab.page.clock.install({ time: Date.now() + 46 * 3_600_000 });
    await tab.open(base, 'index.html');
    await until('the state in words', () => tab.page.locator('[data-fresh="no"] .pill-age:visible').count());
    const rows = await tab.page.locator('.home-sync li').allInnerTexts();
    const fresh = await tab.page.locator('.outcome-complete').count();
    await tab.open(base, 'contoso/index.html');
    const pill = await until('the state in words', () => tab.page.locator('.pill-age:visible').textContent());
    const panel = await tab.page.locator('[data-freshness-panel] .outcome-word').allInnerTexts();
    await tab.close();
    return [
      ...tab.faults,
      ...(/^not checked for 4[56] hours$/.test(pill) ? [] : [`the bar says "${pill}"`]),
      ...(rows.every((row) => /^(Stale|Failed)/.test(row)) && rows.some((row) => row.startsWith('Failed')) ? [] : [`rows say ${JSON.stringify(rows)}`]),
      ...(fresh === 0 ? [] : [`${fresh} are still called complete`]),
      ...(panel.join() === 'Stale' ? [] : [`the panel says ${panel}`]),
    ];
  });
}

// Serves a built site below `root`, as static hosts do: what is not there is answered by 404.html.
async function host(site, root) {
  const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
  const server = http.createServer((request, answer) => {
    const name = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const wanted = name.startsWith(root) ? path.join(site.output, name.slice(root.length)) : '';
    const is = wanted !== '' && fs.existsSync(wanted) && fs.statSync(wanted).isFile();
    const file = is ? wanted : path.join(site.output, '404.html');
    answer.writeHead(is ? 200 : 404, { 'Content-Type': types[path.extname(file)] ?? 'application/octet-stream' });
    answer.end(fs.readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${server.address().port}${root}` };
}

async function checkLost(suite, browser, site) {
  const LOST = 'contoso/groups/old/index.html';
  for (const [words, root, options] of [['at the root of a host', '/', []], ['below the path of base_url', '/entra/', ['--base-url', 'https://docs.example/entra']]]) {
    await suite.check(`shell: a lost address in a folder has style, menu and links that lead on, ${words}`, async () => {
      const done = site.run('build', ...options);
      if (done.status !== 0) return [`build ended with ${done.status}: ${done.stderr}`];
      const links = site.run('check', '--links');
      const { server, address } = await host(site, root);
      const tab = await browser.tab();
      tab.expected = [LOST];
      await tab.open(address, LOST);
      const styled = await tab.page.evaluate(() => getComputedStyle(document.querySelector('.topbar')).display);
      await tab.page.locator('main .button-primary').click();
      await tab.page.waitForLoadState();
      const led = await tab.page.locator('body').getAttribute('data-page');
      await tab.page.goBack();
      await tab.page.locator('.rail-list a', { hasText: 'Contoso' }).first().click();
      await tab.page.waitForLoadState();
      const menu = await tab.page.locator('body').getAttribute('data-page');
      await tab.close();
      server.close();
      return [
        ...tab.faults,
        ...(/dead link/.test(links.stdout + links.stderr) ? [links.stdout.slice(0, 400)] : []),
        ...(styled === 'flex' ? [] : ['it has no style']),
        ...(led === 'home' && menu === 'organization' ? [] : [`its links lead to ${led} and ${menu}`]),
      ];
    });
  }

  await suite.check('shell: without its style the page for lost addresses keeps its icons small', async () => {
    const tab = await browser.tab({ scripts: false });
    await tab.page.goto(`${pathToFileURL(site.output).href}/404.html`);
    const sizes = await tab.page.locator('svg').evaluateAll((icons) => icons.map((icon) => icon.getBoundingClientRect().height));
    await tab.close();
    return sizes.length > 0 && sizes.every((size) => size <= 24) ? [] : [`icons are ${sizes} high`];
  });
}

async function checkPaper(suite, browser, site, pages) {
  await suite.check('shell: on paper no heading stands at the end of a sheet without its content', async () => {
    const tab = await browser.tab({ media: 'print' });
    const faults = [];
    const group = pages.find((page) => page.path.startsWith('contoso/groups/sg-kitchen-duty-'));
    await tab.open(pathToFileURL(`${site.output}/`).href, group.path);
    const headings = (await tab.page.locator('main h2').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    const file = path.join(site.root, 'group.pdf');
    // Each height ends its sheets somewhere else.
    for (let height = 180; height <= 300; height += 6) {
      await tab.page.pdf({ path: file, width: '210mm', height: `${height}mm` });
      const { stdout } = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      const sheets = stdout.split('\f').slice(0, -1);
      if (sheets.length < 2) faults.push(`${height} mm: ${sheets.length} sheets`);
      sheets.forEach((sheet, at) => {
        const lines = sheet.split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line && !line.startsWith('State of'));
        if (headings.includes(lines.at(-1))) faults.push(`${height} mm: sheet ${at + 1} ends with "${lines.at(-1)}"`);
      });
    }
    await tab.close();
    return [...tab.faults, ...faults];
  });
}
