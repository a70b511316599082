// The picture of nesting: links and words for everybody, in every look, and never wider than the page.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { choose } from '../lib/pages.mjs';

export async function checkNesting(suite, browser, site, pages) {
  const base = pathToFileURL(`${site.output}/`).href;
  const drawn = pages.filter((page) => page.kind === 'group' && page.text.includes('picture-drawing'));

  await suite.check('nesting: groups with others around them have a picture, and a list beside it', () => {
    const faults = [];
    if (drawn.length < 5) faults.push(`only ${drawn.length} pages have a picture`);
    if (!drawn.some((page) => page.text.includes('picture-cycle'))) faults.push('no picture shows a cycle');
    return [...faults, ...drawn.filter((page) => !page.text.includes('class="tree"')).map((page) => `${page.path} has no list`)];
  });

  for (const look of [{ width: 1280 }, { width: 320, scripts: false }]) {
    await suite.check(`nesting, ${look.width} px: boxes have names, lines have words, links lead to their group`, async () => {
      const tab = await browser.tab(look);
      const faults = [];
      for (const page of drawn.slice(0, 12)) {
        await tab.open(base, page.path);
        faults.push(...(await tab.overflow()));
        const found = await tab.page.evaluate(() => {
          const region = document.querySelector('.picture-region');
          const links = [...document.querySelectorAll('a.picture-node')];
          const boxes = [...document.querySelectorAll('.picture-node')];
          const places = boxes.map((box) => box.querySelector('.picture-box').getBoundingClientRect());
          const over = places.flatMap((one, at) => places.slice(at + 1)
            .filter((two) => one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom));
          return {
            region: region.tabIndex === 0 && region.getAttribute('role') === 'region' && region.getAttribute('aria-label') !== '',
            unnamed: boxes.filter((box) => !box.querySelector(':scope > title')?.textContent.trim()).length,
            wordless: [...document.querySelectorAll('.picture-edge')].filter((edge) => !/ contains /.test(edge.querySelector('title').textContent)).length,
            homes: document.querySelectorAll('.picture-home').length,
            links: links.map((link) => link.href.baseVal),
            over: over.length,
          };
        });
        if (!found.region) faults.push(`${page.path}: the region cannot be reached or has no name`);
        if (found.unnamed || found.wordless) faults.push(`${page.path}: ${found.unnamed} boxes and ${found.wordless} lines without words`);
        if (found.homes !== 1) faults.push(`${page.path}: ${found.homes} boxes are the group itself`);
        if (found.over > 0) faults.push(`${page.path}: ${found.over} boxes overlap`);
        for (const link of found.links) {
          const file = new URL(link, new URL(page.path, base));
          if (!fs.existsSync(file)) faults.push(`${page.path}: ${link} leads nowhere`);
        }
      }
      await tab.close();
      return [...tab.faults, ...faults];
    });
  }

  await suite.check('nesting: readable in forced colours and on paper', async () => {
    const faults = [];
    for (const media of ['screen', 'print']) {
      const tab = await browser.tab({ width: 794, media });
      await tab.page.emulateMedia({ media, forcedColors: media === 'screen' ? 'active' : 'none' });
      for (const page of drawn.slice(0, 4)) {
        await tab.open(base, page.path);
        const wrong = await tab.page.evaluate(() => {
          const color = (selector, name) => [...document.querySelectorAll(selector)].map((node) => getComputedStyle(node)[name]);
          const names = color('.picture-name', 'fill');
          const boxes = color('.picture-box', 'fill');
          const strokes = color('.picture-box', 'stroke');
          const same = names.some((name) => boxes.includes(name));
          const width = document.querySelector('.picture-drawing').getBoundingClientRect().width;
          return [same && 'a name has the colour of its box', strokes.includes('none') && 'a box has no line',
            matchMedia('print').matches && width > document.documentElement.clientWidth && 'the picture is wider than the paper'].filter(Boolean);
        });
        faults.push(...wrong.map((it) => `${page.path}, ${media}: ${it}`));
      }
      faults.push(...tab.faults);
      await tab.close();
    }
    return faults;
  });

  await suite.check('built: works from a folder of another name, below a sub-path, and addresses of links are printed', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rosterbook moved é-'));
    const moved = path.join(folder, 'sub', 'päth 2');
    const faults = [];
    try {
      fs.cpSync(site.output, moved, { recursive: true });
      const tab = await browser.tab({ media: 'print' });
      const there = pathToFileURL(`${moved}/`).href;
      for (const page of choose(pages, 1)) {
        await tab.open(there, page.path);
        const seen = await tab.page.evaluate(() => {
          const links = [...document.querySelectorAll('a[href^="http"]')].filter((link) => link.checkVisibility());
          const silent = links.filter((link) => !getComputedStyle(link, '::after').content.includes(link.getAttribute('href')));
          const styled = document.querySelector('link[rel="stylesheet"]') === null || document.styleSheets.length > 0;
          const folded = [...document.querySelectorAll('main details:not(.names, .pin)')].filter((node) => node.checkVisibility() && !node.open && node.querySelector('tr, li') && !node.querySelector('tr, li').checkVisibility({ contentVisibilityAuto: true }));
          return { silent: silent.length, styled, folded: folded.length };
        });
        if (seen.silent > 0) faults.push(`${page.path}: ${seen.silent} addresses are not printed`);
        if (!seen.styled) faults.push(`${page.path}: no style`);
        if (seen.folded > 0) faults.push(`${page.path}: ${seen.folded} folded lists are not printed`);
      }
      faults.push(...tab.faults);
      await tab.close();
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    return faults;
  });
}
