import { describe, expect, it } from 'vitest';
import { settingsLanguage as language } from '#language';
import { applyEdits } from '../../support/apply-edits.ts';
import { digestOf, type KnownWorld, knownFacts } from '../../support/known-facts.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const target = { registry, prefix: 'camunda/camunda8' };
const helm = 'https://helm.camunda.io camunda-platform';
const pushed = `${registry}/camunda/camunda8/camunda-platform:8.3.4`;
const now = Date.parse('2024-01-20T00:00:00Z');

const text = `version: 1
target: { registry: ${registry}, prefix: camunda/camunda8 }
charts:
  camunda-platform:
    source: { repository: "https://helm.camunda.io/", name: camunda-platform }
    version: "8.3.4" # the last one
  operator:
    source: { oci: "oci://ghcr.io/acme/charts/operator" }
    version: 1.0.0
  own:
    source: { path: charts/own }
    version: 1.0.0
`;
const platform = [
  { version: '8.4.0-alpha1', deprecated: false },
  { version: '8.3.6', deprecated: true },
  { version: '8.3.5', created: '2024-01-17T08:20:00Z', appVersion: '8.3.4', deprecated: false },
  { version: '8.3.5+1', deprecated: false },
  { version: '8.3.4', created: '2024-01-09T12:00:00Z', appVersion: '8.3.4', deprecated: false },
];
const artifact = { digest: digestOf('a'), platforms: [], pushedAt: '2024-01-18T00:00:00Z' };
const image = { digest: digestOf('b'), platforms: [{ platform: 'linux/amd64', digest: digestOf('c') }] };

const world = (known: KnownWorld = {}) => knownFacts({ target, now, ...known });
function states(known?: KnownWorld, written = text) {
  const { value } = language.lines(written, world(known));
  return value.map(
    (state) => `${state.range.line} ${state.kind}: ${state.text}${state.fix ? ` (${state.fix.title})` : ''}`,
  );
}

