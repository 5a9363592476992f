import { describe, expect, test } from 'vitest';
import { type Chart, editYaml, imagesInValues, rewriteImages } from '#chart';
import { sampleChart } from './sample-charts.ts';

const host = 'registry.example.com';
const to = (path: string) => `${host}/seller/${path}`;

/** The values after the rewriting, and that a second one changes nothing. */
function rewritten(
  values: string,
  images: Record<string, string>,
  more: Partial<Parameters<typeof sampleChart>[0]> = {},
) {
  const map = new Map(Object.entries(images));
  const chart = sampleChart({ values, ...more });
  const { edits, unmatched } = rewriteImages(chart, map);
  const { text, problems } = editYaml(values, edits);
  expect(problems).toEqual([]);
  const again = sampleChart({ values: text, ...more });
  expect(rewriteImages(again, map).edits).toEqual([]);
  return { text, unmatched, uses: uses(again) };
}

function uses(chart: Chart): string[] {
  return imagesInValues(chart).map(({ reference }) => reference);
}

describe('rewriting images', () => {
  test('registry, repository and tag each, comments kept; the same image in two places', () => {
    const values =
      'a:\n  image:\n    registry: docker.io # Hub\n    repository: acme/app\n    tag: 8.3.4 # the newest\nb:\n  image: acme/app:8.3.4\n';
    const { text, unmatched } = rewritten(values, { 'docker.io/acme/app:8.3.4': to('app:8.3.4-1') });
    expect(text).toBe(
      `a:\n  image:\n    registry: ${host} # Hub\n    repository: seller/app\n    tag: 8.3.4-1 # the newest\nb:\n  image: ${to('app:8.3.4-1')}\n`,
    );
    expect(unmatched).toEqual([]);
  });

  test('an empty tag stays when the version of the chart gives it, and is set when not', () => {
    const values = 'image:\n  repository: nginx\n  tag: ""\n';
    const source = 'docker.io/library/nginx:1.16.0';
    expect(rewritten(values, { [source]: to('nginx:1.16.0') }, { appVersion: '1.16.0' }).text).toBe(
      `image:\n  repository: ${to('nginx')}\n  tag: ""\n`,
    );
    expect(rewritten(values, { [source]: to('nginx:1.16.0-1') }, { appVersion: '1.16.0' }).text).toBe(
      `image:\n  repository: ${to('nginx')}\n  tag: "1.16.0-1"\n`,
    );
    expect(rewritten('image:\n  repository: nginx\n', { [source]: to('nginx:2') }, { appVersion: '1.16.0' }).text).toBe(
      `image:\n  repository: ${to('nginx')}\n  tag: "2"\n`,
    );
  });

  const shared =
    'global:\n  imageRegistry: hub.example.com\na:\n  image: {registry: docker.io, repository: x/a, tag: "1"}\nb:\n  image: {registry: quay.io, repository: x/b, tag: "1"}\n';

  test('a registry that all share is changed once when all agree', () => {
    const images = { 'hub.example.com/x/a:1': to('a:1'), 'hub.example.com/x/b:1': to('b:1') };
    expect(rewritten(shared, images).text).toBe(
      `global:\n  imageRegistry: ${host}\na:\n  image: {registry: docker.io, repository: seller/a, tag: "1"}\nb:\n  image: {registry: quay.io, repository: seller/b, tag: "1"}\n`,
    );
  });

  test('and taken away when one stays where it is', () => {
    const { text, unmatched, uses: found } = rewritten(shared, { 'hub.example.com/x/a:1': to('a:1') });
    expect(text).toContain('imageRegistry: ""');
    expect(found).toEqual([to('a:1'), 'hub.example.com/x/b:1']);
    expect(unmatched).toMatchObject([{ why: 'no-target', image: { path: ['b', 'image'] } }]);
  });

  test('a registry for those that have none: all agree, or each gets its own', () => {
    const values =
      'global:\n  image:\n    registry: hub.example.com\n    tag: 8.5.1\na:\n  image: {registry: "", repository: x/a}\nb:\n  image: {registry: "", repository: x/b}\n';
    const all = { 'hub.example.com/x/a:8.5.1': to('a:8.5.1'), 'hub.example.com/x/b:8.5.1': to('b:8.5.1-1') };
    const { text, uses: found } = rewritten(values, all);
    expect(text).toContain(`registry: ${host}\n    tag: 8.5.1`);
    expect(found).toEqual([to('a:8.5.1'), to('b:8.5.1-1')]);
    const some = rewritten(values, { 'hub.example.com/x/a:8.5.1': to('a:8.5.1') });
    expect(some.uses).toEqual([to('a:8.5.1'), 'hub.example.com/x/b:8.5.1']);
  });

  test('a digest goes, or becomes the other', () => {
    const [old, other] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`);
    const values = `image:\n  registry: docker.io\n  repository: x/y\n  tag: "1"\n  digest: ${old}\n`;
    const source = `docker.io/x/y:1@${old}`;
    expect(rewritten(values, { [source]: to('y:1') }).text).toContain('digest: ""');
    expect(rewritten(values, { [source]: to(`y:1@${other}`) }).text).toContain(`digest: ${other}`);
  });

  const cache = sampleChart({
    name: 'cache',
    appVersion: '7',
    values:
      'image:\n  registry: docker.io\n  repository: acme/cache\n  tag: "7"\nsidecars:\n  - name: x\n    image: a/b:1\n    args: [q]\n',
  });

  test('subcharts by alias, disabled ones too, in the outermost values; a list of theirs as a whole', () => {
    const { text, uses: found } = rewritten(
      'spare:\n  enabled: false\n',
      { 'docker.io/acme/cache:7': to('cache:7'), 'docker.io/a/b:1': to('b:1') },
      { subcharts: [cache], dependencies: [{ name: 'cache', alias: 'spare', condition: 'spare.enabled' }] },
    );
    expect(text).toBe(
      `spare:\n  enabled: false\n  image:\n    registry: ${host}\n    repository: seller/cache\n  sidecars:\n    - name: x\n      image: ${to('b:1')}\n      args:\n        - q\n`,
    );
    expect(found).toEqual([to('cache:7'), to('b:1')]);
  });

  test('what is global in a subchart alone stays its own', () => {
    const inner = sampleChart({
      name: 'db',
      values: 'global:\n  imageRegistry: quay.io\nimage: {repository: acme/db, tag: "1"}\n',
    });
    const { text, uses: found } = rewritten(
      'image: {repository: acme/web, tag: "1"}\n',
      { 'quay.io/acme/db:1': to('db:1') },
      { subcharts: [inner], dependencies: [{ name: 'db' }] },
    );
    expect(text).toBe(
      `image: {repository: acme/web, tag: "1"}\ndb:\n  global:\n    imageRegistry: ${host}\n  image:\n    repository: seller/db\n`,
    );
    expect(found).toEqual(['docker.io/acme/web:1', to('db:1')]);
  });

  test('aliases: only what should change does', () => {
    const values = 'x: &i\n  repository: a/b\n  tag: "1"\nweb:\n  image: *i\n';
    const { uses: found } = rewritten(values, { 'docker.io/a/b:1': to('b:2') });
    expect(found).toEqual([to('b:2'), to('b:2')]);
  });

  test('an image in a text, in a list, with a tag beside it', () => {
    const values =
      'sidecars: |\n  - name: a\n    image: "a/b:1" # c\nlist:\n  - image: a/b:1\nimage: a/b\nimageTag: "1"\n';
    expect(rewritten(values, { 'docker.io/a/b:1': to('b:2') }).text).toBe(
      `sidecars: |\n  - name: a\n    image: "${to('b:2')}" # c\nlist:\n  - image: ${to('b:2')}\nimage: ${to('b')}\nimageTag: "2"\n`,
    );
  });

  test('what cannot be rewritten is told', () => {
    const templates = { 'templates/job.yaml': 'spec:\n  image: busybox:1.36\n' };
    const { unmatched, text } = rewritten(
      'image: "{{ .Values.a }}:1"\n',
      { 'docker.io/library/busybox:1.36': to('busybox:1.36') },
      { templates },
    );
    expect(unmatched).toMatchObject([
      { why: 'computed', image: { path: ['image'] } },
      { why: 'template', image: { file: 'templates/job.yaml', line: 2 }, target: to('busybox:1.36') },
    ]);
    expect(text).toBe('image: "{{ .Values.a }}:1"\n');
  });
});
