// Which pages are looked at, and what each kind of them has to carry for scripts and themes.

export const LOST = '404.html';

// Guests are people, but their list has parts of its own.
const lookOf = (page) => (/^[^/]+\/guests\//.test(page.path) ? `${page.kind} of guests` : page.kind);

// Returns up to `count` pages of each kind: the first, the largest, and further ones at even steps.
// The page for lost addresses is not among them: it is a host's answer, and links from its root.
export function choose(all, count) {
  const chosen = [];
  const pages = all.filter((page) => page.path !== LOST);
  for (const kind of [...new Set(pages.map(lookOf))].sort()) {
    const same = pages.filter((page) => lookOf(page) === kind);
    const largest = same.reduce((one, other) => (other.size > one.size ? other : one));
    const picked = new Set([largest, same[0]]);
    for (let step = 1; picked.size < Math.min(count, same.length); step += 1) {
      picked.add(same[Math.floor((step * same.length) / (count + 1)) % same.length]);
      if (step > 4 * count) break;
    }
    chosen.push(...[...picked].slice(0, count));
  }
  return chosen;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STATUS = ['enabled', 'orphaned', 'disabled'];
const MATCH = ['pin', 'alias', 'username', 'full_name', 'device_id', 'name', 'hostname', 'serial', 'none', 'ambiguous'];

export const hooks = {
  kinds: [
    'changes', 'configuration', 'contact', 'device', 'device-list', 'group', 'group-list', 'health', 'home', 'organization',
    'page', 'person', 'person-list', 'runbook', 'runbook-list', 'search', 'unmatched',
  ],

  // What stands on pages of a kind: a selector, and what its attributes may be.
  selectors: {
    group: [
      ['article[data-group]', { 'data-group': (value) => GUID.test(value), 'data-status': (value) => STATUS.includes(value) }],
      ['[data-member]', { 'data-type': (value) => /^\w+$/.test(value), 'data-match': (value) => value === null || MATCH.includes(value) }],
    ],
    'group-list': [
      ['tr[data-group]', { 'data-group': (value) => GUID.test(value), 'data-status': (value) => STATUS.includes(value) }],
      ['tr[data-group] [data-column="name"]', {}],
      ['tr[data-group] [data-column="sync_status"]', {}],
      ['tr[data-group] [data-column="members_matched"]', {}],
    ],
    health: [
      ['[data-rule][data-severity]', { 'data-severity': (value) => ['error', 'warning', 'note'].includes(value) }],
      ['tr[data-finding]', { 'data-finding': (value) => /^[a-z-]+$/.test(value) }],
    ],
    contact: [['a[data-related]', { 'data-related': (value) => GUID.test(value) }]],
    configuration: [['a[data-related]', { 'data-related': (value) => GUID.test(value) }]],
  },

  // Opens pages of a kind: at least one has to carry each hook, and every hook a good value.
  async missing(tab, base, pages, kind) {
    const faults = [];
    const seen = new Set();
    for (const page of pages) {
      await tab.open(base, page.path);
      for (const [selector, attributes] of hooks.selectors[kind]) {
        const found = await tab.page.$$eval(
          selector,
          (nodes, names) => nodes.map((node) => names.map((name) => node.getAttribute(name))),
          Object.keys(attributes),
        );
        if (found.length > 0) seen.add(selector);
        for (const values of found) {
          Object.entries(attributes).forEach(([name, isGood], at) => {
            if (!isGood(values[at])) faults.push(`${page.path}: ${selector} has ${name}="${values[at]}"`);
          });
        }
      }
    }
    const never = hooks.selectors[kind].filter(([selector]) => !seen.has(selector));
    return [...faults, ...never.map(([selector]) => `no ${kind} page has ${selector}`)];
  },
};
