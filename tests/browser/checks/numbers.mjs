// Numbers: each leads to exactly its rows, and an empty list does not claim more than is known.

import { pathToFileURL } from 'node:url';

const FRESHNESS = 'public/assets/data/freshness.js';

export async function checkNumbers(suite, browser, site, pages) {
  const base = pathToFileURL(`${site.output}/`).href;

  async function numbers(name, work) {
    await suite.check(name, async () => {
      const tab = await browser.tab({});
      const faults = (await work(tab)) ?? [];
      await tab.close();
      return [...tab.faults, ...faults];
    });
  }

  // Follows a link and returns how many rows the page says it shows.
  async function rows(tab, address) {
    await tab.page.goto('about:blank');
    await tab.page.goto(address);
    const count = tab.page.locator('[data-count]');
    await count.filter({ hasText: /\d/ }).waitFor();
    return Number((await count.innerText()).match(/^\d+/)[0]);
  }

  const links = (page, selector) => page.locator(selector).evaluateAll((nodes) => nodes.map((node) => {
    const words = node.querySelector('.counter-figure, strong') ?? node;
    return [node.href, Number(words.textContent.match(/(\d+)\D*$/)[1])];
  }));

  await numbers('numbers: each count of the overview and the start page leads to so many rows', async (tab) => {
    const faults = [];
    const found = [];
    for (const [path, selector] of [
      ['contoso/index.html', '.counter:not([data-counter="unmatched"]) .counter-link, [data-part], a[data-period]'],
      ['index.html', '.home-lists [data-part]'],
    ]) {
      await tab.open(base, path);
      found.push(...await links(tab.page, selector));
    }
    for (const [address, said] of new Map(found.map((one) => [one.join(), one])).values()) {
      const there = await rows(tab, address);
      if (there !== said) faults.push(`${address.slice(base.length)} shows ${there} rows, and the link says ${said}`);
    }
    return [...(found.length > 15 ? [] : [`only ${found.length} links`]), ...faults];
  });

  await numbers('numbers: after a failed sync an empty list says as of when, and without one it does not', async (tab) => {
    const page = pages.find((one) => one.kind === 'group' && site.read(`public/${one.path}`).includes('data-unseen>No devices.'));
    const words = async () => {
      await tab.open(base, page.path);
      await tab.page.locator('.pill-age:not([hidden])').waitFor();
      return tab.page.locator('[data-unseen]').allInnerTexts();
    };
    const fresh = await words();
    const before = site.read(FRESHNESS);
    const read = before.match(/"groups":"(\d{4}-\d\d-\d\d)/)[1];
    site.write(FRESHNESS, before.replaceAll('"complete"', '"failed"'));
    const failed = await words();
    site.write(FRESHNESS, before);
    const wrong = failed.filter((text) => text !== `None seen as of ${read}.`);
    return [
      ...(fresh.includes('No devices.') ? [] : [`fresh data says ${fresh}`]),
      ...wrong.map((text) => `after a failed sync it says "${text}"`),
    ];
  });
}
