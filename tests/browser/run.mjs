// Opens the built site and the preview in headless Chromium and says what is wrong with them.
// node run.mjs PROGRAM [ONLY]: with ONLY, the checks that have it in their name.

import fs from 'node:fs';

import { Browser } from './lib/browser.mjs';
import { Site } from './lib/site.mjs';
import { Suite } from './lib/suite.mjs';
import { checkBuilt } from './checks/built.mjs';
import { checkChanges } from './checks/changes.mjs';
import { checkHostile } from './checks/hostile.mjs';
import { checkNesting } from './checks/nesting.mjs';
import { checkLarge } from './checks/large.mjs';
import { checkListOptions } from './checks/list-options.mjs';
import { checkLists } from './checks/lists.mjs';
import { checkNumbers } from './checks/numbers.mjs';
import { checkSearch } from './checks/search.mjs';
import { checkServed } from './checks/served.mjs';
import { checkShell } from './checks/shell.mjs';
import { checkUsed } from './checks/used.mjs';

const [program, only] = process.argv.slice(2);
if (!program || !fs.existsSync(program)) {
  console.error('name the program to test: node run.mjs target/debug/rosterbook');
  process.exit(2);
}

const suite = new Suite(only);
const site = new Site(fs.realpathSync(program));
const browser = await Browser.start();
try {
  site.publish();
  const pages = site.pages();
  console.log(`${pages.length} pages, Chromium ${browser.chromium.version()}\n`);
  await checkBuilt(suite, browser, site, pages);
  await checkUsed(suite, browser, site, pages);
  await checkShell(suite, browser, site, pages);
  await checkLists(suite, browser, site, pages);
  await checkListOptions(suite, browser, site);
  await checkChanges(suite, browser, site);
  await checkNumbers(suite, browser, site, pages);
  await checkNesting(suite, browser, site, pages);
  await checkHostile(suite, browser, site.program);
  await checkSearch(suite, browser, site.program);
  await checkLarge(suite, browser, site.program);
  await checkServed(suite, browser, site, pages);
} finally {
  await browser.close();
  await site.close();
}
process.exitCode = suite.close() ? 0 : 1;
