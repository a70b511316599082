// The changes of an organization: what the tools above them show and hide.

import { pathToFileURL } from 'node:url';

export async function checkChanges(suite, browser, site) {
  const base = pathToFileURL(`${site.output}/`).href;
  const path = 'contoso/changes/index.html';

  async function changes(name, look, work) {
    await suite.check(name, async () => {
      const tab = await browser.tab(look);
      await tab.open(base, path);
      const faults = (await work(tab.page)) ?? [];
      await tab.close();
      return [...tab.faults, ...faults];
    });
  }

  const shown = (page) => page.locator('[data-kind]:visible').evaluateAll((lines) => lines.map((line) => [line.dataset.kind, Number(line.dataset.events), line.textContent]));

  await changes('changes: a kind shows its lines, and as many as it says', {}, async (page) => {
    const chip = page.locator('[data-kinds-choice="member.removed"]');
    const count = Number(await chip.locator('span').innerText());
    await chip.click();
    const lines = await shown(page);
    const others = lines.filter(([kind]) => kind !== 'member.removed');
    const events = lines.reduce((sum, [, number]) => sum + number, 0);
    const words = await page.locator('[data-count]').innerText();
    return [
      ...others.map(([kind]) => `${kind} is shown`),
      ...(events === count && count > 0 ? [] : [`${events} events are shown, and the button says ${count}`]),
      ...(words.startsWith(`${count} of `) ? [] : [`the count says "${words}"`]),
      ...((await chip.getAttribute('aria-pressed')) === 'true' ? [] : ['the button is not pressed']),
    ];
  });

  await changes('changes: a name shows the lines it is in, and the address keeps that', {}, async (page) => {
    await page.locator('[data-changes] [data-filter]').fill('tom bex');
    const lines = await shown(page);
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    const again = await shown(page);
    await page.locator('[data-changes] [data-filter]').fill('nobody has this name');
    const empty = page.locator('[data-empty]');
    return [
      ...(lines.length > 0 ? [] : ['no line is left']),
      ...lines.filter(([, , text]) => !text.includes('Tom Bexhill')).map(([, , text]) => `shown without reason: ${text}`),
      ...(again.length === lines.length ? [] : [`${again.length} lines after opening the address anew, not ${lines.length}`]),
      ...((await shown(page)).length === 0 && (await empty.isVisible()) ? [] : ['nothing says that no change fits']),
    ];
  });

  await changes('changes: without scripts all lines are there, and no tool that does nothing', { scripts: false }, async (page) => {
    const lines = await shown(page);
    const tools = await page.locator('[data-changes] .list-tools').isVisible();
    return [...(lines.length > 10 ? [] : [`${lines.length} lines`]), ...(tools ? ['tools are shown'] : [])];
  });
}
