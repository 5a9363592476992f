import { describe, expect, it } from 'vitest';
import type { Range } from '#problem';
import type { Facts } from '../../../src/language/facts.ts';
import type { Edit } from '../../../src/language/language.ts';
import { settingsLanguage as language } from '../../../src/language/settings/settings-language.ts';

const nothing: Facts = { tags: () => undefined, image: () => undefined, repositories: () => undefined };

const sample = `# The release.
# Two lines of it.
version: 1
target:   # final
  registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com
  kind: ecr
  platforms:
    - linux/amd64
  repositories: { readers: lists/readers.txt, policy: "../policy.json" }
registries:
  docker.io: { ca: missing.pem }
names:
- from: docker.io/camunda/zeebe
  to: zeebe
`;

/** The text without its mark ¦, and where that stood. */
function marked(text: string): { text: string; offset: number } {
  const offset = text.indexOf('¦');
  if (offset < 0) throw new Error(`No mark in ${text}`);
  return { text: text.replace('¦', ''), offset };
}

function offers(textWithMark: string, facts = nothing) {
  const { text, offset } = marked(textWithMark);
  return language.complete(text, offset, facts).value;
}

const labels = (text: string, facts?: Facts) => offers(text, facts).map(({ label }) => label);

function apply(text: string, edits: readonly Edit[]): string {
  const offsetOf = (line: number, column: number) =>
    text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, each) => sum + each.length + 1, 0) +
    column -
    1;
  return edits.reduceRight((result, { range, text: inserted }) => {
    return (
      result.slice(0, offsetOf(range.line, range.column)) +
      inserted +
      result.slice(offsetOf(range.endLine, range.endColumn))
    );
  }, text);
}

/** The text after the first fix of each problem, and the titles of all. */
function fixed(text: string) {
  const problems = language.diagnose(text);
  const whole: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const fixes = problems.flatMap((problem) => language.fixes(text, whole, [problem], nothing).value);
  return { titles: fixes.map(({ title }) => title), text: apply(text, fixes[0]?.edits ?? []), first: fixes[0] };
}

describe('the outline of settings', () => {
  it('has keys, entries of lists by their first value, and values beside them', () => {
    const shown = language.symbols(sample).map(({ name, detail, kind }) => `${name} ${detail} ${kind}`);
    expect(shown).toEqual(['version 1 field', 'target  group', 'registries  group', 'names  group']);
    const target = language.symbols(sample)[1];
    expect(target?.children.map(({ name }) => name)).toEqual(['registry', 'kind', 'platforms', 'repositories']);
    expect(target?.range).toMatchObject({ line: 4, endLine: 9 });
    expect(target?.nameRange).toEqual({ line: 4, column: 1, endLine: 4, endColumn: 7 });
    expect(language.symbols(sample)[3]?.children[0]).toMatchObject({ name: 'docker.io/camunda/zeebe', kind: 'group' });
  });

  it('folds groups, lists and comments that take several lines', () => {
    expect(language.folds(sample).map(({ first, last, kind }) => `${first}-${last} ${kind}`)).toEqual([
      '1-2 comment',
      '4-9 region',
      '7-8 region',
      '10-11 region',
      '12-14 region',
      '13-14 region',
    ]);
  });
});

describe('formatting settings', () => {
  it('takes blanks from the ends of lines, and ends with one line break', () => {
    expect(language.format('version: 1  \n\t\n# a  \ntarget: {}\t\n\n\n')).toBe('version: 1\n\n# a\ntarget: {}\n');
    expect(language.format('version: 1 \r\ntarget: {}')).toBe('version: 1\r\ntarget: {}\r\n');
  });

  it('leaves what a value of several lines holds, and what is no YAML', () => {
    const block = 'report:\n  log: |+\n    a  \n    b\n\n\n';
    expect(language.format(block)).toBe(block);
    const quoted = 'report:\n  log: "a  \n\n    b"  \n';
    expect(language.format(quoted)).toBe('report:\n  log: "a  \n\n    b"  \n');
    const broken = 'version: [1  \n';
    expect(language.format(broken)).toBe(broken);
  });
});

