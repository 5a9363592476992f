import { describe, expect, test } from 'vitest';
import { editYaml, imagesInValues, rewriteImages } from '#chart';
import { sampleChart } from './sample-charts.ts';

const host = 'registry.example.com';
const to = (path: string) => `${host}/seller/${path}`;
const image = (name: string, more = '') => `  image: {registry: quay.io, repository: acme/${name}, tag: "1"${more}}\n`;

type Sample = Parameters<typeof sampleChart>[0];

/** What a chart with these values and templates uses, with what is unclear marked. */
function uses(values: string, templates: Record<string, string>, more: Partial<Sample> = {}): string[] {
  return imagesInValues(sampleChart({ values, templates: inFolder(templates), ...more })).map(
    ({ reference, faults }) => `${reference}${faults.includes('registry') ? ' ?' : ''}`,
  );
}

function inFolder(templates: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, text]) => [`templates/${name}`, text]));
}

const whole = '{{ .Values.web.image.repository }}:{{ .Values.web.image.tag }}';
const web = `web:\n${image('web')}`;

describe('the registry of an image counts when templates read it', () => {
  test.each([
    ['in the same line', `image: {{ .Values.web.image.registry }}/${whole}`],
    ['by index', `image: {{ index .Values.web.image "registry" }}/${whole}`],
    ['in a variable', `{{- $host := .Values.web.image.registry }}\nkind: Pod\nspec:\n  image: {{ $host }}/${whole}`],
    ['in a with', '{{- with .Values.web.image }}\nimage: {{ .registry }}/{{ .repository }}\n{{- end }}'],
    [
      'when it is there',
      `{{- if .Values.web.image.registry }}\nimage: {{ .Values.web.image.registry }}/${whole}\n{{- else }}\nimage: ${whole}\n{{- end }}`,
    ],
    ['in what an operator gets as it is', '{{- toYaml .Values.web | nindent 2 }}'],
    ['in a template that nobody can name', '{{- include $.Values.which .Values.web.image }}'],
  ])('%s', (_, text) => {
    expect(uses(web, { 'web.yaml': text })).toEqual(['quay.io/acme/web:1']);
  });

  const library = sampleChart({
    name: 'common',
    type: 'library',
    templates: {
      'templates/_images.tpl':
        '{{- define "common.image" -}}\n{{- $host := default .root.registry ((.global).imageRegistry) -}}\n{{- printf "%s/%s" $host .root.repository -}}\n{{- end -}}\n{{- define "common.secrets" -}}{{ .registry }}{{- end -}}\n',
    },
  });
  const more = { subcharts: [library], dependencies: [{ name: 'common' }] };
  const mapped = 'image: {{ include "common.image" (dict "root" .Values.web.image "global" .Values.global) }}\n';

  test('in a template of a library, the one for all images too', () => {
    expect(uses(web, { 'web.yaml': mapped }, more)).toEqual(['quay.io/acme/web:1']);
    expect(uses(`global: {imageRegistry: hub.example.com}\n${web}`, { 'web.yaml': mapped }, more)).toEqual([
      'hub.example.com/acme/web:1',
    ]);
  });

  test('not when a template of something else gets the image', () => {
    const text = `image: ${whole}\nsecret: {{ include "common.secrets" .Values.web.image }}\n`;
    expect(uses(web, { 'web.yaml': text }, more)).toEqual(['docker.io/acme/web:1']);
  });

  test('not when nothing reads it, or only that of another image; what no template touches goes by its keys', () => {
    const other = `image: {{ .Values.db.image.registry }}/x\n---\nimage: ${whole}\n`;
    expect(uses(web, { 'web.yaml': `image: ${whole}\n` })).toEqual(['docker.io/acme/web:1']);
    expect(uses(web, { 'web.yaml': other })).toEqual(['docker.io/acme/web:1']);
    expect(uses(web, {})).toEqual(['quay.io/acme/web:1']);
    expect(uses(web, { 'web.yaml': 'image: {{ .Values.db.image.repository }}\n' })).toEqual(['quay.io/acme/web:1']);
    const relative = '{{- with .Values.web.image }}\nimage: {{ .repository }}\n{{- end }}';
    expect(uses(web, { 'web.yaml': relative })).toEqual(['docker.io/acme/web:1']);
  });

  test('in templates of values, those of the chart around it too', () => {
    const sidecars = `'image: "{{ .Values.image.registry }}/{{ .Values.image.repository }}"'`;
    const used = { 'web.yaml': '{{ tpl .Values.sidecars . }}' };
    const inner = sampleChart({ name: 'sub', values: image('sub').replace(/^ {2}/, ''), templates: inFolder(used) });
    const asked = { subcharts: [inner], dependencies: [{ name: 'sub' }] };
    expect(uses(`sub:\n  sidecars: ${sidecars}\n`, {}, asked)).toEqual(['quay.io/acme/sub:1']);
    const bare = `'image: "{{ .Values.image.repository }}"'`;
    expect(uses(`# ${sidecars}\nsub:\n  sidecars: ${bare}\n`, {}, asked)).toEqual(['docker.io/acme/sub:1']);
  });

  test('one for all images counts for those whose templates read it', () => {
    const values = `global: {imageRegistry: hub.example.com}\nweb:\n  image: {repository: acme/web, tag: "1"}\ndb:\n  image: {repository: acme/db, tag: "1"}\n`;
    const text = `image: {{ include "host" . }}/${whole}\n---\nimage: {{ .Values.db.image.repository }}\n`;
    const helper = '{{ define "host" }}{{ .Values.global.imageRegistry }}{{ end }}';
    expect(uses(values, { 'web.yaml': text, '_helpers.tpl': helper })).toEqual([
      'hub.example.com/acme/web:1',
      'docker.io/acme/db:1',
    ]);
  });

  test('one at the top of the values as well', () => {
    const values = `registry: hub.example.com\nweb:\n  image: {repository: acme/web, tag: "1"}\ndb:\n  image: {repository: acme/db, tag: "1"}\n`;
    const text = `image: {{ .Values.registry }}/${whole}\n---\nimage: {{ .Values.db.image.repository }}\n`;
    expect(uses(values, { 'web.yaml': text })).toEqual(['hub.example.com/acme/web:1', 'docker.io/acme/db:1']);
    expect(uses(values, { 'web.yaml': 'kind: Pod {{ .Values.x }}' })).toEqual([
      'docker.io/acme/web:1',
      'docker.io/acme/db:1',
    ]);
  });

  test('in one place and not in another it is unclear, and so is what nobody knows', () => {
    const both = `image: {{ .Values.web.image.registry }}/${whole}\n---\nimage: ${whole}\n`;
    expect(uses(web, { 'web.yaml': both })).toEqual(['quay.io/acme/web:1 ?']);
    expect(uses(web, { 'web.yaml': `${both}---\nimage: ${whole}\n` })).toEqual(['docker.io/acme/web:1 ?']);
    expect(uses(web, { 'web.yaml': `image: {{ .Values.hub }}/${whole}\n` })).toEqual(['docker.io/acme/web:1 ?']);
  });

  test('what compares a registry is no use of it', () => {
    const text = `{{- if eq .Values.registry "a" }}\nimage: x\n{{- else }}\nimage: ${whole}\n{{- end }}`;
    const values = 'registry: hub.example.com\nweb:\n  image: {repository: acme/web, tag: "1"}\n';
    expect(uses(values, { 'web.yaml': text })).toEqual(['docker.io/acme/web:1']);
  });
});

