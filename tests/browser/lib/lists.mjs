// Lists in the browser: opening one, and reading what it shows.

import { createRequire } from 'node:module';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

import { until } from './suite.mjs';

// The rows that a reader sees, drawn by the page or by the script.
export const ROWS = 'table.table-list tbody:not([hidden]) tr:visible';

// Returns a function that runs a check on an open list.
export function listChecks(suite, browser, base) {
  return (name, look, path, work) => suite.check(name, async () => {
    const tab = await browser.tab(look);
    let faults;
    try {
      await openList(tab, base, path, look.scripts !== false);
      faults = (await work(tab.page, tab)) ?? [];
    } catch (error) {
      faults = [error.stack ?? String(error)];
    }
    await tab.close();
    return [...tab.faults, ...faults];
  });
}

// Opens a list, with its state in the fragment, and waits for its data.
export async function openList(tab, base, path, scripts = true) {
  const [file, fragment] = path.split('#');
  await tab.page.goto('about:blank');
  await tab.open(base, file);
  if (fragment) await tab.page.evaluate((hash) => (location.hash = hash), fragment);
  if (scripts) await ready(tab.page);
}

export async function ready(page) {
  await until('the data of the list', () => page.locator('.facet .chip').count());
}

export function folder(site) {
  return pathToFileURL(`${site.output}/`).href;
}

export const count = (page) => page.locator(ROWS).count();

// The number that the live region says first: "37 of 412 groups".
export async function said(page) {
  return Number((await page.locator('[data-count]').innerText()).split(' ')[0]);
}

// Waits until as many rows are there as the list says.
export async function settled(page) {
  await until('as many rows as the list says', async () => (await count(page)) === (await said(page)));
  return count(page);
}

// The texts of a column, row by row.
export function column(page, key) {
  return page.locator(ROWS).locator(`[data-column="${key}"]`).evaluateAll((cells) => cells.map((cell) => cell.innerText.trim()));
}

// The keys of the columns that are shown.
export function heads(page) {
  return page.locator('table.table-list thead th').evaluateAll((cells) => cells.filter((cell) => cell.checkVisibility()).map((cell) => cell.dataset.column));
}

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What axe-core finds in the open page as it stands, as far as it is serious.
export async function findings(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], preload: false });
    const grave = violations.filter((it) => ['serious', 'critical'].includes(it.impact));
    return grave.map((it) => `${it.id} (${it.nodes.length}): ${it.help}\n  ${it.nodes[0].html.slice(0, 160)}`);
  });
}
