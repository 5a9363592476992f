import { describe, expect, it } from 'vitest';
import { scanTemplate } from '#chart';
import { check, inject, password } from './injecting.ts';

const workload = { 'templates/a.yaml': 'kind: Deployment\nspec:\n  template:\n    spec:\n      containers: []\n' };

async function partsOf(delivery: 'helm' | 'eks-add-on') {
  const { texts } = await inject(workload, { delivery, parts: [check, password] });
  return Object.entries(texts).filter(([path]) => path.includes('awsmp'));
}

describe('the injected templates', () => {
  it.each(['helm', 'eks-add-on'] as const)('are whole, and use names of their own: %s', async (delivery) => {
    for (const [path, text] of await partsOf(delivery)) {
      expect(scanTemplate(text, path.endsWith('.yaml')).faults).toEqual([]);
      for (const [, name] of text.matchAll(/\b(?:define|include) "([^"]+)"/g)) expect(name).toMatch(/^awsmp\./);
    }
  });

  it.each(['helm', 'eks-add-on'] as const)(
    'include what is defined, and define what is included: %s',
    async (delivery) => {
      const texts = Object.values((await inject(workload, { delivery, parts: [check, password] })).texts).join('\n');
      const names = (word: string) =>
        [...new Set([...texts.matchAll(new RegExp(`\\b${word} "(awsmp[^"]+)"`, 'g'))].map(([, name]) => name))].sort();
      expect(names('define')).toEqual(names('include'));
    },
  );

  it('name images in the form of AWS Marketplace', async () => {
    const texts = (await partsOf('helm')).map(([, text]) => text).join('');
    const value = '.Values.awsmp.licenseCheck.image';
    expect([...texts.matchAll(/^\s*image: (.*)$/gm)].map(([, image]) => image)).toEqual([
      `"{{ ${value}.registry }}/{{ ${value}.repository }}:{{ ${value}.tag }}"`,
    ]);
    const image = { registry: 'r.example', repository: 'a/b', digest: `sha256:${'0'.repeat(64)}` };
    const pinned = await inject({}, { parts: [{ ...check, image } as typeof check] });
    expect(pinned.texts['templates/_awsmp.tpl']).toContain(`.repository }}@{{ ${value}.digest }}"`);
    expect(pinned.texts['values.yaml']).toContain(`digest: ${image.digest}`);
  });

  it('read no value that they do not bring', async () => {
    for (const delivery of ['helm', 'eks-add-on'] as const) {
      const { texts } = await inject(workload, { delivery, parts: [check, password] });
      const used = [
        ...Object.values(texts)
          .join('\n')
          .matchAll(/\.Values\.awsmp\.(licenseCheck|firstUserPassword)\.(\w+)/g),
      ];
      expect(used.length).toBeGreaterThan(10);
      for (const [, group, key] of used) {
        expect(texts['values.yaml']).toMatch(new RegExp(`^ {2}${group}:\\n(?: {4,}.*\\n)*? {4}${key}:`, 'm'));
      }
    }
  });

  it('say where a password cannot be made', async () => {
    const { texts } = await inject({}, { parts: [password] });
    expect(texts['values.yaml']).toMatch(/# .* without the cluster, as Argo CD does\.\n +existingSecret: ""/);
  });

  it('never print the password', async () => {
    const [, helpers = ''] = (await partsOf('helm')).find(([path]) => path.endsWith('.tpl')) ?? [];
    const [, notes = ''] = helpers.split('define "awsmp.notes"');
    expect(notes).toContain('kubectl get secret');
    expect(notes).not.toMatch(/lookup|b64dec|randAlpha/);
  });
});