describe('completing settings', () => {
  it.each([
    ['the file', '¦', ['version', 'target']],
    ['a file begun', 'version: 1\nta¦', ['target', 'targets']],
    ['a group by indentation', 'version: 1\ntarget:\n  registry: a.b\n  ¦', ['kind', 'prefix']],
    ['a deep group', 'targets:\n  a:\n    repositories:\n      ¦\nnames: []\n', ['create', 'readers']],
    ['an entry of a list', 'names:\n- ¦', ['from', 'to']],
    ['further keys of an entry', 'names:\n  - from: docker.io/a\n    ¦', ['to']],
    ['brackets', 'names:\n  - { from: docker.io/a, ¦ }', ['to']],
    ['brackets over lines', 'target: {\n  registry: a.b,\n  ¦\n}\n', ['kind']],
    ['brackets in brackets', 'registries: { docker.io: { username: u, password: { ¦ } } }', ['env', 'secret']],
    ['one of two ways', 'target:\n  repositories:\n    kmsKey: { ¦', ['env']],
    ['a table', 'targets:\n  staging:\n    ¦', ['registry']],
    ['an attestation', 'attestations:\n  - images: "**"\n    ¦', ['url', 'key', 'exempt', 'token']],
    ['a token', 'attestations:\n  - images: "**"\n    token: { ¦ }', ['registry', 'env', 'secret']],
    ['a change', 'derive:\n  zeebe:\n    ¦', ['user', 'files']],
    ['an added file', 'derive:\n  zeebe:\n    files:\n      - ¦', ['from', 'to', 'mode', 'owner']],
    ['a scan', 'scan:\n  ¦', ['with', 'findings', 'accept']],
  ])('offers the keys of %s', (_, text, expected) => {
    expect(labels(text)).toEqual(expect.arrayContaining(expected));
    expect(labels(text)).not.toContain('');
  });

  it('offers no key that is there, and says what each means', () => {
    expect(labels('version: 1\ntarget:\n  kind: ecr\n  ¦\n')).not.toContain('kind');
    const [registry] = offers('target:\n  reg¦: x\n');
    expect(registry).toMatchObject({
      label: 'registry',
      detail: 'needed',
      documentation: expect.stringMatching(/host/),
    });
    // A colon that is there already stays.
    expect(registry?.edit).toEqual({ range: { line: 2, column: 3, endLine: 2, endColumn: 6 }, text: 'registry' });
    const { text, offset } = marked('target:\n  reg¦');
    const [offer] = language.complete(text, offset, nothing).value;
    expect(apply(text, [offer?.edit as Edit])).toBe('target:\n  registry: ');
  });

  it.each([
    ['an enumeration', 'target:\n  kind: ¦', ['marketplace', 'ecr', 'oci']],
    ['a flag', 'target:\n  referrers: t¦', ['true', 'false']],
    ['an enumeration in brackets', 'files: { unpaired: ¦ }', ['error', 'sources']],
    ['entries of a list', 'target:\n  platforms:\n    - ¦', ['linux/amd64', 'linux/arm64']],
    ['entries in brackets', 'target:\n  platforms: [linux/amd64, ¦]', ['linux/amd64', 'linux/arm64']],
    ['what examples there are', 'target:\n  registry: ¦', ['oci:FOLDER']],
    ['a scanner', 'scan:\n  with: ¦', ['trivy', 'grype']],
    ['a severity', 'scan: { with: trivy, block: ¦ }', ['critical', 'high', 'medium', 'low']],
    ['permissions', 'derive:\n  a:\n    files:\n      - mode: ¦', ['"0755"']],
    ['the regions', 'target:\n  region: eu-¦', ['eu-central-1', 'us-east-1']],
  ])('offers the values of %s', (_, text, expected) => {
    expect(labels(text)).toEqual(expect.arrayContaining(expected));
  });

  it('says which value holds when the key is left out', () => {
    const found = offers('target:\n  existing: ¦').map(({ label, detail }) => [label, detail]);
    expect(found).toEqual([
      ['equivalent', 'default'],
      ['fail', undefined],
    ]);
  });

  it('offers the regions of the file first', () => {
    expect(labels(`${sample}seller:\n  profile: x\nregistries:\n  a.b:\n    region: ¦`)[0]).toBe('eu-west-1');
  });

  it('offers the hosts that the file speaks of, and the files beside it', () => {
    expect(labels(`${sample}originals: [{ from: x/, to: quay.io/y }]\nregistries:\n  ¦`)).toEqual(
      expect.arrayContaining(['quay.io', '123456789012.dkr.ecr.eu-west-1.amazonaws.com']),
    );
    const neighbours = { file: 'a/marketplace.yaml', files: ['a/marketplace.yaml', 'a/x/r.txt', 'b/c.txt', 'a/o dd'] };
    expect(labels('target:\n  repositories:\n    readers: ¦', { ...nothing, neighbours })).toEqual(['x/r.txt']);
    expect(labels('attestations:\n- key: ¦', { ...nothing, neighbours })).toEqual(['x/r.txt']);
    expect(labels('derive:\n  a:\n    files: [{ from: ¦ }]', { ...nothing, neighbours })).toEqual(['x/r.txt']);
  });

  it('offers registries whose password can be a token, those with one first', () => {
    const logins = 'registries:\n  a.io: { plainHttp: false }\n  b.io: { username: u, password: { env: B } }\n';
    expect(labels(`${logins}attestations:\n- token: { registry: ¦ }`)).toEqual(['b.io', 'a.io']);
    expect(labels(`${logins}target:\n  registry: ¦`)).not.toContain('a.io');
  });

  it.each([
    ['a comment', 'version: 1\n# ta¦'],
    ['a comment behind a value', 'target:\n  kind: ecr # ¦'],
    ['a text of several lines', 'report:\n  log: |\n    ta¦'],
    ['quotes', 'target:\n  kind: "e¦'],
    ['a place that nobody knows', 'target:\n  unknown:\n    ¦'],
    ['a finished value', 'target:\n  kind: ecr ¦'],
  ])('is silent in %s', (_, text) => {
    expect(labels(text)).toEqual([]);
  });
});

