import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMap, parseAllDocuments, parseDocument } from 'yaml';
import { checkForm } from '#catalog';
import { parseImageList, parseLoadForm, parseRelease, parseSettings } from '#formats';
import { root } from '../../../.ci/bundles.mjs';
import { filled, type Snippet, snippetsOf } from '../../support/snippets.ts';

const titles = (file: string) => Object.entries(snippetsOf(file));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

describe('the snippets', () => {
  const files = readdirSync(path.join(root, 'snippets'));

  it('are contributed, each file for its language', () => {
    const contributed: { language: string; path: string }[] = manifest.contributes.snippets;
    expect(contributed.map(({ path: file }) => file).sort()).toEqual(files.map((file) => `./snippets/${file}`).sort());
    const known = new Set(['json', 'yaml', ...manifest.contributes.languages.map(({ id }: { id: string }) => id)]);
    expect(contributed.filter(({ language }) => !known.has(language))).toEqual([]);
    expect(readFileSync(path.join(root, '.vscodeignore'), 'utf8')).toContain('!snippets/*.json');
  });

  it('have a sentence and a prefix of their own; those in languages of others begin with our name', () => {
    const all = files.flatMap((file) => titles(file).map(([, snippet]) => ({ file, ...snippet })));
    expect(all.length).toBeGreaterThan(20);
    expect(new Set(all.map(({ prefix }) => prefix)).size).toBe(all.length);
    expect(all.filter(({ description }) => !/^\S.*\.$/.test(description))).toEqual([]);
    const ofOthers = all.filter(({ file }) => !/^(image-list|load-form)/.test(file));
    expect(ofOthers.filter(({ prefix }) => !prefix.startsWith('marketplace-'))).toEqual([]);
  });
});

describe('what a snippet inserts is accepted', () => {
  it.each(titles('image-list.json'))('image list: %s', (_, snippet) => {
    expect(parseImageList(filled(snippet))).toMatchObject({ problems: [], model: { entries: [{}] } });
  });

  it.each(titles('release-file.json'))('release file: %s', (title, snippet) => {
    const text = filled(snippet);
    const whole = title === 'Release file' ? text : `{"metadata": {"images": {${text}}}}`;
    expect(parseRelease(whole)).toMatchObject({ problems: [], model: { images: [{}] } });
  });

  /** Where a part of the settings stands. */
  const ecr = 'version: 1\ntarget:\n  registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com\n';
  const frames: Readonly<Record<string, (text: string) => string>> = {
    'marketplace-settings': (text) => text,
    'marketplace-registry': (text) => `${ecr}registries:\n${indented(text)}`,
    'marketplace-repositories': (text) => ecr + indented(text),
    'marketplace-name': (text) => `${ecr}names:\n${indented(text)}`,
    'marketplace-original': (text) => `${ecr}originals:\n${indented(text)}`,
    'marketplace-attestation': (text) => `${ecr}attestations:\n${indented(text)}`,
    'marketplace-derive': (text) => `${ecr}derive:\n${indented(text)}`,
    'marketplace-scan': (text) => ecr + text,
    'marketplace-rules': (text) => ecr + text,
    'marketplace-chart': (text) => `${ecr}charts:\n${indented(text)}`,
  };
  it.each(titles('settings.json'))('settings: %s', (_, snippet) => {
    const [, frame] = Object.entries(frames).find(([prefix]) => snippet.prefix.startsWith(prefix)) ?? [];
    expect(parseSettings(frame?.(filled(snippet)) ?? '')).toMatchObject({ problems: [], model: {} });
  });

  it.each(titles('load-form.json'))('load form: %s', (_, snippet) => {
    const text = formFrame(snippet);
    const { model, problems } = parseLoadForm(text);
    expect(problems).toEqual([]);
    expect(model.forms).toHaveLength(1);
    // That nobody has approved it yet is all that is to be said.
    expect(model.forms.flatMap((form) => checkForm(form)).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      expect.stringMatching(/^form-approval: .*not approved yet/),
    ]);
  });
});

/** A form without what makes it whole says so; each option is tried in a version of its own. */
function formFrame(snippet: Snippet): string {
  const version = filled(named('form-container-version'));
  if (snippet.prefix === 'form-container-version') return version + filled(named('option-helm'));
  if (snippet.prefix.startsWith('option-')) return version + filled(snippet);
  // Its list is the last field of the option.
  if (snippet.prefix === 'override-parameter') return version + filled(named('option-helm')) + filled(snippet);
  return filled(snippet);
}

function named(prefix: string): Snippet {
  const found = Object.values(snippetsOf('load-form.json')).find((snippet) => snippet.prefix === prefix);
  if (!found) throw new Error(`There is no snippet ${prefix}`);
  return found;
}

