// The built site, from disk: every kind of page in every look, quiet, accessible and valid.

import { createRequire } from 'node:module';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';

import { LOST, choose, hooks } from '../lib/pages.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const LOOKS = [
  { width: 1280, scheme: 'light', scripts: true },
  { width: 1280, scheme: 'dark', scripts: true },
  { width: 390, scheme: 'light', scripts: true },
  { width: 390, scheme: 'dark', scripts: true },
  { width: 320, scheme: 'light', scripts: true },
  { width: 320, scheme: 'dark', scripts: true },
  { width: 1280, scheme: 'light', scripts: false },
  { width: 390, scheme: 'dark', scripts: false },
  { width: 320, scheme: 'light', scripts: false },
];

export function called(look) {
  return `${look.width} px, ${look.scheme}, ${look.scripts ? 'with' : 'without'} scripts`;
}

export async function checkBuilt(suite, browser, site, pages) {
  const base = pathToFileURL(`${site.output}/`).href;

  await suite.check('built: every page says what it is', () => {
    return pages.filter((page) => page.kind === 'none').map((page) => `${page.path} has no data-page`);
  });

  await suite.check('built: every kind of page is there', () => {
    const found = new Set(pages.map((page) => page.kind));
    return hooks.kinds.filter((kind) => !found.has(kind)).map((kind) => `no page of kind ${kind}`);
  });

  for (const look of LOOKS) {
    await suite.check(`built, from disk, ${called(look)}: quiet and never wider than the window`, async () => {
      const tab = await browser.tab(look);
      const wide = [];
      for (const page of choose(pages, 3)) {
        await tab.open(base, page.path);
        wide.push(...(await tab.overflow()));
      }
      await tab.close();
      return [...tab.faults, ...wide];
    });
  }

  for (const look of LOOKS.filter((look) => look.scripts && look.width !== 390)) {
    await suite.check(`built, ${called(look)}: no serious finding of axe`, () => accessible(browser, base, pages, look));
  }

  await suite.check('built, on paper: the page alone, without its frame', async () => {
    const tab = await browser.tab({ width: 794, height: 1123, media: 'print' });
    const shown = [];
    for (const page of choose(pages, 1)) {
      await tab.open(base, page.path);
      for (const frame of ['nav.rail', 'header.topbar', 'a.skip']) {
        const visible = await tab.page.locator(frame).filter({ visible: true }).count();
        if (visible > 0) shown.push(`${page.path} prints ${frame}`);
      }
      if (page.kind === 'runbook') shown.push(...(await tab.overflow()));
    }
    await tab.close();
    return [...tab.faults, ...shown];
  });

  for (const kind of Object.keys(hooks.selectors)) {
    await suite.check(`built: ${kind} pages carry the hooks of their kind`, async () => {
      const tab = await browser.tab({ scripts: true });
      const faults = await hooks.missing(tab, base, choose(pages, 4).filter((page) => page.kind === kind), kind);
      await tab.close();
      return [...tab.faults, ...faults];
    });
  }

  await suite.check('built: pages are valid HTML', () => valid([...choose(pages, 6), ...pages.filter((page) => page.path === LOST)]));
}

async function accessible(browser, base, pages, look) {
  const tab = await browser.tab(look);
  const faults = [];
  for (const page of choose(pages, 2)) {
    await tab.open(base, page.path);
    await tab.page.evaluate(AXE);
    const findings = await tab.page.evaluate(async () => {
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'], preload: false });
      const grave = violations.filter((it) => ['serious', 'critical'].includes(it.impact));
      return grave.map((it) => {
        const nodes = it.nodes.slice(0, 2).map((node) => `${node.target.join(' ')} ${node.html.slice(0, 160)}`);
        return `${it.impact} ${it.id} (${it.nodes.length}): ${it.help}\n  ${nodes.join('\n  ')}`;
      });
    });
    faults.push(...findings.map((finding) => `${page.path}: ${finding}`));
  }
  await tab.close();
  return [...tab.faults, ...faults];
}

async function valid(pages) {
  const rules = JSON.parse(fs.readFileSync(new URL('../html-validate.json', import.meta.url), 'utf8'));
  const checker = new HtmlValidate(new FileSystemConfigLoader(rules));
  const faults = [];
  for (const page of pages) {
    const report = await checker.validateString(page.text, page.path);
    for (const { messages } of report.results) {
      const grave = messages.filter((message) => message.severity === 2);
      faults.push(...grave.slice(0, 5).map((it) => `${page.path}:${it.line}:${it.column}: ${it.ruleId}: ${it.message}`));
    }
  }
  return faults;
}
