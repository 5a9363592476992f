import { describe, expect, it } from 'vitest';
import { type Gateways, planMirror, runMirror, versioned } from '#jobs';
import { ReleaseError } from '#problem';
import { reportText } from '#text';
import { openWorld, plainTarget, seed, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';
import { testClock } from '../../support/test-clock.ts';

const message = 'AWS (us-east-1, the default credentials): Could not load credentials from any providers';
const hint = 'Run: aws sso login (or aws configure), or choose another profile.';

/** Two images from a registry without a login, two from one that wants a login of AWS, as the target does. */
async function awsWorld() {
  const clock = testClock();
  const world = await openWorld({ clock });
  const images = ['a', 'b', 'c', 'd'].map((name) => {
    const image = buildImage({ layers: [noise(name, 500)], seed: name });
    seed(world.source, name, '1', image);
    const one = wanted(`${name}:1`, `${name}:1`);
    return name < 'c' ? one : { ...one, source: { ...one.source, registry: 'vendor.example' } };
  });
  /** Registries whose login is not there. */
  const missing = new Set<string>();
  const { registries } = world.gateways;
  const access: Gateways['registries']['access'] = async (name) => ({
    ...(await registries.access(name === 'vendor.example' ? 'source.example' : name)),
    registry: name,
    alwaysBasic: name !== 'source.example',
    login: async () => {
      if (missing.has(name)) throw new ReleaseError('aws-login-missing', message, { hint });
      // About to end, so that it is asked for again and again.
      return { kind: 'password', username: 'AWS', password: 'token', expiresAt: clock.now() };
    },
  });
  const gateways = { ...world.gateways, registries: { isSandbox: false, access } };
  const { emit } = world;
  const plan = () => planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, { emit });
  /** @param gone the registry whose login is taken away before the first image */
  const run = async (gone: string) => {
    const emit = versioned((event) => {
      if (event.type === 'phase' && event.phase === 'copy') missing.add(gone);
    });
    return runMirror(await plan(), gateways, { emit, concurrency: 1, log: 'error.log' });
  };
  return { ...world, missing, plan, run };
}

describe('an AWS login that is not there', () => {
  it('is one error of a plan when the target wants it', async () => {
    const { plan, missing } = await awsWorld();
    missing.add('target.example');
    await expect(plan()).rejects.toMatchObject({ code: 'aws-login-missing', hint });
  });

  it('fails the images of the source that wants it, and no others', async () => {
    const { plan, missing } = await awsWorld();
    missing.add('vendor.example');
    const { items } = await plan();
    expect(items.map(({ outcome }) => outcome)).toEqual(['copy', 'copy', 'failed', 'failed']);
    expect(items[3]).toMatchObject({ code: 'aws-login-missing', message, hint });
  });

  it('stops a run once when the target wants it', async () => {
    const { run, written } = await awsWorld();
    const report = await run('target.example');
    expect(report).toMatchObject({ ok: false, cancelled: false, summary: { cancelled: 4, failed: 0 } });
    expect(report.warnings).toEqual([{ code: 'aws-login-missing', message }]);
    expect(new Set(report.items.map((item) => `${item.code} ${item.hint}`))).toEqual(
      new Set([`aws-login-missing ${hint}`]),
    );
    expect(written.get('error.log')).toBe(`ERROR: ${message}; 4 images were not released\n`);
    expect(
      JSON.stringify(reportText(report, { target: plainTarget, log: undefined, exitCode: 1, brief: true }, 200)),
    ).toContain('the login ended');
  });

  it('lets a run go on without the images of a source that wants it', async () => {
    const { run } = await awsWorld();
    const { items, warnings } = await run('vendor.example');
    expect(items.map(({ outcome }) => outcome)).toEqual(['copied', 'copied', 'failed', 'failed']);
    expect(items[2]).toMatchObject({ code: 'aws-login-missing', message, hint });
    expect(warnings).toEqual([]);
  });
});