describe('charts of settings', () => {
  it('are asked about at their sources and at the target, where Helm pushes them to', () => {
    const { value, wants } = language.lines(text, world());
    expect(value).toEqual([]);
    expect(wants).toEqual([
      { kind: 'image', reference: pushed },
      { kind: 'chart', repository: 'https://helm.camunda.io', name: 'camunda-platform' },
      { kind: 'image', reference: `${registry}/camunda/camunda8/operator:1.0.0` },
      { kind: 'tags', repository: 'ghcr.io/acme/charts/operator' },
    ]);
    expect(language.lines('version: 1\n', world()).wants).toEqual([]);
    expect(language.lines(text, world(), { line: 9, column: 1, endLine: 9, endColumn: 30 }).wants).toHaveLength(2);
  });

  it('have a newer version that is neither withdrawn nor a pre-release, nor one that the Marketplace cannot list', () => {
    expect(states({ charts: { [helm]: platform } })).toEqual(['6 newer: 8.3.5 is out (Update to 8.3.5)']);
    const onlyBuild = platform
      .filter(({ version }) => /\+|8\.3\.4/.test(version))
      .concat({ version: '8.3.9+1', deprecated: false });
    expect(states({ charts: { [helm]: onlyBuild } })).toEqual([]);
    const elsewhere = { ...target, registry: 'r.example' };
    expect(states({ charts: { [helm]: onlyBuild }, target: elsewhere })).toEqual([
      '6 newer: 8.3.9+1 is out (Update to 8.3.9+1)',
    ]);
  });

  it('have a newer version among the tags of an OCI registry, where _ stands for +', () => {
    const tags = (of: readonly string[]) => ({
      tagsOf: { 'ghcr.io/acme/charts/operator': of },
      target: { ...target, registry: 'r.example' },
    });
    expect(states(tags(['1.0.0', '1.1.0_build.2', 'sha256-ab.sig', 'latest', '2.0.0-rc.1']))).toEqual([
      '9 newer: 1.1.0+build.2 is out (Update to 1.1.0+build.2)',
    ]);
    expect(states(tags(['0.9.0']))).toEqual(['9 gone: not at its source']);
    expect(states(tags(['v1.0.0']))).toEqual([]);
  });

  it('are there, to be pushed, without a repository, or kept out by an image', () => {
    const at = (there: KnownWorld['images']) => states({ ...(there ? { images: there } : {}) });
    expect(at({ [pushed]: artifact })).toEqual([`6 there: there · sha256:aaaa…aaaa · 2 days`]);
    expect(at({ [pushed]: image })).toEqual(['6 taken: taken by an image, sha256:bbbb…bbbb']);
    expect(language.lines(text, world({ images: { [pushed]: image } })).value[0]?.problem).toMatchObject({
      rule: 'tag-taken',
      severity: 'error',
      range: { line: 6, column: 14, endLine: 6, endColumn: 21 },
      message: `${pushed} holds an image, sha256:bbbb…bbbb; a chart was to go there.`,
    });
    expect(at({ [pushed]: 'missing' })).toEqual(['6 missing: missing']);
    const repository = `${registry}/camunda/camunda8/camunda-platform`;
    const known = { images: { [pushed]: 'missing' as const }, tagsOf: { [repository]: 'missing' as const } };
    expect(states(known)).toEqual(['6 nowhere: no such repository']);
    expect(language.lines(text, world(known)).value[0]?.problem).toMatchObject({
      rule: 'repository-missing',
      range: { line: 6, column: 14, endLine: 6, endColumn: 21 },
    });
  });

  it('may be gone from their source', () => {
    expect(states({ charts: { [helm]: 'missing' } })).toEqual(['6 gone: not at its source']);
    expect(states({ charts: { [helm]: platform.slice(0, 1) } })).toEqual(['6 gone: not at its source']);
  });

  it('are told of in a file with faults, one by one or alone', () => {
    const one =
      'chart:\n  source: { repository: https://helm.camunda.io, name: camunda-platform }\n  version: 8.3.4\n  oops: 1\n';
    expect(states({ charts: { [helm]: platform } }, one)).toEqual(['3 newer: 8.3.5 is out (Update to 8.3.5)']);
    for (const source of ['{ repository: "https://u:p@h.example", name: a }', '{ oci: acme }', '7', '']) {
      expect(language.lines(`chart:\n  source: ${source}\n  version: 1.0.0\n`, world()).wants).toEqual([]);
    }
  });

  it('are updated where they stand, with their quotes and comments, one by one or all', () => {
    const known: KnownWorld = {
      charts: { [helm]: platform },
      tagsOf: { 'ghcr.io/acme/charts/operator': ['1.0.0', '1.1.0'] },
    };
    const at = { line: 6, column: 16, endLine: 6, endColumn: 16 };
    const { value: fixes } = language.fixes(text, at, [], world(known));
    expect(fixes.map(({ title }) => title)).toEqual(['Update to 8.3.5', 'Update all 2 charts']);
    const [one, all] = fixes.map(({ edits }) => applyEdits(text, edits));
    expect(one).toBe(text.replace('"8.3.4"', '"8.3.5"'));
    expect(all).toBe(text.replace('"8.3.4"', '"8.3.5"').replace('version: 1.0.0', 'version: 1.1.0'));
    expect(language.fixes(text, { ...at, line: 1, endLine: 1 }, [], world(known)).value).toHaveLength(1);
  });

  it('say in a hover what is known of a version', () => {
    const known = { charts: { [helm]: platform }, images: { [pushed]: artifact } };
    const hover = (of: string, about = world(known)) => language.hover(text, text.indexOf(of) + 1, about).value?.text;
    const told = hover('8.3.4"');
    expect(told).toContain('`charts.camunda-platform.version`');
    expect(told).toContain('`8.3.4` · 10 days old · application `8.3.4`');
    expect(told).toContain('Newer: `8.3.5` · 2 days old · application `8.3.4`');
    expect(told).toContain(`Goes to \`${pushed}\``);
    expect(told).toContain('It is there.');
    expect(told).toContain('A pushed tag is final.');
    expect(hover('8.3.4"', world({ charts: { [helm]: [] } }))).toContain('Its source has no version `8.3.4`.');
    expect(hover('8.3.4"', world({ charts: { [helm]: 'missing' } }))).toContain('Its source has no such chart.');
    expect(hover('prefix')).not.toContain('Goes to');
  });

  it('offer their versions, the newest first', () => {
    const offers = (version: string, known: KnownWorld) => {
      const written = text.replace('"8.3.4" # the last one', version);
      const offset = written.indexOf('version: ', written.indexOf('camunda.io/')) + 'version: '.length + version.length;
      return language.complete(written, offset, world(known));
    };
    for (const version of ['', '8.']) {
      const { value } = offers(version, { charts: { [helm]: platform } });
      expect(value.map(({ label, detail }) => `${label} ${detail}`.trim())).toEqual([
        '8.4.0-alpha1',
        '8.3.6 withdrawn',
        '8.3.5 2 days old',
        '8.3.5+1',
        '8.3.4 10 days old',
      ]);
      expect(value[0]?.edit.text).toBe('8.4.0-alpha1');
    }
    expect(offers('', {}).wants).toEqual([
      { kind: 'chart', repository: 'https://helm.camunda.io', name: 'camunda-platform' },
    ]);
  });
});
