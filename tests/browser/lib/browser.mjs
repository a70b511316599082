// Chromium, watched: whatever a page complains about, or asks of another host, is a fault.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// The reload client's own stream ends whenever its page is left.
const ENDLESS = '/_rosterbook/events';
// Chromium fetches the icon after everything else, and gives it up when the page is left before; so
// it does with what the search still loads when somebody opens the first name that was found. A file
// that is missing fails with other words.
const LATE = [/\/favicon\.svg$/, /\/assets\/data\/search[^/]*\.js$/, /\/assets\/ufuzzy[^/]*\.js$/];

export class Browser {
  static async start() {
    const browser = new Browser();
    browser.profile = fs.mkdtempSync(path.join(os.tmpdir(), 'rosterbook-chromium-'));
    browser.chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      headless: true,
      args: FLAGS,
      env: { ...process.env, HOME: browser.profile },
    });
    return browser;
  }

  // Opens a tab of the given look; `faults` gathers what goes wrong in it.
  async tab({ width = 1280, height = 900, scheme = 'light', scripts = true, media = 'screen' } = {}) {
    const context = await this.chromium.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      javaScriptEnabled: scripts,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    await page.emulateMedia({ media, colorScheme: scheme });
    return new Tab(context, page);
  }

  async close() {
    await this.chromium.close();
    fs.rmSync(this.profile, { recursive: true, force: true });
  }
}

export class Tab {
  faults = [];
  // Requests that are expected to fail, by the end of their path.
  expected = [];

  constructor(context, page) {
    this.context = context;
    this.page = page;
    const say = (words) => this.faults.push(`${this.name ?? page.url()}: ${words}`);
    page.on('console', (message) => {
      const failed = this.expected.some((end) => message.location().url.endsWith(end));
      if (['error', 'warning'].includes(message.type()) && !failed) say(`console ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => say(`script error: ${error.message}`));
    page.on('dialog', (dialog) => {
      say(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    page.on('popup', (popup) => say(`a window opened: ${popup.url()}`));
    page.on('crash', () => say('the tab crashed'));
    page.on('request', (request) => {
      if (!this.isOurs(request.url())) say(`request to another host: ${request.url()}`);
    });
    page.on('requestfailed', (request) => {
      const { pathname } = new URL(request.url());
      const words = request.failure()?.errorText;
      const late = words === 'net::ERR_ABORTED' && LATE.some((name) => name.test(pathname));
      if (pathname !== ENDLESS && !late) say(`request failed: ${request.url()} ${words}`);
    });
    page.on('response', (response) => {
      const expected = this.expected.some((end) => response.url().endsWith(end));
      if (response.status() >= 400 && !expected) say(`answer ${response.status()}: ${response.url()}`);
    });
  }

  isOurs(address) {
    return address.startsWith('data:') || (this.origin !== undefined && address.startsWith(this.origin));
  }

  // Opens `path` below `base`, which is a folder or an address, and waits until it has loaded.
  async open(base, path) {
    this.origin = base;
    this.name = path;
    await this.page.goto(new URL(path.split('/').map(encodeURIComponent).join('/'), base).href, { waitUntil: 'load' });
    // What a script starts when the page has loaded comes to its end.
    await this.page.waitForTimeout(20);
  }

  // How far the page is wider than the window.
  async overflow() {
    const { inner, outer, widest } = await this.page.evaluate(() => {
      const root = document.scrollingElement;
      const outer = root.clientWidth;
      const over = [...document.querySelectorAll('body *')].filter((node) => {
        const box = node.getBoundingClientRect();
        if (box.right <= outer + 0.5 || box.width === 0) return false;
        for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
          if (getComputedStyle(at).overflowX !== 'visible') return false;
        }
        return true;
      });
      const widest = over.slice(0, 3).map((node) => `<${node.localName} class="${node.getAttribute('class') ?? ''}">`);
      return { inner: root.scrollWidth, outer, widest: widest.join(' ') };
    });
    return inner > outer ? [`${this.name}: ${inner} px wide in a window of ${outer} px: ${widest}`] : [];
  }

  async close() {
    await this.context.close();
  }
}
