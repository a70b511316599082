// The lists of the built site in use, from disk: filter, facets, sorting, names, phone, paper.

import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { until } from '../lib/suite.mjs';
import { ROWS, column, count, folder, heads, listChecks, openList, ready, said, settled } from '../lib/lists.mjs';

const GROUPS = 'contoso/security-groups/index.html';
const PEOPLE = 'contoso/people/index.html';

export async function checkLists(suite, browser, site, pages) {
  const base = folder(site);
  const list = listChecks(suite, browser, base);

  await list('list: it shows the rows that hold what is typed, and its address keeps that', {}, GROUPS, async (page) => {
    const all = await count(page);
    await page.locator('[data-filter]').first().fill('vpn');
    await until('fewer rows', async () => (await count(page)) < all);
    const some = await settled(page);
    const wrong = (await page.locator(ROWS).allInnerTexts()).filter((text) => !text.toLowerCase().includes('vpn'));
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await ready(page);
    const again = await settled(page);
    return [
      ...(some > 0 ? [] : ['no row is left']),
      ...wrong.map((text) => `shown without reason: ${text.slice(0, 60)}`),
      ...(again === some ? [] : [`${again} rows after opening ${address.slice(address.indexOf('#'))} anew, not ${some}`]),
    ];
  });

  await list('list: a head sorts its column both ways and says so', {}, GROUPS, async (page) => {
    const faults = [];
    for (const key of ['name', 'members_matched', 'sync_status', 'updated']) {
      const head = page.locator(`th[data-column="${key}"]`).first();
      const seen = {};
      for (let turn = 0; turn < 2; turn += 1) {
        await head.locator('button').click();
        await settled(page);
        seen[await head.getAttribute('aria-sort')] = await values(page, key);
      }
      for (const [way, sign] of [['ascending', 1], ['descending', -1]]) {
        if (!seen[way]) faults.push(`${key} was never sorted ${way}`);
        else if (seen[way].some((value, at) => at > 0 && sign * compare(seen[way][at - 1], value) > 0)) faults.push(`${key} is not ${way}: ${seen[way].slice(0, 6)}`);
      }
      const sorted = await page.locator('th[aria-sort]').count();
      if (sorted !== 1) faults.push(`${sorted} heads say that they are sorted`);
    }
    return faults;
  });

  for (const path of [GROUPS, PEOPLE, 'contoso/guests/index.html', 'contoso/devices/index.html']) {
    await list(`list: each facet of ${path.split('/')[1]} leaves as many rows as it says`, {}, path, async (page) => {
      const faults = [];
      const chips = page.locator('.facet .chip');
      for (let at = 0; at < (await chips.count()); at += 1) {
        const chip = chips.nth(at);
        const name = await chip.innerText();
        const promised = Number(await chip.locator('span').innerText());
        await chip.click();
        if ((await said(page)) !== promised) faults.push(`${name}: the list says ${await said(page)}`);
        if (promised <= 60 && (await settled(page)) !== promised) faults.push(`${name}: ${await count(page)} rows`);
        if ((await chip.getAttribute('aria-pressed')) !== 'true') faults.push(`${name} is not pressed`);
        await chip.click();
      }
      return faults;
    });
  }

  for (const scripts of [true, false]) {
    await list(`list: each count of a home domain leads to its guests, ${scripts ? 'with' : 'without'} scripts`, { scripts }, 'contoso/guests/index.html', async (page) => {
      const faults = [];
      const all = await column(page, 'domain');
      const links = page.locator('.homes a');
      const homes = await links.evaluateAll((nodes) => nodes.map((node) => [node.firstChild.textContent.trim(), Number(node.querySelector('span').textContent)]));
      if (homes.length < 3) faults.push(`${homes.length} home domains`);
      for (const [at, [domain, number]] of homes.entries()) {
        if (all.filter((it) => it === domain).length !== number) faults.push(`${number} are promised from ${domain}`);
        await links.nth(at).click();
        if (scripts) {
          await until(`${number} guests of ${domain}`, async () => (await count(page)) === number && (await said(page)) === number);
          if ((await column(page, 'domain')).some((it) => it !== domain)) faults.push(`a guest is not from ${domain}`);
        } else {
          const [first, top, head] = await page.evaluate(() => {
            const row = document.querySelector(':target');
            return [row?.querySelector('[data-column="domain"]').textContent.trim(), row?.getBoundingClientRect().top, row?.closest('table').tHead.getBoundingClientRect().bottom];
          });
          if (first !== domain) faults.push(`${domain} leads to ${first}`);
          if (top < head - 1) faults.push(`the first guest of ${domain} is hidden by the heads`);
        }
      }
      return faults;
    });
  }

  await list('list: facets and filter narrow together, in an address to pass on', {}, GROUPS, async (page, tab) => {
    await page.locator('.chip[data-facet="type"][data-value="dynamic"]').click();
    const dynamic = await settled(page);
    await page.locator('[data-filter]').fill('device');
    const both = await settled(page);
    const types = await column(page, 'membership_type');
    const words = await page.locator('[data-count]').innerText();
    const hash = new URL(page.url()).hash;
    await openList(tab, base, `${GROUPS}${hash}`);
    const again = await settled(page);
    return [
      ...(both > 0 && both < dynamic ? [] : [`${dynamic} rows, then ${both}`]),
      ...types.filter((type) => type !== 'Dynamic').map((type) => `a row is ${type}`),
      ...(again === both ? [] : [`${again} rows at ${hash}`]),
      ...(/^\d+ of \d+ groups$/.test(words) ? [] : [`the live region says "${words}"`]),
    ];
  });

  await list('list: when nothing is left it names the filters, and a button removes one', {}, `${GROUPS}#filter=vpn&status=orphaned`, async (page) => {
    const empty = page.locator('[data-empty]');
    const words = await empty.innerText();
    const shown = await count(page);
    await empty.getByRole('button', { name: /Remove Status: Orphaned/ }).click();
    const left = await settled(page);
    return [
      ...(shown === 0 ? [] : [`${shown} rows`]),
      ...(words.includes('“vpn”') && words.includes('Orphaned') ? [] : [`it says "${words}"`]),
      ...(left > 0 && (await page.locator('[data-filter]').inputValue()) === 'vpn' ? [] : [`${left} rows are left`]),
      ...((await empty.isVisible()) ? ['it still says that nothing is left'] : []),
    ];
  });

  for (const scripts of [true, false]) {
    await list(`list: archived groups show when asked for, ${scripts ? 'with' : 'without'} scripts`, { scripts }, GROUPS, async (page) => {
      const before = await page.locator(`${ROWS}[data-archived]`).count();
      await page.locator('[data-archived-toggle]').check();
      const after = await until('an archived row', () => page.locator(`${ROWS}[data-archived]`).count());
      const hash = new URL(page.url()).hash;
      return [
        ...(before === 0 && after > 0 ? [] : [`${before} archived rows, then ${after}`]),
        ...(scripts && hash !== '#archived=1' ? [`the address says "${hash}"`] : []),
      ];
    });
  }

  await list('list: rows drawn by the script say and link what those of the page do', {}, GROUPS, async (page, tab) => {
    const faults = [];
    for (const { path } of pages.filter((page) => /^(group|person|device)-list$/.test(page.kind) && !page.path.includes('/page/'))) {
      await openList(tab, base, `${path}#archived=1`);
      await until('rows of the script', () => page.locator('tbody:not([hidden]) + tbody[hidden]').count());
      await settledOrLong(page);
      faults.push(...(await page.evaluate(differences)).map((fault) => `${path}: ${fault}`));
    }
    return faults;
  });

  await list('list: names open on hover, focus and click, with as many as the number says, and Esc closes them', {}, `${GROUPS}#sort=-members_matched`, async (page) => {
    const faults = [];
    const names = page.locator(`${ROWS} [data-column="members_matched"] .names`);
    await until('names', () => names.count());
    const last = names.nth((await names.count()) - 1);
    const number = Number(await last.locator('.names-count').innerText());
    const items = last.locator('.names-list li');
    const open = async () => (await items.first().isVisible()) && items.count();
    await last.hover();
    await until('names on hover', async () => (await open()) === number);
    await page.keyboard.press('Escape');
    if (await open()) faults.push('Esc leaves them open');
    await page.mouse.move(0, 0);
    await last.locator('.names-count').focus();
    await page.keyboard.press('Tab');
    await until('names on focus', async () => (await open()) === number);
    await page.keyboard.press('Escape');
    if (await open()) faults.push('Esc leaves them open after focus');
    await last.locator('summary').click();
    await until('names on a click', async () => (await open()) === number);
    return faults;
  });

  await list('list: a name of markup stays text in drawn rows', {}, `${GROUPS}#filter=alert`, async (page) => {
    const shown = await settled(page);
    const scripts = await page.locator('main script, main img').count();
    const name = await page.locator(`${ROWS} .row-name`).first().innerText();
    return [...(shown === 1 && name.startsWith('<script>') ? [] : [`${shown} rows, "${name}"`]), ...(scripts === 0 ? [] : ['it became markup'])];
  });

  await list('list: without scripts it stands in its order and has no tool that does nothing', { scripts: false }, GROUPS, async (page) => {
    const buttons = await page.locator('main button:visible, main select:visible, main input[type="search"]:visible').count();
    const names = await column(page, 'name');
    return [...(buttons === 0 ? [] : [`${buttons} tools are shown`]), ...(names.length > 50 ? [] : [`${names.length} rows`])];
  });

  await suite.check('list: the findings of a rule filter and sort like a list', async () => {
    const rule = pages.find((page) => page.path.startsWith('contoso/health/') && (page.text.match(/<tr data-finding/g) ?? []).length > 4);
    const tab = await browser.tab();
    await tab.open(base, rule.path);
    const rows = tab.page.locator('tr[data-finding]:visible');
    const names = () => rows.locator('th').allInnerTexts();
    const before = await names();
    await tab.page.locator('th button').first().click();
    await tab.page.locator('th button').first().click();
    const down = await names();
    await tab.page.locator('[data-filter]').fill(before[0]);
    const some = await names();
    const aria = await tab.page.locator('th[aria-sort]').first().getAttribute('aria-sort');
    await tab.close();
    return [
      ...tab.faults,
      ...(aria === 'descending' && down.join() !== before.join() ? [] : [`${aria}: ${down.slice(0, 3)}`]),
      ...(some.length > 0 && some.length < before.length ? [] : [`${some.length} of ${before.length} rows`]),
    ];
  });

  await list('list: heads and names that stay in place never cover the focus', { height: 700 }, GROUPS, async (page) => {
    await page.locator(`${ROWS} .action`).nth(30).focus();
    const faults = [];
    for (let stop = 0; stop < 45; stop += 1) {
      await page.keyboard.press('Shift+Tab');
      const covered = await page.evaluate(() => {
        const focus = document.activeElement;
        const cell = focus.closest('td');
        if (!cell) return null;
        const box = focus.getBoundingClientRect();
        const head = document.querySelector('th[data-column="name"]').getBoundingClientRect();
        const isName = cell.dataset.column === 'name';
        const is = box.top < head.bottom - 1 || (!isName && box.left < head.right - 1);
        return is ? `${cell.dataset.column} of ${cell.parentElement.rowIndex}: ${Math.round(box.left)}, ${Math.round(box.top)} behind ${Math.round(head.right)}, ${Math.round(head.bottom)}` : '';
      });
      if (covered) faults.push(covered);
    }
    return faults;
  });

  await list('list: paper says the state of the data on every sheet, and no age', {}, GROUPS, async (page) => {
    const ages = await page.locator('.age').count();
    await page.emulateMedia({ media: 'print' });
    const printed = await page.locator('.age:visible').count();
    const state = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--state'));
    const file = path.join(site.root, 'list.pdf');
    await page.pdf({ path: file, preferCSSPageSize: true });
    const read = (...words) => spawnSync(words[0], [...words.slice(1), file, '-'], { encoding: 'utf8' }).stdout;
    const sheets = read('pdftotext', '-layout').split('\f').slice(0, -1);
    const bare = sheets.filter((sheet) => !/State of \d{4}-\d\d-\d\d \d\d:\d\d UTC/.test(sheet)).length;
    return [
      ...(ages > 0 && printed === 0 ? [] : [`${printed} of ${ages} ages are printed`]),
      ...(sheets.length > 3 && bare === 0 ? [] : [`${bare} of ${sheets.length} sheets do not say the state, ${state}`]),
    ];
  });

  await list('list: on a phone rows are cards, and filters a sheet that Esc closes', { width: 320 }, GROUPS, async (page, tab) => {
    const sheet = page.locator('#list-facets');
    const before = await sheet.isVisible();
    await page.locator('.facets-button').click();
    const box = await sheet.boundingBox();
    await sheet.locator('.chip[data-value="dynamic"]').click();
    const badge = await page.locator('[data-facets-active]').innerText();
    await page.keyboard.press('Escape');
    const after = await sheet.isVisible();
    const row = await page.locator(ROWS).first().evaluate((node) => getComputedStyle(node).display);
    const hidden = await page.locator(`${ROWS} [data-column="description"]:visible`).count();
    const kinds = await page.locator(`${ROWS} .row-kind:visible`).allInnerTexts();
    await page.locator(`${ROWS} td[data-column="sync_status"]`).first().hover();
    const striped = await page.locator(ROWS).first().locator('td').evaluateAll((cells) => cells.filter((cell) => getComputedStyle(cell).backgroundColor !== 'rgba(0, 0, 0, 0)').length);
    return [
      ...(await tab.overflow()),
      ...(before || after ? ['the sheet stands open'] : []),
      ...(box && Math.abs(box.y + box.height - 900) < 1 ? [] : [`the sheet stands at ${JSON.stringify(box)}`]),
      ...(badge === '1' ? [] : [`the button counts ${badge}`]),
      ...(row === 'grid' && hidden === 0 ? [] : [`a row is ${row}, ${hidden} descriptions`]),
      ...(kinds.length > 0 && kinds.every((kind) => /^(Security group|Mail-enabled security group|Distribution list)$/.test(kind)) ? [] : [`kinds are ${kinds}`]),
      ...(striped === 0 ? [] : [`${striped} cells of a row that is pointed at are striped`]),
    ];
  });

  await list('list: paper has all rows and the columns of the site, whatever a reader chose', {}, GROUPS, async (page) => {
    const before = await heads(page);
    await page.locator('.options-button').click();
    await page.locator('[data-of="domain"][data-do="show"]').uncheck();
    await page.keyboard.press('Escape');
    const screen = await heads(page);
    await page.emulateMedia({ media: 'print' });
    const all = before.filter((key) => key !== 'actions');
    await until('the columns of the site', async () => (await heads(page)).join() === all.join());
    const rows = await count(page);
    await page.emulateMedia({ media: 'screen' });
    await until('the columns of the reader', async () => (await heads(page)).join() === screen.join());
    return [
      ...(screen.includes('domain') ? [`on the screen: ${screen}`] : []),
      ...(rows === (await said(page)) ? [] : [`${rows} rows on paper`]),
    ];
  });
}