describe('hovering over settings', () => {
  const hover = (text: string) => {
    const at = marked(text);
    return language.hover(at.text, at.offset, nothing).value;
  };

  it('says what a key is, what it can be and what holds without it', () => {
    const found = hover('target:\n  ki¦nd: ecr\n');
    expect(found?.text).toMatch(/^`target\.kind`\n\n.*registry/s);
    expect(found?.text).toContain('One of: `marketplace`, `ecr`, `oci`.');
    expect(found?.text).toContain('Default: known from the host.');
    expect(found?.range).toEqual({ line: 2, column: 3, endLine: 2, endColumn: 7 });
    expect(hover('target:\n  kind: e¦cr\n')?.range).toMatchObject({ column: 9, endColumn: 12 });
  });

  it('takes a host for the table of hosts, and says nothing of what it does not know', () => {
    expect(hover('registries:\n  docker.¦io: {}\n')?.text).toMatch(/How to talk to registries/);
    expect(hover('unkn¦own: 1\n')).toBeUndefined();
    expect(hover('version: 1 # co¦mment\n')).toBeUndefined();
    expect(hover('¦')).toBeUndefined();
  });

  it.each([
    ['attestations:\n- im¦ages: "**"', 'attestations.images', 'before `names` and prefix'],
    ['attestations:\n- token: { re¦gistry: a.io }', 'attestations.token.registry', 'whose password is the token'],
    ['attestations:\n- requ¦ire: false', 'attestations.require', 'Default: true.'],
    ['derive:\n  "a/**":\n    us¦er: "1"', 'derive.a/**.user', 'the container runs as'],
    ['derive:\n  ze¦ebe: {}', 'derive', 'Small changes to upstream images'],
    ['derive:\n  a:\n    files:\n    - { mo¦de: "0755" }', 'derive.a.files.mode', 'Default: "0644".'],
    ['rules:\n  eol-b¦ase: error', 'rules.eol-base', '`{ level: off, reason: "…" }`'],
    ['scan:\n  unf¦ixed: true', 'scan.unfixed', 'no fix yet'],
    ['scan:\n  accept:\n  - un¦til: 2028-01-01', 'scan.accept.until', 'The last day'],
  ])('tells of %j', (text, title, words) => {
    const found = hover(text)?.text;
    expect(found?.split('\n')[0]).toBe(`\`${title}\``);
    expect(found).toContain(words);
  });

  it('lets no text of the file out of its code', () => {
    expect(hover('registries:\n  "a`**b": { username¦: x }\n')?.text.split('\n')[0]).toBe(
      '`registries.a **b.username`',
    );
  });
});

