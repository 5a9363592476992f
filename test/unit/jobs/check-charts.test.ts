import { describe, expect, it } from 'vitest';
import { packChart, readChart } from '#chart';
import { checkReleases, loadCheckInputs } from '#jobs';
import { memoryFiles } from '../../support/memory-files.ts';

const target = 'target: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, account: "123456789012" }\n';
const chart = {
  'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0+1\n',
  'values.yaml': 'image:\n  repository: docker.io/a/web\n  tag: latest\n',
  'templates/web.yaml': 'kind: Deployment\nimage: nginx:1.25\n',
};

function settings(path: string, more = ''): string {
  return `version: 1\n${target}charts:\n  web:\n    source: { path: ${path} }\n${more}`;
}

function inFolder(files: Readonly<Record<string, string>>, folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

async function archiveOf(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const input = {
    kind: 'folder',
    files: Object.entries(files).map(([path, text]) => ({
      path,
      async *open() {
        yield Buffer.from(text);
      },
    })),
  } as const;
  const pieces: Uint8Array[] = [];
  for await (const piece of packChart('web', (await readChart(input)).files, input)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function checked(files: Readonly<Record<string, string | Uint8Array>>) {
  const { problems, suppressed } = checkReleases(await loadCheckInputs({ named: [] }, memoryFiles(files)));
  return {
    problems: problems.map(({ file, range, rule, severity }) => `${file}:${range.line} ${severity} ${rule}`),
    messages: problems.map(({ message }) => message),
    suppressed: suppressed.map(({ problem, reason }) => `${problem.rule}: ${reason}`),
  };
}

describe('check of charts', () => {
  it('tells problems of a folder on its files', async () => {
    const { problems } = await checked({
      'marketplace.yaml': settings('charts/web'),
      ...inFolder(chart, 'charts/web'),
    });
    expect(problems).toEqual([
      'charts/web/Chart.yaml:1 error chart-version-build',
      'charts/web/templates/web.yaml:2 error chart-image-literal',
      'charts/web/values.yaml:2 error chart-image-tag',
    ]);
  });

  it('tells those of an archive where the settings name it', async () => {
    const { problems, messages } = await checked({
      'marketplace.yaml': settings('web.tgz'),
      'web.tgz': await archiveOf(chart),
    });
    expect(problems).toEqual([
      'marketplace.yaml:4 error chart-image-literal',
      'marketplace.yaml:4 error chart-image-tag',
      'marketplace.yaml:4 error chart-version-build',
    ]);
    expect(messages[0]).toBe('Chart web, templates/web.yaml:2: The image "nginx:1.25" is written into the template.');
  });

  it('grades them, and accounts for what is off', async () => {
    const rules = 'rules:\n  chart-image-literal: warning\n  chart-image-tag: { level: off, reason: "it is ours" }\n';
    const publish = '    publish: { version: 1.0.1 }\n';
    const { problems, suppressed } = await checked({
      'marketplace.yaml': settings('web', publish + rules),
      ...inFolder(chart, 'web'),
    });
    expect(problems).toEqual(['web/templates/web.yaml:2 warning chart-image-literal']);
    expect(suppressed).toEqual(['chart-image-tag: it is ours']);
  });

  it('asks an add-on for more', async () => {
    const files = { ...chart, 'templates/hook.yaml': '"helm.sh/hook": test\n' };
    const { problems } = await checked({
      'marketplace.yaml': settings('web', '    delivery: eks-add-on\n'),
      ...inFolder(files, 'web'),
    });
    expect(problems).toContain('web/templates/hook.yaml:1 error addon-hook');
  });

  it('says so when there is no chart, and checks the rest', async () => {
    const { problems } = await checked({ 'marketplace.yaml': settings('nowhere'), '1_images.txt': 'x:1\n' });
    expect(problems).toContain('marketplace.yaml:4 error chart-not-found');
    expect(problems.some((one) => one.startsWith('1_images.txt'))).toBe(true);
    const broken = await checked({ 'marketplace.yaml': settings('web.tgz'), 'web.tgz': 'no archive' });
    expect(broken.problems).toEqual(['marketplace.yaml:4 error chart-malformed']);
  });
});
