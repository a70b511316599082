// The site under test: a copy of the repository's own one in a folder of its own, built and served
// by the program under test.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const REPOSITORY = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../..');
// What a site consists of; what is not there is not needed.
const PARTS = ['site.toml', 'content', 'activity', 'exports', 'snapshot'];

export class Site {
  constructor(program, parts = PARTS) {
    this.program = program;
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), 'rosterbook-browser-'));
    for (const part of parts) {
      const from = path.join(REPOSITORY, part);
      if (fs.existsSync(from)) fs.cpSync(from, path.join(this.root, part), { recursive: true });
    }
  }

  // Makes a site of this size with the generator of the measurements.
  static generated(program, size) {
    const generator = path.join(path.dirname(program), 'examples', 'bench-site');
    if (!fs.existsSync(generator)) throw new Error(`${generator} is missing: cargo build --example bench-site`);
    const site = new Site(program, []);
    const words = Object.entries(size).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const done = spawnSync(generator, [site.root, ...words], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`the generator ended with ${done.status}:\n${done.stderr}`);
    return site;
  }

  get output() {
    return path.join(this.root, 'public');
  }

  // Runs a command of the program to its end.
  run(...words) {
    const done = spawnSync(this.program, ['-C', this.root, ...words], { encoding: 'utf8' });
    if (done.error) throw done.error;
    return done;
  }

  publish() {
    const done = this.run('publish');
    if (done.status !== 0) throw new Error(`publish ended with ${done.status}:\n${done.stdout}${done.stderr}`);
  }

  // Returns every page: its path, its kind and its size.
  pages() {
    const pages = [];
    const visit = (folder) => {
      for (const entry of fs.readdirSync(path.join(this.output, folder), { withFileTypes: true })) {
        const inner = path.posix.join(folder, entry.name);
        if (entry.isDirectory()) visit(inner);
        else if (entry.name.endsWith('.html')) pages.push(inner);
      }
    };
    visit('');
    return pages.sort().map((page) => {
      const text = fs.readFileSync(path.join(this.output, page), 'utf8');
      return { path: page, kind: /<body[^>]* data-page="([a-z-]+)"/.exec(text)?.[1] ?? 'none', size: text.length, text };
    });
  }

  write(name, text) {
    const file = path.join(this.root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  read(name) {
    return fs.readFileSync(path.join(this.root, name), 'utf8');
  }

  remove(name) {
    fs.rmSync(path.join(this.root, name), { recursive: true, force: true });
  }

  // Starts the preview; its first line on stdout is the address.
  async serve() {
    this.server = spawn(this.program, ['-C', this.root, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    this.server.stderr.on('data', (data) => (words += data));
    const line = await new Promise((resolve, reject) => {
      let text = '';
      this.server.stdout.on('data', (data) => {
        text += data;
        if (text.includes('\n')) resolve(text.split('\n')[0]);
      });
      this.server.on('error', reject);
      this.server.on('exit', (code) => reject(new Error(`serve ended with ${code}:\n${words}`)));
    });
    return new URL(line.trim()).href;
  }

  async close() {
    if (this.server && this.server.exitCode === null) {
      const ended = new Promise((resolve) => this.server.once('exit', resolve));
      this.server.kill('SIGTERM');
      await ended;
    }
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}
