import { describe, expect, test } from 'vitest';
import { brief, check, inject, registry } from './injecting.ts';

const images = new Map([['docker.io/acme/web:1', `${registry}/acme/web:1`]]);
const web = 'image:\n  registry: docker.io\n  repository: acme/web\n  tag: "1"\n';
const refusing = 'global:\n  security:\n    allowInsecureImages: false # no others\n';
const moved = web.replace('docker.io', registry);

describe("charts that refuse other images than their vendor's", () => {
  test('are told to take them, once', async () => {
    const { texts, findings } = await inject({ 'values.yaml': refusing + web }, { images });
    expect(texts['values.yaml']).toBe(refusing.replace('false', 'true') + moved);
    expect(brief(findings)).toEqual(['info chart-images-allowed values.yaml:3']);
    const again = await inject({ 'values.yaml': texts['values.yaml'] ?? '' }, { images });
    expect([again.changes, again.findings]).toEqual([[], []]);
  });

  test('at the root for a subchart that does', async () => {
    const inner = { 'Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n', 'values.yaml': refusing };
    const files = Object.fromEntries(Object.entries(inner).map(([path, text]) => [`charts/db/${path}`, text]));
    const { texts, findings } = await inject({ 'values.yaml': web, ...files }, { images });
    expect(texts['values.yaml']).toBe(`${moved}global:\n  security:\n    allowInsecureImages: true\n`);
    expect(findings).toMatchObject([{ code: 'chart-images-allowed', message: expect.stringContaining('of db do') }]);
    expect(texts['charts/db/values.yaml']).toBe(refusing);
  });

  test('not when no image was replaced, nor when they take them already, nor against the settings', async () => {
    expect(
      (await inject({ 'values.yaml': refusing + web }, { images: new Map([['a/b:1', 'c/d:1']]) })).changes,
    ).toEqual([]);
    const taking = refusing.replace('false', 'true');
    const { findings } = await inject({ 'values.yaml': taking + web }, { images });
    expect(findings).toEqual([]);
    const values = { global: { security: { allowInsecureImages: false } } };
    const wished = await inject({ 'values.yaml': refusing + web }, { images, values });
    expect(wished.texts['values.yaml']).toBe(refusing + moved);
    expect(wished.findings).toEqual([]);
  });
});

describe('a registry that all images share', () => {
  const files = {
    'values.yaml': 'global:\n  imageRegistry: docker.io\nimage:\n  repository: acme/web\n  tag: "1"\n',
    'templates/web.yaml': 'image: {{ .Values.global.imageRegistry }}/{{ .Values.image.repository }}:1\n',
  };

  test('is not shared by the image of an injected part: twice is as once', async () => {
    const { texts } = await inject(files, { images, parts: [check] });
    expect(texts['values.yaml']).toContain(`imageRegistry: ${registry}\nimage:\n  repository: acme/web\n`);
    const again = await inject(texts, { images, parts: [check] });
    expect(again.changes).toEqual([]);
  });

  test('what is unclear is told, twice too', async () => {
    const both = { ...files, 'templates/job.yaml': 'image: {{ .Values.image.repository }}\n' };
    const { texts, findings } = await inject(both, { images });
    expect(brief(findings)).toEqual(['warning chart-image-unclear values.yaml:4']);
    expect(brief((await inject(texts, { images })).findings)).toEqual(['warning chart-image-unclear values.yaml:4']);
  });
});
