// The search in the top bar: what is found, in which order, how it looks, and by which keys.
// Never how fast: `tests/bench/search.mjs` measures that.

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { Site } from '../lib/site.mjs';
import { until } from '../lib/suite.mjs';
import { findings } from '../lib/lists.mjs';

const HOME = 'index.html';
// Above 20,000 people the data is split by letters; more than 5,000 devices begin alike.
const SPLIT = { groups: 60, people: 20_100, devices: 5_300, members: 400 };
// Groups that people wrote, so that the demo has what the order of results is shown by.
const WRITTEN = {
  '00000000-0000-4000-8000-0000000000a1': ['contoso', 'Quillon Team'],
  '00000000-0000-4000-8000-0000000000a2': ['contoso', 'Tranquille'],
  '00000000-0000-4000-8000-0000000000a3': ['contoso', 'The Quill'],
  '00000000-0000-4000-8000-0000000000a4': ['contoso', 'Qvill'],
  '00000000-0000-4000-8000-0000000000a5': ['contoso', 'Quill Desk'],
  '00000000-0000-4000-8000-0000000000a6': ['fabrikam', 'Quill Desk'],
  '00000000-0000-4000-8000-0000000000b1': ['contoso', 'Zzyx \u202etxt.exe\u202c \u2066end\u2069\u0007'],
};

