import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { generated } from '../../.ci/generated.mjs';

const files = await generated();

describe('generated files', () => {
  it.each([...files.keys()])('%s is in step (npm run docs)', (file) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(files.get(file));
  });
});
