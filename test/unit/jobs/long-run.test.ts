import { describe, expect, it } from 'vitest';
import { type MirrorPlan, planMirror, runMirror } from '#jobs';
import { ReleaseError } from '#problem';
import { openWorld, plainTarget, seed, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';
import { testClock } from '../../support/test-clock.ts';

const hour = 3_600_000;
const lifetime = 12 * hour;
const count = 14;
/**
 * A target whose tokens are good for twelve hours, as ECR's are, and a release that takes longer: each blob that arrives takes an hour.
 * Its clock goes on by that alone.
 */
async function longRelease(options: { readonly logins?: number; readonly surprises?: boolean } = {}) {
  const clock = testClock();
  const world = await openWorld({ clock });
  const started = clock.now();
  const ends = new Map<string, number>();
  const refused = { uploads: 0, requests: 0 };
  const login = async () => {
    if (ends.size >= (options.logins ?? Number.POSITIVE_INFINITY))
      throw new ReleaseError('login-expired', 'AWS (us-east-1, profile seller): Token is expired', {
        hint: 'Run: aws sso login --profile seller',
      });
    const password = `token-${ends.size + 1}`;
    ends.set(`Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`, clock.now() + lifetime);
    return { kind: 'password' as const, username: 'AWS', password, expiresAt: clock.now() + lifetime };
  };
  world.target.intercept = ({ method, url, headers }, response) => {
    const isUpload = method === 'PUT' && url.includes('/blobs/uploads/');
    // The token may be good when the first byte is sent, and no more when the last one has come.
    if (isUpload) clock.advance(options.surprises && refused.uploads === 0 ? lifetime + hour : hour);
    if ((ends.get(headers.authorization ?? '') ?? 0) > clock.now()) return false;
    if (isUpload) refused.uploads++;
    refused.requests++;
    const message = 'Your Authorization Token has expired. Please reauthenticate and try again.';
    response.writeHead(403).end(JSON.stringify({ errors: [{ code: 'DENIED', message }] }));
    return true;
  };
  const { registries } = world.gateways;
  const gateways = {
    ...world.gateways,
    registries: {
      isSandbox: false,
      access: async (registry: string) => {
        const access = await registries.access(registry);
        return registry === 'target.example' ? { ...access, alwaysBasic: true, login } : access;
      },
    },
  };
  const images = Array.from({ length: count }, (_, at) => {
    const image = buildImage({ layers: [noise(`layer ${at}`, 500)], seed: `${at}` });
    seed(world.source, `image-${at}`, '1', image);
    return wanted(`image-${at}:1`, `image-${at}:1`, image.root);
  });
  const { emit } = world;
  const plan = () => planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, { emit });
  // Of small blobs twice as many are on their way: were it all at once, the token would end before any tag.
  const run = (made: MirrorPlan) => runMirror(made, gateways, { emit, concurrency: 2, log: 'error.log' });
  return { ...world, clock, plan, run, ends, refused, hours: () => (clock.now() - started) / hour };
}

describe('a run that takes longer than its tokens are good', () => {
  it('gets new ones, before they end and when one is refused', async () => {
    const { plan, run, ends, hours } = await longRelease();
    const report = await run(await plan());
    expect(report).toMatchObject({ ok: true, summary: { copied: count } });
    expect(hours()).toBeGreaterThan(2 * 12);
    expect(ends.size).toBeGreaterThanOrEqual(3);
  });

  it('sends a layer again whose token ended on the way', async () => {
    const { plan, run, ends, refused, target } = await longRelease({ surprises: true });
    const report = await run(await plan());
    expect(refused.uploads).toBeGreaterThan(0);
    expect(report).toMatchObject({ ok: true, summary: { copied: count } });
    expect(ends.size).toBeGreaterThanOrEqual(2);
    for (const { tags } of target.repositories.values()) expect(tags.size).toBe(1);
  });
});

describe('an AWS login that ends and that nobody renews', () => {
  it('stops the run once: what is done is reported, the rest is no failure of its own', async () => {
    // One for the plan, one for the run.
    const { plan, run, written, target } = await longRelease({ logins: 2 });
    const report = await run(await plan());
    const { copied, cancelled, failed } = report.summary;
    expect(copied).toBeGreaterThan(0);
    expect(cancelled).toBeGreaterThan(0);
    expect(copied + cancelled + failed).toBe(count);
    expect(failed).toBe(0);
    expect(report).toMatchObject({ ok: false, cancelled: false });
    expect(report.warnings).toMatchObject([{ code: 'login-expired', message: /Token is expired/ }]);
    const stopped = report.items.filter(({ outcome }) => outcome === 'cancelled');
    expect(new Set(stopped.map(({ code, hint }) => `${code} ${hint}`))).toEqual(
      new Set(['login-expired Run: aws sso login --profile seller']),
    );
    expect(written.get('error.log')).toBe(
      `ERROR: AWS (us-east-1, profile seller): Token is expired; ${cancelled} images were not released\n`,
    );
    const tags = [...target.repositories.values()].reduce((sum, repository) => sum + repository.tags.size, 0);
    expect(tags).toBe(copied);
  });

  it('is one error of a plan, not one of each image', async () => {
    const { plan } = await longRelease({ logins: 0 });
    await expect(plan()).rejects.toMatchObject({ code: 'login-expired' });
  });

  it('is one error of a run that has not begun', async () => {
    const { plan, run, ends, clock, target } = await longRelease({ logins: 1 });
    const made = await plan();
    clock.advance(lifetime);
    await expect(run(made)).rejects.toMatchObject({ code: 'login-expired' });
    expect(ends.size).toBe(1);
    expect(target.counts.blobPuts).toBe(0);
  });
});