describe('rewriting by what templates read', () => {
  function rewritten(values: string, templates: Record<string, string>, names: Record<string, string>) {
    const map = new Map(Object.entries(names));
    const chart = sampleChart({ values, templates: inFolder(templates) });
    const rewrite = rewriteImages(chart, map);
    const { text } = editYaml(values, rewrite.edits);
    const again = sampleChart({ values: text, templates: inFolder(templates) });
    expect(rewriteImages(again, map).edits).toEqual([]);
    return { ...rewrite, text, after: imagesInValues(again).map(({ reference }) => reference) };
  }

  test('a registry that nothing reads stays, and the repository gets the whole name', () => {
    const { text } = rewritten(web, { 'web.yaml': `image: ${whole}` }, { 'docker.io/acme/web:1': to('web:1') });
    expect(text).toBe(`web:\n  image: {registry: quay.io, repository: ${to('web')}, tag: "1"}\n`);
  });

  const top = `registry: docker.io\nweb:\n  image: {repository: acme/web, tag: "1"}\ndb:\n  image: {repository: acme/db, tag: "1"}\n`;
  const texts = {
    'web.yaml': `image: {{ .Values.registry }}/${whole}\n---\nimage: "{{ .Values.registry }}/{{ .Values.db.image.repository }}"\n`,
  };

  test('a registry at the top is changed when all go to the same one', () => {
    const names = { 'docker.io/acme/web:1': to('web:1'), 'docker.io/acme/db:1': to('db:1') };
    const { text, after } = rewritten(top, texts, names);
    expect(text).toContain(`registry: ${host}\n`);
    expect(after).toEqual([to('web:1'), to('db:1')]);
  });

  test('and otherwise stays, and it is told: without it no image has a name', () => {
    const { text, unmatched } = rewritten(top, texts, { 'docker.io/acme/web:1': to('web:1') });
    expect(text).toBe(top);
    expect(unmatched.map(({ why }) => why)).toEqual(['no-target', 'shared-registry']);
  });

  test('what is unclear is told, before and after', () => {
    const both = { 'web.yaml': `image: {{ .Values.web.image.registry }}/${whole}\n---\nimage: ${whole}\n` };
    const { unclear } = rewritten(web, both, { 'quay.io/acme/web:1': to('web:1') });
    expect(unclear).toMatchObject([{ image: { path: ['web', 'image'] }, target: to('web:1') }]);
  });
});