describe('the manifests for charts', () => {
  const all = Object.values(snippetsOf('chart-manifests.json'));
  const text = (prefix: string) => {
    const found = all.find((snippet) => snippet.prefix === prefix);
    if (!found) throw new Error(`There is no snippet ${prefix}`);
    return filled(found);
  };
  const job = text('marketplace-license-job');
  const secret = text('marketplace-first-user-password');
  const initContainer = text('marketplace-license-init-container');
  const values = [text('marketplace-license-values'), text('marketplace-first-user-values')].map(
    (one) => parseDocument(one).toJS() as Record<string, unknown>,
  );

  it('are Kubernetes objects once the expressions are filled in', () => {
    expect(objectsOf(job).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'v1 ServiceAccount',
      'batch/v1 Job',
    ]);
    expect(objectsOf(secret).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual(['v1 Secret']);
    expect(parseDocument(withoutExpressions(initContainer)).toJS()).toMatchObject([
      { name: 'license-check', image: 'x/x:x' },
    ]);
  });

  it('open and close each block of the template language', () => {
    for (const template of [job, secret, initContainer]) {
      const opened = template.match(/\{\{-? *(?:if|with|range)\b/g)?.length ?? 0;
      expect(template.match(/\{\{-? *end\b/g)?.length ?? 0).toBe(opened);
      expect(template.split('{{').length).toBe(template.split('}}').length);
    }
  });

  it('take images from values alone, and every value that they ask for is there', () => {
    // AWS Marketplace, "Container-based product requirements": image references stand in values.yaml only.
    for (const template of [job, initContainer]) {
      const images = [...template.matchAll(/^\s*image: (.*)$/gm)].map(([, image]) => image);
      expect(images).toEqual([
        '"{{ .Values.awsmp.licenseCheck.image.registry }}/{{ .Values.awsmp.licenseCheck.image.repository }}:{{ .Values.awsmp.licenseCheck.image.tag }}"',
      ]);
    }
    const asked = [...`${job}${secret}${initContainer}`.matchAll(/\.Values((?:\.\w+)+)/g)].map(([, way = '']) =>
      way.slice(1),
    );
    const isThere = (way: string) =>
      values.some(
        (one) =>
          way.split('.').reduce<unknown>((found, key) => (found as Record<string, unknown>)?.[key], one) !== undefined,
      );
    expect(new Set(asked).size).toBeGreaterThan(15);
    expect([...new Set(asked)].filter((way) => !isThere(way))).toEqual([]);
  });

  it('run the check before install and upgrade, its account first, and clean up after success', () => {
    const [account, check] = objectsOf(job);
    for (const object of [account, check]) {
      expect(object?.metadata.annotations).toMatchObject({
        'helm.sh/hook': 'pre-install,pre-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      });
    }
    const weight = (object: typeof account) => Number(object?.metadata.annotations?.['helm.sh/hook-weight']);
    expect(weight(account)).toBeLessThan(weight(check));
    expect(check?.metadata.annotations?.['helm.sh/hook-weight']).toEqual(expect.any(String));
  });

  it('run with as few rights as can be, within limits', () => {
    const [account, check] = objectsOf(job);
    expect(account).toMatchObject({ automountServiceAccountToken: false });
    expect(job).not.toMatch(/kind: (Cluster)?Role/);
    expect(check).toMatchObject({
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 'x',
        template: {
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ['ALL'] },
                },
              },
            ],
          },
        },
      },
    });
    expect(values[0]).toMatchObject({
      awsmp: { licenseCheck: { deadlineSeconds: 300, resources: { requests: {}, limits: { memory: '128Mi' } } } },
    });
  });

  it('keep the secret over upgrades, and leave hooks and lookup out of what an EKS add-on takes', () => {
    expect(secret).toMatch(/lookup "v1" "Secret" \.Release\.Namespace \$name/);
    expect(secret).toContain('{{ index $there.data $key | quote }}');
    expect(initContainer).not.toMatch(/lookup|helm\.sh\/hook|\.Release\.(?!Name\b|Namespace\b)/);
  });
});

describe('package.json', () => {
  it('names schemas and snippets that are there, and packs them', () => {
    const { yamlValidation, jsonValidation, snippets } = manifest.contributes;
    const named = [
      ...yamlValidation.map(({ url }: { url: string }) => url),
      ...snippets.map((one: { path: string }) => one.path),
    ];
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    expect(yamlValidation).toEqual([{ fileMatch: 'marketplace.yaml', url: './media/schemas/marketplace.schema.json' }]);
    // By its name alone nobody knows whether a release.json is one of ours: a stranger's stays untouched.
    expect(jsonValidation).toBeUndefined();
    expect(readFileSync(path.join(root, '.vscodeignore'), 'utf8')).toContain('!media/schemas/*.json');
  });
});

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}

function objectsOf(template: string): Manifest[] {
  return parseAllDocuments(withoutExpressions(template)).flatMap((document) => {
    if (!('contents' in document)) return [];
    expect(document.errors).toEqual([]);
    expect(isMap(document.contents)).toBe(true);
    return [document.toJS() as Manifest];
  });
}

/** A Helm template with `x` for what is filled in, the first branch of each choice, and nothing where whole lines are made. */
function withoutExpressions(template: string): string {
  const lines: string[] = [];
  /** For each open block, whether its second branch is being passed over. */
  const open: boolean[] = [];
  for (const line of template.split('\n')) {
    const [, word] = /^\s*\{\{-? *(if|with|range|else|end|toYaml|\$\w+ :=)(?=[\s}])/.exec(line) ?? [];
    if (word === 'if' || word === 'with' || word === 'range') open.push(false);
    else if (word === 'else') open[open.length - 1] = true;
    else if (word === 'end') open.pop();
    else if (word === undefined && !open.includes(true)) lines.push(line.replaceAll(/\{\{.*?\}\}/g, 'x'));
  }
  return lines.join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
