import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, inject, it } from 'vitest';

const bytes = readFileSync(inject('vsix'));
const files = unzipSync(bytes);
const text = (file: string) => new TextDecoder().decode(files[file]);

describe('the packed extension', () => {
  it('holds what it needs and nothing else', () => {
    expect(Object.keys(files).sort()).toEqual([
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/changelog.md',
      'extension/dist/actions.cjs',
      'extension/dist/attestation.cjs',
      'extension/dist/aws.cjs',
      'extension/dist/cli.cjs',
      'extension/dist/editing.cjs',
      'extension/dist/extension.cjs',
      'extension/dist/language.cjs',
      'extension/dist/license-check.cjs',
      'extension/dist/licensing.cjs',
      'extension/dist/sandbox.cjs',
      'extension/dist/worker.cjs',
      'extension/media/docs/codes.md',
      'extension/media/docs/license-check.md',
      'extension/media/docs/rules.md',
      'extension/media/icon.png',
      'extension/media/schemas/chart-images.schema.json',
      'extension/media/schemas/chart-plan.schema.json',
      'extension/media/schemas/chart-report.schema.json',
      'extension/media/schemas/marketplace.schema.json',
      'extension/media/schemas/plan.schema.json',
      'extension/media/schemas/release.schema.json',
      'extension/media/schemas/report.schema.json',
      'extension/media/syntaxes/image-list.configuration.json',
      'extension/media/syntaxes/image-list.tmLanguage.json',
      'extension/media/syntaxes/load-form.configuration.json',
      'extension/media/syntaxes/load-form.tmLanguage.json',
      'extension/media/syntaxes/plan.tmLanguage.json',
      'extension/media/view.svg',
      'extension/package.json',
      'extension/package.nls.json',
      'extension/readme.md',
      'extension/snippets/chart-manifests.json',
      'extension/snippets/image-list.json',
      'extension/snippets/load-form.json',
      'extension/snippets/release-file.json',
      'extension/snippets/settings.json',
    ]);
  });

  it('holds every file that its manifest names', () => {
    const named =
      text('extension/package.json').match(/(?<=")(\.\/)?(dist|media|snippets)\/[^"]+\.(?!md")\w+(?=")/g) ?? [];
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((file) => !files[`extension/${file.replace('./', '')}`])).toEqual([]);
  });

  it('is no larger than 2 MB', () => {
    expect(bytes.length).toBeLessThan(2_000_000);
  });

  it('has a page without links that lead nowhere', () => {
    expect(text('extension/readme.md')).toContain('# AWS Marketplace Release');
    expect(text('extension/readme.md')).not.toMatch(/\]\((?!https:|#)/);
  });
});
