import { describe, expect, test } from 'vitest';
import { type Chart, chartText, chartValues, editYaml, imagesInTemplates, imagesInValues, rewriteImages } from '#chart';
import { parseReference } from '#reference';
import { Random } from '../../../support/random.ts';
import { sampleChart } from './sample-charts.ts';

const names = ['web', 'db', 'cache', 'job', 'proxy'];
const registries = ['docker.io', 'quay.io', 'hub.example.com', '""', ''];
const tags = ['"1"', '1.10', 'null', '""', '', '~', 'latest', 'v2'];
const targetHosts = ['a.example.com', 'b.example.com'];

/** Values with images in all the layouts that charts have, anchors and lists among them. */
function randomValues(random: Random): string {
  const lines: string[] = [];
  if (random.below(2) === 0) lines.push('global:', `  imageRegistry: ${random.pick(registries)}`);
  if (lines.length > 0 && random.below(2) === 0) lines.push('  image:', `    registry: ${random.pick(registries)}`);
  if (random.below(3) === 0) lines.push(`registry: ${random.pick(registries)}`);
  for (const name of names) {
    const which = random.below(9);
    if (which === 0) continue;
    // The name is seldom another one: the same image stands in more than one place.
    const repository = `acme/${random.below(3) === 0 ? 'same' : name}`;
    const tag = random.pick(tags);
    const off = random.below(4) === 0 ? '  enabled: false\n' : '';
    const parts = [
      ...(random.below(2) === 0 ? [`registry: ${random.pick(registries)}`] : []),
      `repository: ${repository}`,
      ...(random.below(4) > 0 ? [`tag: ${tag}`] : []),
      ...(random.below(5) === 0 ? [`digest: ${random.pick(['""', `sha256:${'c'.repeat(64)}`])}`] : []),
    ];
    const block = parts.map((part) => `    ${part}\n`).join('');
    lines.push(
      which < 4
        ? `${name}:\n${off}  image:\n${block}`.trimEnd()
        : which === 4
          ? `${name}:\n${off}  image: {repository: ${repository}, tag: "3"}`
          : which === 5
            ? `${name}:\n${off}  image: ${repository}:1`
            : which === 6
              ? `${name}Base: &${name}\n  repository: ${repository}\n  tag: "4"\n${name}:\n${off}  image: *${name}`
              : which === 7
                ? `${name}Base: &${name}\n  repository: ${repository}\n  tag: "4"\n${name}:\n  image:\n    <<: *${name}\n    pullPolicy: Always`
                : `${name}:\n  sidecars:\n    - name: x\n      image: ${repository}:1\n    - name: z\n      image: {repository: ${repository}, tag: "5"}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Templates that read some of it, and some of it in more than one way; or none, as of a chart that is read by its keys. */
function randomTemplates(random: Random): Record<string, string> {
  if (random.below(3) === 0) return {};
  const lines = names.map((name) => {
    const at = `.Values.${name}.image`;
    return random.pick([
      `image: {{ ${at}.registry }}/{{ ${at}.repository }}:{{ ${at}.tag }}`,
      `image: {{ ${at}.repository }}:{{ ${at}.tag }}`,
      `image: {{ .Values.registry }}/{{ ${at}.repository }}`,
      `image: {{ include "image" (dict "root" ${at} "global" .Values.global) }}`,
      `image: {{ .Values.global.imageRegistry }}/{{ ${at}.repository }}\n---\nimage: {{ ${at}.repository }}`,
      '{{- with .Values.sidecars }}{{ toYaml . }}{{ end }}',
    ]);
  });
  const helper =
    '{{- define "image" }}{{ .root.registry | default (.global).imageRegistry }}/{{ .root.repository }}{{ end }}';
  return { 'templates/_helpers.tpl': helper, 'templates/all.yaml': lines.join('\n---\n') };
}

function randomChart(random: Random, depth: number, name = 'app'): Chart {
  const count = depth === 0 ? 0 : random.below(3);
  const subcharts = Array.from({ length: count }, (_, at) => randomChart(random, depth - 1, `${name}-${at}`));
  const dependencies = subcharts.flatMap(({ metadata }) => {
    const uses = random.below(3);
    return Array.from({ length: uses }, (_, at) => ({
      name: metadata.name,
      ...(uses > 1 ? { alias: `${metadata.name}-as-${at}` } : {}),
      ...(random.below(2) === 0 ? { condition: 'db.enabled' } : {}),
    }));
  });
  const appVersion = random.pick([undefined, '7.0']);
  return sampleChart({
    name,
    values: randomValues(random),
    templates: randomTemplates(random),
    subcharts,
    dependencies,
    ...(appVersion === undefined ? {} : { appVersion }),
  });
}

/** Each image to a name of its own; some stay, and some go to another registry. */
function randomTargets(random: Random, chart: Chart): Map<string, string> {
  const hosts = random.below(3) === 0 ? targetHosts : targetHosts.slice(0, 1);
  const values = chartValues(chart);
  const all = [...imagesInValues(chart, values), ...imagesInTemplates(chart, values)].map(({ reference }) => reference);
  const keepsAll = random.below(2) === 0;
  return new Map(
    [...new Set(all)].sort().flatMap((reference, at): [string, string][] => {
      const parsed = parseReference(reference);
      if (!parsed.ok || (!keepsAll && random.below(4) === 0)) return [];
      const { repository, tag } = parsed.reference;
      const newTag = tag === undefined || random.below(4) === 0 ? `${tag ?? 'x'}-1` : tag;
      return [[reference, `${random.pick(hosts)}/seller/${at}-${repository.split('/').at(-1)}:${newTag}`]];
    }),
  );
}

function withValues(chart: Chart, text: string): Chart {
  const content = new TextEncoder().encode(text);
  const files = chart.files.map((file) =>
    file.path === 'values.yaml' ? { ...file, size: content.length, content } : file,
  );
  return { ...chart, files };
}

describe('rewriting the images of any chart', () => {
  test('twice is as once; those with a target have it, and the others stay, 15 times', () => {
    for (let seed = 0; seed < 15; seed++) {
      const random = new Random(seed);
      const chart = randomChart(random, 2);
      const images = randomTargets(random, chart);
      const values = chartText(chart, 'values.yaml') ?? '';
      const first = rewriteImages(chart, images);
      const { text, problems } = editYaml(values, first.edits);
      expect(problems, `seed ${seed}\n${values}`).toEqual([]);
      const after = withValues(chart, text);
      const seen = chartValues(after);
      expect(rewriteImages(after, images, seen).edits, `seed ${seed}\n${values}\n=>\n${text}`).toEqual([]);
      const now = new Map(imagesInValues(after, seen).map(({ path, reference }) => [JSON.stringify(path), reference]));
      for (const { image, target } of first.rewritten)
        expect(now.get(JSON.stringify(image.path)), `seed ${seed}\n${values}\n=>\n${text}`).toBe(target);
      for (const one of first.unmatched) {
        if (one.why !== 'template')
          expect(now.get(JSON.stringify(one.image.path)), `seed ${seed}\n${values}\n=>\n${text}`).toBe(
            one.image.reference,
          );
      }
    }
  });
});