export async function checkSearch(suite, browser, program) {
  if (!suite.wants('search:')) return;
  const site = new Site(program);
  try {
    for (const [id, [organization, name]] of Object.entries(WRITTEN)) {
      const text = JSON.stringify(name).replaceAll(/[\u007f-\uffff]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
      site.write(`content/${organization}/groups/${id}.md`, `+++\nmanual = true\nname = ${text}\nkind = "security"\n+++\n`);
    }
    const done = site.run('build');
    if (done.status !== 0) throw new Error(`build ended with ${done.status}:\n${done.stderr}`);
    await checkDemo(searchChecks(suite, browser, pathToFileURL(`${site.output}/`).href), site);
  } finally {
    await site.close();
  }
  const large = Site.generated(program, SPLIT);
  try {
    await checkSplit(searchChecks(suite, browser, await large.serve()));
  } finally {
    await large.close();
  }
}

// Returns a function that runs a check on an open page, with the keyboard in the search.
function searchChecks(suite, browser, base) {
  return (name, look, work, start = HOME) => suite.check(`search: ${name}`, async () => {
    const tab = await browser.tab(look);
    let faults;
    try {
      await tab.open(base, start);
      await tab.page.keyboard.press('/');
      faults = (await work(tab.page, tab)) ?? [];
    } catch (error) {
      faults = [error.stack ?? String(error)];
    }
    await tab.close();
    return [...tab.faults, ...faults];
  });
}

// Searches for a text and returns what is shown, once all of it is there.
async function found(page, text) {
  await page.locator('#search-field').fill(text);
  await until(`an answer to "${text}"`, () => page.evaluate(() => {
    const note = document.querySelector('.search-note');
    const results = document.querySelector('#search-results');
    const loading = window.rosterbook.say('search_loading');
    return (!results.hidden || !note.hidden) && note.textContent !== loading && !results.innerText.includes('…');
  }));
  return page.evaluate(() => {
    const sections = {};
    for (const section of document.querySelectorAll('.search-section')) {
      const title = section.querySelector('.search-title');
      sections[title.firstChild.textContent.trim()] = {
        count: title.querySelector('.search-count')?.textContent,
        lines: [...section.querySelectorAll('a[role="option"]')].map((option) => ({
          name: option.querySelector('.search-name').textContent,
          place: option.querySelector('.search-place')?.textContent,
          text: option.innerText.replaceAll(/\s+/g, ' '),
          marked: [...option.querySelectorAll('mark')].map((it) => it.textContent),
          href: option.getAttribute('href'),
        })),
        rest: section.querySelector('.search-all, .search-rest')?.textContent,
      };
    }
    return sections;
  });
}

const named = (sections, kind) => (sections[kind]?.lines ?? []).map((it) => it.name);

async function checkDemo(check, site) {
  await check('accents, apostrophes, word order and a slip do not matter', {}, async (page) => {
    const faults = [];
    for (const [name, ways] of Object.entries({
      'Jürgen Grünwald': ['jürgen grünwald', 'juergen gruenwald', 'jurgen grunwald', 'Grünw Jürg', 'jurgne grunwald', 'JURGEN GRUNWLD'],
      "Connor O'Neill": ["connor o'neill", 'oneill connor', 'connor o’neill'],
      'Łukasz Farrow': ['lukasz farrow', 'łukasz'],
      'Mira Okafor': ['mira okafor', 'oka mir', 'okafro mira'],
    })) {
      for (const way of ways) {
        const names = named(await found(page, way), 'People');
        if (!names.includes(name)) faults.push(`"${way}" finds ${names.join(', ') || 'nobody'}, not ${name}`);
      }
    }
    return faults;
  });

  await check('sign-in name, alias, mail, host name and serial number find their owner', {}, async (page) => {
    const [head, ...rows] = site.read('exports/contoso/configurations.csv').trim().split('\n').map((line) => line.split(','));
    const laptop = rows.find((row) => row[2] === 'LT-ENG-008');
    const faults = [];
    for (const [text, kind, name] of [
      ['dgoncalves', 'People', 'Dmitri Gonçalves'],
      ['adm-mira.okafor@contoso', 'People', 'Admin Mira Okafor'],
      ['mira.okafor@contoso.onmicrosoft', 'People', 'Mira Okafor'],
      [laptop[head.indexOf('serial_number')], 'Devices', 'LT-ENG-008'],
      ['lt-eng-008', 'Devices', 'LT-ENG-008'],
      ['how to read', 'Pages', 'How to read a group page'],
      ['alarm list', 'Groups', 'Alarm call list'],
    ]) {
      const sections = await found(page, text);
      if (!named(sections, kind).includes(name)) faults.push(`"${text}" finds ${JSON.stringify(sections)}`);
    }
    const [line] = (await found(page, 'dgoncalves')).People.lines;
    if (!line.marked.includes('dgoncalves')) faults.push(`the alias is not shown: ${line.text}`);
    return faults;
  });

  await check('a person is shown with the number of groups and the first three', {}, async (page) => {
    const { People } = await found(page, 'mira okafor');
    const bad = People.lines.filter((it) => !/in (no group|\d+ groups?: .+)/.test(it.text));
    const many = People.lines.find((it) => / and \d+ more/.test(it.text));
    return [...bad.map((it) => it.text), ...(many ? [] : ['nobody is in more than three'])];
  });

  await check('whole words and beginnings stand before insides, and slips last', {}, async (page) => {
    const { Groups } = await found(page, 'quill');
    const section = page.locator('[aria-labelledby="search-groups"]');
    await section.locator('.search-all').click();
    const shown = await section.locator('.search-name').allInnerTexts();
    // A name that begins so is as good as one with the word elsewhere.
    const expected = ['Quill Desk', 'Quill Desk', 'Quillon Team', 'The Quill', 'Tranquille', 'Qvill'];
    return [
      ...(shown.join() === expected.join() ? [] : [shown.join(', ')]),
      ...(Groups.lines[0].place === 'Contoso Ltd' || Groups.lines[1].place ? [] : ['the organization is not named']),
    ];
  });

  await check('those of the same name are told apart', {}, async (page) => {
    const faults = [];
    for (const [text, kind] of [['quill desk', 'Groups'], ['mira okafor', 'People'], ['james carter', 'People'], ['noor haddad', 'People']]) {
      const { lines } = (await found(page, text))[kind];
      const name = lines[0].name;
      const same = lines.filter((it) => it.name === name);
      if (same.length < 2) faults.push(`${name} is there once`);
      // Groups beside them are no help when somebody is new.
      const looks = same.map((it) => it.text.replace(/in (no group|\d+ groups?).*/, ''));
      if (new Set(looks).size < same.length) faults.push(`not told apart: ${looks.join(' / ')}`);
      if (new Set(same.map((it) => it.href)).size < same.length) faults.push(`${name}: the same address twice`);
    }
    return faults;
  });

  await check('each result leads to a page that is there', {}, async (page) => {
    const faults = [];
    for (const text of ['mira', 'ü', 'lt', 'sg', 'quill', 'how', "o'n", 'o']) {
      for (const { lines } of Object.values(await found(page, text))) {
        for (const { name, href } of lines) {
          if (!fs.existsSync(path.join(site.output, decodeURIComponent(href)))) faults.push(`${name}: ${href}`);
        }
      }
    }
    return faults;
  });

  await check('controls in names are shown and not obeyed', {}, async (page) => {
    const { Groups } = await found(page, 'zzyx txt');
    const all = await page.locator('.search-panel').innerText();
    const shown = Groups.lines[0].name;
    return [
      ...(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(all) ? [`obeyed in "${JSON.stringify(all)}"`] : []),
      ...(shown.includes('[U+202E]') && shown.includes('[U+2066]') && shown.endsWith('\ufffd') ? [] : [`shown as ${JSON.stringify(shown)}`]),
    ];
  });

  await check('works by keyboard alone: arrows, Enter, Esc, Ctrl-K', {}, async (page) => {
    const chosen = () => page.locator('[role="option"][aria-selected="true"]').evaluateAll((options) => options.map((it) => it.id).join());
    const active = () => page.locator('#search-field').getAttribute('aria-activedescendant');
    await found(page, 'okafor');
    const faults = [];
    const first = await chosen();
    await page.keyboard.press('ArrowDown');
    const second = await chosen();
    if (!first || first === second) faults.push(`chosen: ${first}, then ${second}`);
    if ((await active()) !== second) faults.push(`${await active()} is active, ${second} is chosen`);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    if ((await chosen()) === first) faults.push('the arrow does not go round');
    await page.keyboard.press('Escape');
    if (await page.locator('.search-panel').isVisible()) faults.push('Esc leaves it open');
    await page.keyboard.press('Control+k');
    if (!(await page.locator('.search-panel').isVisible())) faults.push('Ctrl-K does not open it');
    await found(page, 'quill desk');
    await page.keyboard.press('ArrowDown');
    const href = await page.locator('[role="option"][aria-selected="true"]').evaluate((it) => it.href);
    await page.keyboard.press('Enter');
    await until('the chosen page', () => page.url() === href);
    return faults;
  });

  await check('the results have no serious finding, wide and narrow', {}, async (page) => {
    await found(page, 'mira');
    const wide = await findings(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await found(page, 'quill');
    return [...wide, ...(await findings(page))];
  });

  await check('recent searches come back and can be cleared', {}, async (page) => {
    await found(page, 'quill desk');
    const before = page.url();
    await page.keyboard.press('Enter');
    await until('the page of the group', () => page.url() !== before);
    await page.locator('#search-field').waitFor();
    await page.keyboard.press('/');
    const again = page.locator('.search-again');
    await until('the recent search', () => again.count());
    const text = await again.first().innerText();
    await page.locator('.search-clear').click();
    const left = await again.count();
    return text === 'quill desk' && left === 0 ? [] : [`"${text}", then ${left} left`];
  });

  await check('says so when its data is missing, and finds again when it is back', {}, async (page, tab) => {
    const file = path.join(site.output, 'assets/data/search.js');
    const text = fs.readFileSync(file, 'utf8');
    fs.rmSync(file);
    await tab.page.reload();
    await page.keyboard.press('/');
    await page.keyboard.type('qui');
    await until('the message', async () => (await page.locator('.search-note').innerText()).includes('cannot be loaded'));
    fs.writeFileSync(file, text);
    await page.keyboard.type('l');
    await until('a result', () => page.locator('[role="option"]', { hasText: 'The Quill' }).count());
    tab.faults = tab.faults.filter((it) => !/search\.|ERR_FILE_NOT_FOUND/.test(it));
    return [];
  });
}

async function checkSplit(check) {
  await check('among 20,100 people somebody is found by any two of the words', {}, async (page) => {
    const faults = [];
    for (const text of ['Mira Lindqvist 3640', 'lindqvist mira 3640', '3640 mir', 'Lnidqvist 3640', 'mira.lindqvist3640@contoso.example', 'miar lindqvist 3640']) {
      const names = named(await found(page, text), 'People');
      if (names[0] !== 'Mira Lindqvist 3640') faults.push(`"${text}" finds ${names.join(', ') || 'nobody'}`);
    }
    return faults;
  });

  await check('one name of thousands is counted whole and shown in part', {}, async (page) => {
    const { People } = await found(page, 'mira');
    const count = Number(People.count);
    await page.locator('.search-all').first().click();
    const more = (await page.locator('.search-rest').first().innerText()).replaceAll(/\D/g, '');
    const shown = await page.locator('[aria-labelledby="search-people"] a').count();
    return [
      ...(count === 1005 ? [] : [`${People.count} people called Mira`]),
      ...(shown + Number(more) === count ? [] : [`${shown} and ${more} more`]),
    ];
  });

  await check('a beginning that all devices share counts them all, and more letters find one', {}, async (page) => {
    const faults = [];
    for (const text of ['lt', 'l']) {
      const { Devices } = await found(page, text);
      if (Devices.count !== '5300') faults.push(`"${text}" counts ${Devices.count}`);
      if (Devices.lines.length === 0) faults.push(`"${text}" shows none`);
    }
    for (const text of ['lt-04242', '04242', '4242 lt']) {
      const names = named(await found(page, text), 'Devices');
      if (names[0] !== 'LT-04242') faults.push(`"${text}" finds ${names.join(', ') || 'none'}`);
    }
    return faults;
  });

  await check('a line that was chosen stays chosen while more names come', {}, async (page) => {
    let first = '';
    const held = [];
    // The first file of the part comes at once, the others when a line was chosen.
    await page.route(/\/search-m\..*\.js$/, async (route) => {
      const address = route.request().url();
      first ||= address;
      if (address !== first) await new Promise((resolve) => held.push(resolve));
      await route.continue();
    });
    await page.locator('#search-field').fill('m');
    await until('results', () => page.locator('a[role="option"]').count());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = () => page.locator('[role="option"][aria-selected="true"]').getAttribute('href');
    const before = await chosen();
    const few = await page.locator('.search-count').first().innerText();
    await until('a file that waits', () => held.length > 0);
    const letGo = setInterval(() => held.splice(0).forEach((go) => go()), 20);
    await until('all names', async () => !(await page.locator('.search-note').isVisible()));
    clearInterval(letGo);
    const after = await chosen();
    const many = await page.locator('.search-count').first().innerText();
    return [
      ...(before === after ? [] : [`${before}, then ${after}`]),
      ...(Number(many) > Number(few) ? [] : [`${few} people, then ${many}`]),
    ];
  });
}
