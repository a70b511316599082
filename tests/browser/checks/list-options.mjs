// List options of the built site, from disk: columns, their order and widths, and what is kept.

import { until } from '../lib/suite.mjs';
import { ROWS, count, findings, folder, heads, listChecks, openList, settled } from '../lib/lists.mjs';

const GROUPS = 'contoso/security-groups/index.html';
const KEY = 'rosterbook.list.1.contoso.security_groups';

export async function checkListOptions(suite, browser, site) {
  const base = folder(site);
  const list = listChecks(suite, browser, base);
  const width = (page, key) => page.locator(`th[data-column="${key}"]`).evaluate((cell) => Math.round(cell.getBoundingClientRect().width));

  await list('options: columns are hidden, moved and widened by keyboard alone, and kept at the next visit', {}, GROUPS, async (page, tab) => {
    const press = async (key, action) => {
      await page.locator(`[data-of="${key}"][data-do="${action}"]`).focus();
      await page.keyboard.press(action === 'show' ? 'Space' : 'Enter');
    };
    await page.locator('.options-button').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.activeElement.closest('#list-options') !== null);
    await press('domain', 'show');
    await press('nested_groups', 'down');
    const held = await page.evaluate(() => ({ ...document.activeElement.dataset }));
    const before = await width(page, 'description');
    await press('description', 'wider');
    await press('description', 'wider');
    const told = await page.locator('.options-status').innerText();
    await page.keyboard.press('Escape');
    const focus = await page.evaluate(() => document.activeElement.className);
    const chosen = await heads(page);
    const wide = await width(page, 'description');
    await openList(tab, base, GROUPS);
    const again = await heads(page);
    const kept = await width(page, 'description');
    return [
      ...(inside ? [] : ['Tab does not lead into the panel']),
      ...(chosen.includes('domain') ? ['domain is shown'] : []),
      ...(chosen.slice(0, 3).join() === 'name,members_matched,nested_groups' ? [] : [`the order is ${chosen}`]),
      ...(held.of === 'nested_groups' && held.do === 'down' ? [] : [`the focus went to ${JSON.stringify(held)}`]),
      ...(wide === before + 32 ? [] : [`${before} px wide, then ${wide}`]),
      ...(told.includes(String(wide)) ? [] : [`it tells "${told}"`]),
      ...(focus.includes('options-button') ? [] : [`Esc leads to ${focus}`]),
      ...(again.join() === chosen.join() && kept === wide ? [] : [`at the next visit: ${again}, ${kept} px`]),
    ];
  });

  await list('options: every column has the width at the next visit that it had after moving and widening', { width: 1600 }, GROUPS, async (page, tab) => {
    const widths = async () => {
      const found = {};
      for (const key of await heads(page)) found[key] = await width(page, key);
      return found;
    };
    await page.locator('.options-button').click();
    const press = (key, action) => page.locator(`[data-of="${key}"][data-do="${action}"]`).click();
    for (let step = 0; step < 2; step += 1) await press('updated', 'up');
    await press('name', 'wider');
    for (let step = 0; step < 4; step += 1) await press('updated', 'up');
    await page.keyboard.press('Escape');
    await settled(page);
    const before = await widths();
    await openList(tab, base, GROUPS);
    await settled(page);
    const after = await widths();
    const same = Object.keys(before).join() === Object.keys(after).join();
    const others = Object.keys(before).filter((key) => Math.abs(before[key] - after[key]) > 1);
    return [
      ...(same ? [] : [`${Object.keys(before)}, then ${Object.keys(after)}`]),
      ...others.map((key) => `${key}: ${before[key]} px, at the next visit ${after[key]} px`),
    ];
  });

  await list('options: Restore defaults brings back columns, order, widths and sorting', {}, GROUPS, async (page) => {
    const before = await heads(page);
    await page.locator('.options-button').click();
    await page.locator('[data-of="domain"][data-do="show"]').uncheck();
    await page.locator('[data-of="name"][data-do="wider"]').click();
    await page.locator('.options-sort select').selectOption('-updated');
    const changed = await heads(page);
    const stored = await page.evaluate((key) => localStorage.getItem(key), KEY);
    await page.getByRole('button', { name: 'Restore defaults' }).click();
    const after = await heads(page);
    const left = await page.evaluate((key) => localStorage.getItem(key), KEY);
    return [
      ...(changed.join() !== before.join() && stored.includes('-updated') ? [] : ['nothing changed']),
      ...(after.join() === before.join() ? [] : [`${after}`]),
      ...(left === null ? [] : [`kept: ${left}`]),
      ...((await page.locator('.is-sized, th[aria-sort]').count()) === 0 ? [] : ['widths or sorting stay']),
    ];
  });

  await list('options: columns are dragged to another place, and heads to another width', {}, GROUPS, async (page, tab) => {
    await page.locator('.options-button').click();
    const grip = await page.locator('[data-key="updated"] .options-grip').boundingBox();
    const to = await page.locator('[data-key="nested_groups"]').boundingBox();
    await page.mouse.move(grip.x + 5, grip.y + 5);
    await page.mouse.down();
    await page.mouse.move(grip.x + 5, grip.y - 40, { steps: 4 });
    await page.mouse.move(to.x + 5, to.y + 2, { steps: 6 });
    await page.mouse.up();
    await page.keyboard.press('Escape');
    const order = await heads(page);
    const edge = await page.locator('th[data-column="name"] .grip').boundingBox();
    const before = await width(page, 'name');
    const y = edge.y + edge.height / 2;
    await page.mouse.move(edge.x + edge.width / 2, y);
    await page.mouse.down();
    await page.mouse.move(edge.x + edge.width / 2 + 60, y, { steps: 5 });
    await page.mouse.up();
    const after = await width(page, 'name');
    await openList(tab, base, GROUPS);
    return [
      ...(order[1] === 'updated' ? [] : [`the order is ${order}`]),
      ...(Math.abs(after - before - 60) <= 2 ? [] : [`${before} px wide, then ${after}`]),
      ...((await heads(page))[1] === 'updated' && (await width(page, 'name')) === after ? [] : ['it is not kept']),
    ];
  });

  await list('options: Shift and an arrow key on a head change its width', {}, GROUPS, async (page) => {
    const before = await width(page, 'name');
    await page.locator('th[data-column="name"] .sort').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowLeft');
    const after = await width(page, 'name');
    return after === before + 16 ? [] : [`${before} px wide, then ${after}`];
  });

  await list('options: columns that the site leaves out can be chosen, and actions stays last', {}, GROUPS, async (page) => {
    await page.locator('.options-button').click();
    const faults = [];
    for (const key of ['owners', 'effective_members', 'guests', 'created', 'visibility', 'kind', 'licences']) {
      await page.locator(`[data-of="${key}"][data-do="show"]`).check();
      await settled(page);
      const cells = await page.locator(ROWS).locator(`[data-column="${key}"]`).allInnerTexts();
      if (cells.length !== (await count(page))) faults.push(`${key}: ${cells.length} cells`);
      if (key !== 'visibility' && !cells.some((text) => text.trim() && !/^[0–]$/.test(text.trim()))) faults.push(`${key} says nothing`);
    }
    const shown = await heads(page);
    const offered = await page.locator('.options-columns [data-of="actions"]').count();
    const rows = await page.locator(ROWS).first().locator('[data-column]').evaluateAll((cells) => cells.map((cell) => cell.dataset.column));
    return [
      ...faults,
      ...(shown.at(-1) === 'actions' && shown.length === 19 ? [] : [`heads: ${shown}`]),
      ...(rows.join() === shown.join() ? [] : [`cells: ${rows}`]),
      ...(offered === 0 ? [] : ['actions can be hidden']),
    ];
  });

  await list('options: what the browser keeps and cannot be read is dropped without a word', {}, GROUPS, async (page, tab) => {
    const before = await heads(page);
    const faults = [];
    for (const value of ['{', '7', '[]', '{"columns":7,"widths":[1],"sort":{}}', '{"columns":["nonsense"],"widths":{"name":"wide"}}']) {
      await page.evaluate(([key, text]) => localStorage.setItem(key, text), [KEY, value]);
      await openList(tab, base, GROUPS);
      if ((await heads(page)).join() !== before.join()) faults.push(`${value} gives ${await heads(page)}`);
    }
    return faults;
  });

  await list('options: Copy as site default gives the line for site.toml, and the program takes it', {}, GROUPS, async (page) => {
    await page.locator('.options-button').click();
    await page.locator('[data-of="owners"][data-do="show"]').check();
    await page.locator('[data-of="domain"][data-do="show"]').uncheck();
    await page.getByRole('button', { name: 'Copy as site default' }).click();
    const line = await page.locator('.options-line').inputValue();
    const before = site.read('site.toml');
    const [start, ...rest] = before.split('[types.security_groups]');
    site.write('site.toml', `${start}[types.security_groups]${rest.join('').replace(/columns = .*/, line)}`);
    const done = site.run('build', '-o', `${site.root}/chosen`);
    site.write('site.toml', before);
    if (done.status !== 0) return [done.stderr];
    const html = site.read('chosen/contoso/security-groups/index.html');
    site.remove('chosen');
    const built = [...html.matchAll(/<th[^>]* data-column="(\w+)"/g)].map(([, key]) => key);
    return [
      ...(built.join() === (await heads(page)).join() ? [] : [`built with ${built}`]),
    ];
  });

  await list('options: a choice of one list leaves the others alone', {}, GROUPS, async (page, tab) => {
    await page.locator('.options-button').click();
    await page.locator('[data-of="domain"][data-do="show"]').uncheck();
    await openList(tab, base, 'fabrikam/security-groups/index.html');
    await until('the heads', async () => (await heads(page)).length > 0);
    return (await heads(page)).includes('domain') ? [] : ['another organization lost the column'];
  });

  for (const look of [{}, { scheme: 'dark' }, { width: 320 }]) {
    await list(`options: ${look.width ?? 1280} px, ${look.scheme ?? 'light'}: no serious finding of axe in the open panel, drawn rows and filters that leave nothing`, look, `${GROUPS}#sort=-updated`, async (page, tab) => {
      await settled(page);
      const drawn = await findings(page);
      const wide = await tab.overflow();
      await page.locator('.options-button').click();
      const open = await findings(page);
      await page.keyboard.press('Escape');
      await page.locator('[data-filter]').fill('nothing is called so');
      await until('the words for it', () => page.locator('[data-empty]:visible').count());
      return [...wide, ...drawn, ...open, ...(await findings(page))];
    });
  }
}