// What a column sorts by, row by row, rows without a value left out.
async function values(page, key) {
  const cells = page.locator(ROWS).locator(`[data-column="${key}"]`);
  const read = {
    name: (nodes) => nodes.map((node) => node.querySelector('.row-name').textContent),
    members_matched: (nodes) => nodes.map((node) => node.textContent.match(/^\d+/)?.[0] ?? '1').map(Number),
    sync_status: (nodes) => nodes.map((node) => node.querySelector('.status').textContent),
    updated: (nodes) => nodes.map((node) => node.querySelector('time')?.dateTime).filter(Boolean),
  };
  return cells.evaluateAll(read[key]);
}

function compare(left, right) {
  return typeof left === 'number' ? left - right : left.localeCompare(right, 'en', { numeric: true, sensitivity: 'base' });
}

// Long lists show a part of their rows.
async function settledOrLong(page) {
  await until('rows', async () => (await count(page)) === Math.min(100, await said(page)) || (await count(page)) === (await said(page)));
}

// Compares the rows of the page with those that the script drew, in the open page.
function differences() {
  const [drawn, own] = document.querySelector('table.table-list').tBodies;
  const id = (row) => row.dataset.group ?? row.dataset.member;
  const others = new Map([...own.rows].map((row) => [id(row), row]));
  const says = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll('.age, .names-list').forEach((node) => node.remove());
    const links = [...copy.querySelectorAll('a')].map((link) => `${link.getAttribute('href')} ${link.getAttribute('aria-label') ?? ''}`);
    return [cell.localName, copy.textContent.replace(/\s+/g, ' ').trim(), ...links].join(' | ');
  };
  const faults = [];
  let compared = 0;
  for (const row of drawn.rows) {
    const other = others.get(id(row));
    if (!other) continue;
    compared += 1;
    if (JSON.stringify(row.dataset) !== JSON.stringify(other.dataset)) faults.push(`${id(row)}: other hooks`);
    [...row.cells].forEach((cell, at) => {
      const left = says(cell);
      const right = says(other.cells[at]);
      if (left !== right) faults.push(`drawn "${left}", page "${right}"`);
    });
  }
  if (compared < Math.min(drawn.rows.length, 20)) faults.push(`${compared} rows compared`);
  return faults;
}
