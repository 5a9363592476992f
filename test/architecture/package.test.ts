import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildOptions, bundles, root } from '../../.ci/bundles.mjs';
import { missingOptional } from '../../.ci/lockfile.mjs';

const manifest = JSON.parse(read('package.json'));
const contributing = read('CONTRIBUTING.md');

describe('package.json', () => {
  it('has what a published extension needs', () => {
    expect(manifest).toMatchObject({
      name: 'marketplace-release',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      publisher: expect.stringMatching(/^[a-z0-9-]+$/),
      displayName: expect.any(String),
      description: expect.any(String),
      license: 'MIT',
      engines: { vscode: expect.stringMatching(/^\^1\.\d+\.0$/) },
    });
    expect(manifest.categories).toEqual(['Other', 'Programming Languages']);
    expect(manifest.keywords.length).toBeLessThanOrEqual(30);
    expect(existsSync(path.join(root, 'LICENSE'))).toBe(true);
  });

  it('has an icon of 128 by 128 pixels', () => {
    const png = readFileSync(path.join(root, manifest.icon));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });

  it('names programs that the build writes', () => {
    const programs = Object.values(bundles).filter(({ program }) => program === true);
    expect(Object.values(manifest.bin)).toEqual(programs.map(({ out }) => out));
  });

  it('asks for the Node that the installer, the types and the build are for', () => {
    expect(manifest.engines.node).toBe('>=20.19.0');
    expect(read('.ci/install.mjs')).toContain('[20, 19]');
    expect(manifest.devDependencies['@types/node']).toMatch(/^20\./);
    const targets = Object.entries(bundles).map(([name, bundle]) => [name, buildOptions(bundle).target]);
    // VS Code 1.101 was the first on Node 22; what it loads is the extension and its worker.
    expect(manifest.engines.vscode).toBe('^1.101.0');
    expect(manifest.devDependencies['@types/vscode']).toBe('1.101.0');
    expect(Object.fromEntries(targets)).toEqual({
      extension: 'node22',
      actions: 'node22',
      editing: 'node22',
      licensing: 'node22',
      language: 'node22',
      worker: 'node22',
      cli: 'node20',
      aws: 'node20',
      sandbox: 'node20',
      'license-check': 'node20',
      attestation: 'node20',
    });
  });

  it('runs only what is there', () => {
    const scripts: string[] = Object.values(manifest.scripts);
    const files = scripts.flatMap((script) => /(?:node|--config) (\S+)/.exec(script)?.[1] ?? []);
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('pins every dependency to one version', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
  });

  it('has a lock file that names no place to download from', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });

  it('has a lock file that npm ci takes on every machine (npm run lock)', () => {
    expect(missingOptional(JSON.parse(read('package-lock.json')))).toEqual([]);
  });
});

describe('CHANGELOG.md', () => {
  it('has the version', () => {
    expect(read('CHANGELOG.md')).toMatch(
      new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')} - (Unreleased|\\d{4}-\\d\\d-\\d\\d)$`, 'm'),
    );
  });
});

describe('CONTRIBUTING.md', () => {
  it.each([
    ['dependencies', '### At run time'],
    ['devDependencies', '### For development'],
  ])('gives the reason for each of the %s, with its licence', (kind, heading) => {
    const rows = dependencyRows(heading);
    const licences = Object.keys(manifest[kind]).map((name) => [
      name,
      JSON.parse(read(`node_modules/${name}/package.json`)).license,
    ]);
    expect(Object.fromEntries(rows.map(({ name, licence }) => [name, licence]))).toEqual(Object.fromEntries(licences));
    expect(rows.filter(({ reason }) => reason.length < 5)).toEqual([]);
  });
});

function dependencyRows(heading: string) {
  const section = contributing.split(heading)[1]?.split(/^##/m)[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \| (.+) \| .+ \| (.+) \|$/gm)].map(
    ([, name = '', reason = '', licence]) => ({
      name,
      reason,
      licence,
    }),
  );
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
