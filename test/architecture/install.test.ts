import { describe, expect, it } from 'vitest';
import { inStep } from '../../.ci/lockfile.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-linux': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  },
};
const installed = {
  packages: {
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-linux': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  },
};

describe('what is installed', () => {
  it('is in step when everything is there', () => {
    expect(inStep(wanted, installed)).toBe(true);
  });

  it('may lack what is for other machines, or have it', () => {
    expect(inStep(wanted, { packages: { 'node_modules/a': installed.packages['node_modules/a'] } })).toBe(true);
    const more = { ...installed.packages, 'node_modules/b-mac': { version: '1.0.0', optional: true } };
    expect(inStep(wanted, { packages: more })).toBe(true);
  });

  it.each([
    ['nothing is there', undefined],
    ['an install was broken off', {}],
    ['a package is missing', { packages: {} }],
    ['a version differs', { packages: { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } } }],
    ['the content differs', { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } } }],
    ['a package is left over', { packages: { ...installed.packages, 'node_modules/c': { version: '1.0.0' } } }],
  ])('is not when %s', (_what, have) => {
    expect(inStep(wanted, have)).toBe(false);
  });
});
