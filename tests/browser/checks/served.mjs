// The preview: as quiet as the built site, and as new as the files on disk.

import fs from 'node:fs';

import { until } from '../lib/suite.mjs';
import { choose } from '../lib/pages.mjs';
import { LOOKS, called } from './built.mjs';

const PROBLEM = '#rosterbook-problem';
const MARK = 'Looked at by the browser tests';

export async function checkServed(suite, browser, site, pages) {
  const base = await site.serve();
  const some = choose(pages, 2);

  for (const look of LOOKS.filter((look) => look.width !== 390)) {
    await suite.check(`served, ${called(look)}: quiet and never wider than the window`, async () => {
      const tab = await browser.tab(look);
      const wide = [];
      for (const page of some) {
        await tab.open(base, page.path);
        wide.push(...(await tab.overflow()));
      }
      await tab.close();
      return [...tab.faults, ...wide];
    });
  }

  await suite.check('served: each answer carries the headers that keep a page to itself', async () => {
    const faults = [];
    for (const path of ['index.html', 'nothing-here.html', some[0].path]) {
      const answer = await fetch(new URL(path, base));
      const policy = answer.headers.get('content-security-policy') ?? '';
      if (!policy.includes("default-src 'none'")) faults.push(`${path}: policy "${policy}"`);
      if (!policy.includes("frame-ancestors 'none'")) faults.push(`${path}: may be framed`);
      if (answer.headers.get('x-content-type-options') !== 'nosniff') faults.push(`${path}: nosniff is missing`);
      if (path.startsWith('nothing') && answer.status !== 404) faults.push(`${path}: answer ${answer.status}`);
    }
    return faults;
  });

  await suite.check('served: a page that is not there says so and leads back', async () => {
    const tab = await browser.tab();
    tab.expected = ['/nothing/here.html'];
    await tab.open(base, 'nothing/here.html');
    const links = await tab.page.locator('a[href]').count();
    const heading = await tab.page.locator('h1').innerText();
    await tab.close();
    const faults = links > 0 && heading.length > 0 ? [] : ['no heading or no link'];
    return [...tab.faults, ...faults];
  });

  const { overlay, page } = edited(site, pages);

  await suite.check('served: an edited overlay shows in the open page, without loading it anew', async () => {
    const tab = await browser.tab();
    await tab.open(base, page.path);
    await tab.page.evaluate(() => {
      window.stillThere = true;
      window.scrollTo(0, 120);
    });
    const before = site.read(overlay);
    const started = Date.now();
    site.write(overlay, `${before}\n${MARK}.\n`);
    await until('the new text in the open page', () => tab.page.getByText(`${MARK}.`).count());
    console.log(`        ${Date.now() - started} ms from the edit to the open page`);
    const kept = await tab.page.evaluate(() => window.stillThere === true && window.scrollY > 0);
    site.write(overlay, before);
    await until('the old text again', async () => (await tab.page.getByText(`${MARK}.`).count()) === 0);
    await tab.close();
    return [...tab.faults, ...(kept ? [] : ['the page was loaded anew or lost its place'])];
  });

  await suite.check('served: a page that an edit does not touch stays as it is', async () => {
    const tab = await browser.tab();
    const other = pages.find((it) => it.kind === 'group' && it.path !== page.path);
    await tab.open(base, other.path);
    await tab.page.evaluate(() => {
      window.touched = 0;
      new MutationObserver(() => (window.touched += 1)).observe(document.querySelector('main'), {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    const before = site.read(overlay);
    site.write(overlay, `${before}\n${MARK} again.\n`);
    await until('the new text on the server', async () => (await text(base, page.path)).includes(`${MARK} again.`));
    const touched = await tab.page.evaluate(() => window.touched);
    site.write(overlay, before);
    await until('the old text again', async () => !(await text(base, page.path)).includes(MARK));
    await tab.close();
    return [...tab.faults, ...(touched === 0 ? [] : [`${other.path} changed ${touched} times`])];
  });

  await suite.check('served: a broken template is shown with its place, and goes when it is mended', async () => {
    const template = 'themes/default/templates/group.html';
    const tab = await browser.tab();
    await tab.open(base, page.path);
    const faults = [];
    try {
      site.write(template, '{% extends "base.html" %}\n{% block main %}\n<b>{{ group.</b> }}\n{% endblock main %}\n');
      await until('the problem over the open page', () => tab.page.locator(PROBLEM).count());
      const words = await tab.page.locator(PROBLEM).innerText();
      if (!words.replaceAll('`', '').includes(`${template}:3:`)) faults.push(`the place is missing:\n${words}`);
      if ((await tab.page.locator(`${PROBLEM} b`).count()) > 0) faults.push('the excerpt became markup');
      for (const path of ['index.html', page.path]) {
        const answer = await fetch(new URL(path, base));
        if (answer.status !== 200) faults.push(`${path}: answer ${answer.status} while the template is broken`);
      }
      await tab.page.reload();
      if ((await tab.page.locator(PROBLEM).count()) === 0) faults.push('the problem is gone after a reload');
    } finally {
      site.remove('themes');
    }
    await until('the page without the problem', async () => (await tab.page.locator(PROBLEM).count()) === 0);
    await tab.close();
    return [...tab.faults, ...faults];
  });

  await suite.check('served: nothing of the preview is in the built site', () => {
    const found = pages.filter((page) => page.text.includes('_rosterbook'));
    const folder = fs.existsSync(`${site.output}/_rosterbook`) ? ['the folder _rosterbook is in the output'] : [];
    return [...found.map((page) => `${page.path} names _rosterbook`), ...folder];
  });
}

async function text(base, path) {
  return (await fetch(new URL(path, base))).text();
}

// Returns an overlay of the site and the page of its group.
function edited(site, pages) {
  const folder = 'content/contoso/groups';
  const [name] = fs.readdirSync(`${site.root}/${folder}`).filter((name) => name.endsWith('.md')).sort();
  const group = name.replace('.md', '');
  const page = pages.find((page) => page.kind === 'group' && new RegExp(`<article[^>]* data-group="${group}"`).test(page.text));
  if (!page) throw new Error(`no page of group ${group}`);
  return { overlay: `${folder}/${name}`, page };
}
