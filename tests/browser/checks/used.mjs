// The built site in use, from disk: what scripts add to it, and what is there without them.

import { pathToFileURL } from 'node:url';

import { until } from '../lib/suite.mjs';

const PERSON = 'Mira Okafor';

export async function checkUsed(suite, browser, site, pages) {
  const base = pathToFileURL(`${site.output}/`).href;
  const groups = pages.find((page) => page.kind === 'group-list' && page.path.startsWith('contoso/security'));

  async function used(name, look, path, work) {
    await suite.check(name, async () => {
      const tab = await browser.tab(look);
      await tab.open(base, path);
      let faults;
      try {
        faults = (await work(tab.page, tab)) ?? [];
      } catch (error) {
        faults = [error.stack ?? String(error)];
      }
      await tab.close();
      return [...tab.faults, ...faults];
    });
  }

  await used('used: the colours that were chosen stay on the next page', {}, 'index.html', async (page, tab) => {
    await page.locator('[data-theme-choice="dark"]:visible').first().click();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await tab.open(base, groups.path);
    const kept = await page.evaluate(() => document.documentElement.dataset.theme);
    const next = await ground();
    return [...(kept === 'dark' ? [] : [`the next page is ${kept}`]), ...(dark === next ? [] : [`${dark}, then ${next}`])];
  });

  await used('used: the colours that were chosen can be told in forced colours', {}, 'index.html', async (page) => {
    await page.emulateMedia({ forcedColors: 'active' });
    const grounds = await page.locator('[data-theme-choice]').evaluateAll((buttons) => buttons.map((button) => [button.getAttribute('aria-pressed'), getComputedStyle(button).backgroundColor]));
    const chosen = grounds.filter(([pressed]) => pressed === 'true').map(([, ground]) => ground);
    const others = grounds.filter(([pressed]) => pressed !== 'true').map(([, ground]) => ground);
    const highlight = await page.evaluate(() => {
      document.body.style.color = 'Highlight';
      return getComputedStyle(document.body).color;
    });
    return chosen.length === 1 && chosen[0] === highlight && !others.includes(chosen[0]) ? [] : [`grounds are ${JSON.stringify(grounds)}, the highlight is ${highlight}`];
  });

  await used('used: a person is found by keyboard alone, from any page', {}, groups.path, async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('okafor mir');
    await until('the person among the results', () => page.getByRole('option').filter({ hasText: PERSON }).count());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until('the page of the person', async () => (await page.locator('body[data-page="person"], body[data-page="contact"]').count()) > 0);
    const heading = await page.locator('h1').innerText();
    return heading.includes('Okafor') ? [] : [`found "${heading}"`];
  });

  await used('used: what was typed before the names came is found when they come', {}, groups.path, async (page) => {
    // In one turn of the browser's loop, so that no script can arrive in between.
    await page.locator('#search-field').evaluate((field) => {
      field.focus();
      field.value = 'okafor mir';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await until('the person among the results', () => page.getByRole('option').filter({ hasText: PERSON }).count());
  });

  await used('used: the first stop of the Tab key leads past the menu', {}, groups.path, async (page) => {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => document.activeElement.getAttribute('href'));
    await page.keyboard.press('Enter');
    const inside = await page.evaluate(() => document.activeElement.localName);
    return [...(stop === '#content' ? [] : [`the first stop is ${stop}`]), ...(inside === 'main' ? [] : [`it led to ${inside}`])];
  });

  for (const scripts of [true, false]) {
    const with_ = scripts ? 'with' : 'without';
    await used(`used: the menu opens on a phone ${with_} scripts`, { width: 320, scripts }, groups.path, async (page) => {
      const link = page.locator('nav.rail a[href]').first();
      const before = await link.isVisible();
      await page.locator('.menu-button').click();
      const after = await link.isVisible();
      return !before && after ? [] : [`the menu was ${before ? 'open' : 'closed'}, then ${after ? 'open' : 'closed'}`];
    });
  }

  await used('used: without scripts the search leads to an index of everybody', { scripts: false }, groups.path, async (page) => {
    await page.locator('.search-link').click();
    await page.waitForLoadState();
    const found = await page.locator('main a', { hasText: PERSON }).count();
    return found > 0 ? [] : [`${PERSON} is not in the index at ${page.url()}`];
  });
}
