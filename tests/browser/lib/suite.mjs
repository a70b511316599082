// A small list of checks: each has a name that is its claim, and either holds or says why not.
// It knows nothing of browsers.

export class Suite {
  passed = 0;
  failures = [];

  constructor(only) {
    this.only = only;
  }

  // Says whether a check that begins so may run: what it needs may take long to make.
  wants(beginning) {
    return !this.only || this.only.startsWith(beginning) || beginning.startsWith(this.only);
  }

  // Runs one check. `work` returns or throws; what it returns in a list are faults.
  async check(name, work) {
    if (this.only && !name.includes(this.only)) return;
    const started = Date.now();
    let faults;
    try {
      faults = (await work()) ?? [];
    } catch (error) {
      faults = [error.stack ?? String(error)];
    }
    const time = `${((Date.now() - started) / 1000).toFixed(1)} s`;
    if (faults.length === 0) {
      this.passed += 1;
      console.log(`ok      ${name} (${time})`);
      return;
    }
    this.failures.push(name);
    console.log(`FAILED  ${name} (${time})`);
    for (const fault of faults.slice(0, 12)) {
      console.log(`        ${fault.replaceAll('\n', '\n        ')}`);
    }
    if (faults.length > 12) console.log(`        and ${faults.length - 12} more`);
  }

  // Prints the closing line and returns whether all is well.
  close() {
    for (const name of this.failures) console.log(`failed: ${name}`);
    console.log(`\n${this.passed} passed, ${this.failures.length} failed`);
    return this.failures.length === 0 && this.passed > 0;
  }
}

// Tries until `work` returns something true, and says what was waited for when it never does.
export async function until(what, work, limit = 20_000) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await work();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