describe('links of settings', () => {
  it('lead to the files that are there', () => {
    const files = ['a/b/marketplace.yaml', 'a/b/lists/readers.txt', 'a/policy.json'];
    const found = language.links(sample, { file: 'a/b/marketplace.yaml', files });
    expect(found.map((link) => ('file' in link ? link.file : ''))).toEqual(['a/b/lists/readers.txt', 'a/policy.json']);
    expect(found[0]?.range).toEqual({ line: 9, column: 28, endLine: 9, endColumn: 45 });
  });
});

describe('fixes of settings', () => {
  it.each([
    [
      'the nearest key',
      'version: 1\ntraget: { registry: a.b }\n',
      'Change to target',
      'version: 1\ntarget: { registry: a.b }\n',
    ],
    ['the version', 'target: { registry: a.b }\n', 'Add version: 1', 'version: 1\ntarget: { registry: a.b }\n'],
    [
      'the nearest value',
      'version: 1\ntarget:\n  registry: a.b\n  kind: orci\n',
      'Change to oci',
      'version: 1\ntarget:\n  registry: a.b\n  kind: oci\n',
    ],
    [
      'quotes',
      'version: 1\ntarget: { registry: a.b, account: 012345678901 }\n',
      'Write it in quotes',
      'version: 1\ntarget: { registry: a.b, account: "012345678901" }\n',
    ],
    [
      'a login',
      'version: 1\ntarget: { registry: a.b }\nregistries:\n  v.io:\n    username: u\n',
      'Add password: { env: V_IO_PASSWORD }',
      'version: 1\ntarget: { registry: a.b }\nregistries:\n  v.io:\n    password: { env: V_IO_PASSWORD }\n    username: u\n',
    ],
    [
      'a secret',
      'version: 1\ntarget: { registry: a.b }\nregistries:\n  v.io: { username: u, password: geheim }\n',
      'Read the password from the variable V_IO_PASSWORD',
      'version: 1\ntarget: { registry: a.b }\nregistries:\n  v.io: { username: u, password: { env: V_IO_PASSWORD } }\n',
    ],
    [
      'a token',
      'version: 1\ntarget: { registry: a.b }\nattestations:\n- { images: "**", url: https://a.io/x, key: k, token: geheim }\n',
      'Read the token from the variable ATTESTATION_TOKEN',
      'version: 1\ntarget: { registry: a.b }\nattestations:\n- { images: "**", url: https://a.io/x, key: k, token: { env: ATTESTATION_TOKEN } }\n',
    ],
    [
      'permissions in quotes',
      'version: 1\ntarget: { registry: a.b }\nderive:\n  a: { files: [{ from: x, to: /x, mode: 0755 }] }\n',
      'Write it in quotes',
      'version: 1\ntarget: { registry: a.b }\nderive:\n  a: { files: [{ from: x, to: /x, mode: "0755" }] }\n',
    ],
  ])('%s', (_, text, title, expected) => {
    const { titles, text: after } = fixed(text);
    expect(titles[0]).toBe(title);
    expect(after).toBe(expected);
    expect(language.diagnose(after)).toEqual([]);
  });

  it.each([
    ['a text of several lines', '|\n      abc\n', '\n'],
    ['several lines and blank ones', '|+\n      abc\n\n\n', '\n'],
    ['a folded text that ends the file', '>-\n      abc', ''],
    ['lines that end with CR and LF', '|\r\n      abc\r\n', '\r\n'],
  ])('a secret that is %s', (_, secret, end) => {
    const head = 'version: 1\ntarget: { registry: a.b }\nregistries:\n  v.io:\n    username: u\n    password: ';
    const rest = end === '' ? '' : 'names: []\n';
    const { titles, text: after } = fixed(`${head}${secret}${rest}`);
    expect(titles).toEqual(['Read the password from the variable V_IO_PASSWORD']);
    expect(after).toMatch(/password: \{ env: V_IO_PASSWORD \}(\r?\n|$)/);
    expect(language.diagnose(after)).toEqual([]);
  });

  it('offer nothing for a secret whose tag allows nothing else', () => {
    const text = 'version: 1\ntarget: { registry: a.b }\nregistries:\n  v.io: { username: u, password: !!str abc }\n';
    expect(language.diagnose(text).map(({ rule }) => rule)).toEqual(['secret-in-settings']);
    expect(fixed(text).titles).toEqual([]);
  });

  it.each([
    ['{ target: { registry: a.b } }\n', '{ version: 1, target: { registry: a.b } }\n'],
    ['# x\n{\n  target: { registry: a.b }\n}\n', '# x\n{\n  version: 1, target: { registry: a.b }\n}\n'],
    ['  target:\n    registry: a.b\n  names: []\n', '  version: 1\n  target:\n    registry: a.b\n  names: []\n'],
    ['--- # x\ntarget: { registry: a.b }\n', '--- # x\nversion: 1\ntarget: { registry: a.b }\n'],
  ])('the version, where it fits: %j', (text, expected) => {
    const { titles, text: after } = fixed(text);
    expect(titles[0]).toBe('Add version: 1');
    expect(after).toBe(expected);
    expect(language.diagnose(after)).toEqual([]);
  });

  it.each(['{ version: 1 }\n', '  version: 1\n  names: []\n', '{\n  version: 1,\n  names: []\n}'])(
    'a target, where it fits: %j',
    (text) => {
      const { titles, text: after } = fixed(text);
      expect(titles[0]).toMatch(/^Add a target/);
      expect(language.diagnose(after).map(({ message }) => message)).toEqual([]);
    },
  );

  it.each(['? target\n: { registry: a.b }\n', '- a\n', '[]'])('are not offered where they would break: %j', (text) => {
    expect(fixed(text).titles).toEqual([]);
  });

  it.each([
    'version: 1\n',
    'version: 1\ntarget:\n  kind: oci\n',
    'version: 1\ntarget: { prefix: a }\n',
    'version: 1\ntarget:\n',
  ])('what a target lacks: %j', (text) => {
    const { titles, text: after } = fixed(text);
    expect(titles.length).toBeGreaterThan(1);
    expect(language.diagnose(after).filter(({ rule }) => rule === 'setting-missing')).toEqual([]);
  });

  it('run on save only when they change nothing that is released', () => {
    expect(fixed('version: 1\ntarget: { registry: a.b, account: 012345678901 }\n').first?.isSafe).toBe(true);
    expect(fixed('version: 1\ntraget: { registry: a.b }\n').first?.isSafe).toBe(false);
  });
});
