import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { missingOptional } from '../../.ci/lockfile.mjs';

/** What is too large for the root's package.json and installed only when it is used. */
describe.each(['test/e2e', 'test/interop/programs', '.ci/vsce'])('the package of its own in %s', (folder) => {
  const read = (file: string) => readFileSync(path.join(root, folder, file), 'utf8');
  const manifest = JSON.parse(read('package.json'));
  const lock = JSON.parse(read('package-lock.json'));

  it('pins every dependency, as its lock file does', () => {
    expect(Object.values(manifest.dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual(
      [],
    );
    expect(lock.packages[''].dependencies).toEqual(manifest.dependencies);
  });

  it('has a lock file that is complete and names no place to download from', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
    expect(missingOptional(lock)).toEqual([]);
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
  });

  it('is never published', () => {
    expect(manifest.private).toBe(true);
  });
});
