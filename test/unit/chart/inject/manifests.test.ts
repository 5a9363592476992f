import { describe, expect, it } from 'vitest';
import { readYamlValues, valueAt } from '#chart';
import { brief, inject, manifests, registry } from './injecting.ts';

const folder = 'templates/awsmp-manifests/';
const digest = `sha256:${'a'.repeat(64)}`;

async function images(text: string, known: Record<string, string> = {}) {
  const { texts, findings } = await inject(
    {},
    { parts: [manifests({ 'm/a.yaml': text })], images: new Map(Object.entries(known)) },
  );
  const read = readYamlValues(texts['values.yaml'] ?? '');
  const after = (texts[`${folder}a.yaml`] ?? '').split('\n').slice(1).join('\n');
  return {
    after,
    values: read.root && valueAt(read.valueOf(read.root), ['awsmp', 'images']),
    findings: brief(findings),
  };
}

describe("the vendor's own manifests", () => {
  it('keep their names below the folder that they share, and are templates still', async () => {
    const text = 'kind: ConfigMap\ndata: { a: "{{ .Release.Name }}" }\n';
    const { texts } = await inject({}, { parts: [manifests({ 'm/a.yaml': text, 'm/sub/b.yaml': text })] });
    expect(Object.keys(texts).filter((path) => path.startsWith(folder))).toEqual([
      `${folder}a.yaml`,
      `${folder}sub/b.yaml`,
    ]);
    expect(texts[`${folder}a.yaml`]?.endsWith(`*/}}\n${text}`)).toBe(true);
    expect(texts).not.toHaveProperty(['values.yaml']);
  });

  it('have their images moved to the values, as they are released', async () => {
    const text =
      'spec:\n  containers:\n    - image: nginx:1.25 # web\n      name: a\n    - name: b\n      image: "quay.io/acme/my-app:2"\r\n';
    const known = {
      'docker.io/library/nginx:1.25': `${registry}/acme/nginx:1.25`,
      'quay.io/acme/my-app:2': `${registry}/acme/my-app:2-1`,
    };
    const { after, values, findings } = await images(text, known);
    expect(after).toBe(
      'spec:\n  containers:\n    - image: "{{ .Values.awsmp.images.nginx.registry }}/{{ .Values.awsmp.images.nginx.repository }}:{{ .Values.awsmp.images.nginx.tag }}" # web\n      name: a\n    - name: b\n      image: "{{ .Values.awsmp.images.myApp.registry }}/{{ .Values.awsmp.images.myApp.repository }}:{{ .Values.awsmp.images.myApp.tag }}"\r\n',
    );
    expect(values).toEqual({
      nginx: { registry, repository: 'acme/nginx', tag: '1.25' },
      myApp: { registry, repository: 'acme/my-app', tag: '2-1' },
    });
    expect(findings).toEqual([]);
  });

  it('have one value an image, and several of the same name told apart', async () => {
    const { values, findings } = await images(
      `image: a/x:1\n---\nimage: b/x:1\n---\nimage: a/x:1\n---\nimage: x:1@${digest}`,
    );
    expect(values).toEqual({
      x: { registry: 'docker.io', repository: 'a/x', tag: '1' },
      x2: { registry: 'docker.io', repository: 'b/x', tag: '1' },
      x3: { registry: 'docker.io', repository: 'library/x', digest },
    });
    expect(findings).toHaveLength(4);
    expect(new Set(findings.map((one) => one.split(':')[0]))).toEqual(
      new Set([`warning chart-image-not-rewritten ${folder}a.yaml`]),
    );
  });

  it('reach the values from within loops, and are told of where they cannot', async () => {
    const loop = await images('{{- range .Values.x }}\n  image: nginx:1\n{{- end }}\n');
    expect(loop.after).toContain('image: "{{ $.Values.awsmp.images.nginx.registry }}');
    const named = await images('{{- define "x" }}\n  image: nginx:1\n{{- end }}\n');
    expect(named.after).toContain('image: nginx:1\n');
    expect(named.findings).toEqual([`error chart-image-not-rewritten ${folder}a.yaml:2`]);
  });

  it.each([
    'image: "{{ .Values.a }}"',
    'image:',
    'image: {repository: x}',
    'xImage: nginx:1',
    'image: A B',
    '# image: a:1',
  ])('keep what is no image: %s', async (line) =>
    expect(await images(`${line}\n`)).toEqual({ after: `${line}\n`, values: undefined, findings: [] }),
  );
});
