import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';

describe('ReleaseError', () => {
  it('knows an error that was made in another bundle', async () => {
    const Other = await anotherCopy();
    const error: unknown = new Other('unreachable', 'No answer');
    expect(Other).not.toBe(ReleaseError);
    expect(ReleaseError.is(error)).toBe(true);
    expect(ReleaseError.from(error)).toBe(error);
  });

  it('knows no other error', () => {
    expect(ReleaseError.is(new Error('x'))).toBe(false);
    expect(ReleaseError.is(undefined)).toBe(false);
    expect(ReleaseError.is({ code: 'unreachable' })).toBe(false);
    expect(ReleaseError.from(new Error('boom'))).toMatchObject({ code: 'internal', message: 'boom' });
  });
});

/** The class as a bundle of its own holds it. */
async function anotherCopy(): Promise<typeof ReleaseError> {
  const entryPoints = [fileURLToPath(new URL('../../../src/problem/index.ts', import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', write: false });
  const copy = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
  return copy.ReleaseError;
}
