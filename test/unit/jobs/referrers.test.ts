import { describe, expect, it } from 'vitest';
import { type MirrorPlan, planMirror, runMirror } from '#jobs';
import { ReleaseError } from '#problem';
import type { MemoryRegistry } from '../../support/memory-registry.ts';
import { memoryRepositories } from '../../support/memory-repositories.ts';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { type BuiltImage, buildImage, noise } from '../../support/sample-images.ts';
import { buildReferrer, referrerIndex, seedUntagged, subjectTagOf } from '../../support/sample-referrers.ts';

const both = ['linux/amd64', 'linux/arm64'];
const image = buildImage({ platforms: both, layers: [noise('layer', 3000)], seed: 'a' });
const [amd64] = image.manifests.map(({ digest, bytes }) => ({ digest, size: bytes.length }));
const root = { digest: image.root, size: image.manifests.at(-1)?.bytes.length ?? 0 };
const target = { ...plainTarget, referrers: true as const };

function plan(world: World, more: Partial<typeof target> = {}): Promise<MirrorPlan> {
  const input = { images: [wanted('a:1', 'a:1')], ignored: [], target: { ...target, ...more }, warnings: [] };
  return planMirror(input, world.gateways, { emit: world.emit });
}

async function mirror(world: World, made?: MirrorPlan) {
  return runMirror(made ?? (await plan(world)), world.gateways, { emit: world.emit, concurrency: 4, log: 'x.log' });
}

const whatIs = (world: World) => world.target.repository('p/a');
const outcomes = (list: readonly { digest: string; outcome: string }[] | undefined) =>
  Object.fromEntries((list ?? []).map(({ digest, outcome }) => [digest, outcome]));

/** What the tag schema's list of a subject holds. */
function listedByTag(registry: MemoryRegistry, repository: string, subject: string): string[] {
  const { tags, manifests } = registry.repository(repository);
  const held = manifests.get(tags.get(subjectTagOf(subject)) ?? '');
  if (!held) return [];
  return JSON.parse(held.bytes.toString('utf8')).manifests.map(({ digest }: { digest: string }) => digest);
}

const sbom = buildReferrer(root);
const signature = buildReferrer(
  { digest: sbom.root, size: sbom.manifests[0]?.bytes.length ?? 0 },
  { artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json' },
);
const platformSbom = buildReferrer(amd64);
const cosign = buildReferrer(undefined, { artifactType: 'application/vnd.dev.cosign.simplesigning.v1+json' });
const cosignTag = `${subjectTagOf(image.root)}.sig`;

/** An image with an SBOM, the SBOM's signature, an SBOM of one platform, and cosign's signature under a tag. */
function seedAll(world: World, referrers: readonly BuiltImage[] = [sbom, signature, platformSbom]): void {
  seed(world.source, 'a', '1', image);
  for (const one of referrers) seedUntagged(world.source, 'a', one);
  seed(world.source, 'a', cosignTag, cosign);
}

describe('without being asked for', () => {
  it('nothing is looked for', async () => {
    const world = await openWorld();
    seedAll(world);
    const input = { images: [wanted('a:1', 'a:1')], ignored: [], target: plainTarget, warnings: [] };
    const made = await planMirror(input, world.gateways, { emit: world.emit });
    expect(made.items[0]?.referrers).toBeUndefined();
    expect(made.summary.referrers).toBeUndefined();
    expect(world.source.requests.filter(({ url }) => /referrers|sha256-/.test(url))).toEqual([]);
  });
});

describe('what refers to an image', () => {
  it('stands in the plan: each with its subject, its type and its tag; and counts in the bytes', async () => {
    const world = await openWorld();
    seedAll(world);
    const made = await plan(world);
    const { referrers } = made.items[0] ?? {};
    expect(referrers).toMatchObject({ found: 4, copy: 4, leftOut: 0, warnings: [] });
    expect(referrers?.list).toEqual(
      expect.arrayContaining([
        { digest: sbom.root, subject: image.root, artifactType: 'application/spdx+json', size: 502, outcome: 'copy' },
        expect.objectContaining({ digest: platformSbom.root, subject: amd64?.digest }),
        expect.objectContaining({ digest: signature.root, subject: sbom.root }),
        expect.objectContaining({ digest: cosign.root, subject: image.root, tag: cosignTag }),
      ]),
    );
    expect(made.summary.referrers).toMatchObject({ found: 4, copy: 4 });
    const without = await plan(world, { referrers: undefined as never });
    expect(made.summary.bytes - without.summary.bytes).toBe(4 * 500 + 2);
    expect(world.target.requests.every(({ method }) => method === 'GET' || method === 'HEAD')).toBe(true);
  });

  it('is copied after the image, what is referred to first, and is present the next time', async () => {
    const world = await openWorld();
    seedAll(world);
    const report = await mirror(world);
    expect(report).toMatchObject({
      ok: true,
      warnings: [],
      summary: { copied: 1, referrers: { copied: 4, failed: 0 } },
    });
    for (const { root: digest } of [sbom, signature, platformSbom])
      expect(whatIs(world).manifests.has(digest)).toBe(true);
    expect(whatIs(world).tags.get(cosignTag)).toBe(cosign.root);
    const puts = world.target.requests.filter(({ method, url }) => method === 'PUT' && url.includes('/manifests/'));
    const at = (name: string) => puts.findIndex(({ url }) => url.endsWith(`/${name}`));
    expect(at('1')).toBeLessThan(at(sbom.root));
    expect(at(sbom.root)).toBeLessThan(at(signature.root));
    const again = await plan(world);
    expect(again.summary.referrers).toMatchObject({ found: 4, copy: 0, present: 4 });
    const before = world.target.counts.manifestPuts;
    expect((await mirror(world, again)).summary.referrers).toMatchObject({ present: 4, copied: 0 });
    expect(world.target.counts.manifestPuts).toBe(before);
  });

  it('is copied to an image that is there already', async () => {
    const world = await openWorld();
    seedAll(world);
    seed(world.target, 'p/a', '1', image);
    const made = await plan(world);
    expect(made).toMatchObject({ summary: { copy: 0, present: 1, referrers: { copy: 4 } } });
    expect(made.summary.bytes).toBeGreaterThan(0);
    const report = await mirror(world, made);
    expect(report).toMatchObject({ ok: true, summary: { present: 1, referrers: { copied: 4 } } });
    expect(whatIs(world).tags.get(cosignTag)).toBe(cosign.root);
  });

  it('is found page by page, and a list that goes in circles has an end', async () => {
    const world = await openWorld();
    const many = Array.from({ length: 7 }, (_, at) => buildReferrer(root, { seed: `${at}` }));
    seedAll(world, many);
    world.source.referrersPage = 2;
    expect((await plan(world)).summary.referrers).toMatchObject({ found: 8 });
    world.source.intercept = (request, response) => {
      if (!request.url.includes('/referrers/')) return false;
      const manifests = [{ digest: many[0]?.root, mediaType: 'x', size: 1 }];
      response
        .writeHead(200, {
          'content-type': 'application/vnd.oci.image.index.v1+json',
          link: `<${request.url}>; rel="next"`,
        })
        .end(JSON.stringify({ manifests }));
      return true;
    };
    expect((await plan(world)).summary.referrers).toMatchObject({ found: 2 });
  });

  it('counts only what says itself that it refers to the image', async () => {
    const world = await openWorld();
    seedAll(world, []);
    const other = buildReferrer({ digest: `sha256:${'9'.repeat(64)}`, size: 3 });
    seedUntagged(world.source, 'a', other);
    world.source.hasReferrersApi = false;
    seed(world.source, 'a', subjectTagOf(image.root), referrerIndex([other]));
    expect((await plan(world)).items[0]?.referrers?.list.map(({ digest }) => digest)).toEqual([cosign.root]);
  });

  it('does not follow circles, nor deeper than three levels', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', image);
    let subject = root;
    const chain = Array.from({ length: 6 }, () => {
      const one = buildReferrer(subject);
      subject = { digest: one.root, size: one.manifests[0]?.bytes.length ?? 0 };
      seedUntagged(world.source, 'a', one);
      return one.root;
    });
    const { referrers } = (await plan(world)).items[0] ?? {};
    expect(referrers?.list.map(({ digest }) => digest)).toEqual(chain.slice(0, 3));
    expect(referrers?.warnings.map(({ code }) => code)).toEqual(['referrers-too-many']);
  });

  it('is counted, and no more than enough is read', async () => {
    const world = await openWorld();
    seed(world.source, 'a', '1', image);
    for (let at = 0; at < 205; at++) seedUntagged(world.source, 'a', buildReferrer(root, { seed: `${at}`, size: 5 }));
    world.source.referrersPage = 1000;
    const { referrers } = (await plan(world)).items[0] ?? {};
    expect(referrers).toMatchObject({ found: 200, warnings: [{ code: 'referrers-too-many' }] });
  });
});

describe('where the target gets another index than the source has', () => {
  it('what refers to the index stays behind with a word; what refers to a platform goes along', async () => {
    const world = await openWorld();
    seedAll(world);
    const made = await plan(world, { platforms: ['linux/amd64'] });
    const { referrers } = made.items[0] ?? {};
    expect(outcomes(referrers?.list)).toEqual({ [platformSbom.root]: 'copy' });
    expect(referrers).toMatchObject({ found: 3, copy: 1, leftOut: 2 });
    expect(referrers?.warnings).toEqual([
      { code: 'referrers-unfit', message: expect.stringContaining('2 that refer') },
    ]);
    const report = await mirror(world, made);
    expect(report.ok).toBe(true);
    expect(report.warnings).toEqual([
      { code: 'referrers-unfit', message: expect.any(String), item: 'target.example/p/a:1' },
    ]);
    expect(whatIs(world).tags.has(cosignTag)).toBe(false);
  });

  it('what refers to the one platform that is there goes to it', async () => {
    const world = await openWorld();
    seedAll(world);
    seed(world.target, 'p/a', '1', image);
    whatIs(world).tags.set('1', amd64?.digest ?? '');
    const report = await mirror(world);
    expect(report.items[0]?.outcome).toBe('equivalent');
    expect(outcomes(report.items[0]?.referrers?.list)).toEqual({ [platformSbom.root]: 'copied' });
  });
});

describe('registries without a referrers API', () => {
  it('are read by tag', async () => {
    const world = await openWorld();
    seedAll(world);
    world.source.hasReferrersApi = false;
    seed(world.source, 'a', subjectTagOf(image.root), referrerIndex([sbom]));
    expect(outcomes((await plan(world)).items[0]?.referrers?.list)).toEqual({
      [sbom.root]: 'copy',
      [cosign.root]: 'copy',
    });
  });

  it.each([
    ['its front page', 200, 'text/html'],
    ['that it knows no such method', 405, 'application/json'],
    ['a list of something else', 200, 'application/json'],
  ])('are read by tag too when the answer is %s', async (_, status, type) => {
    const world = await openWorld();
    seedAll(world);
    world.source.intercept = (request, response) => {
      if (!request.url.includes('/referrers/')) return false;
      response.writeHead(status, { 'content-type': type }).end('{"manifests":[]}');
      return true;
    };
    seed(world.source, 'a', subjectTagOf(image.root), referrerIndex([sbom]));
    expect((await plan(world)).items[0]?.referrers).toMatchObject({ found: 2, warnings: [] });
    const asked = world.source.requests.filter(({ url }) => url.includes('/referrers/'));
    expect(new Set(asked.map(({ url }) => url)).size).toBeLessThanOrEqual(3);
  });

  it('whose list is something else than a list say so, and the image goes its way', async () => {
    const world = await openWorld();
    seedAll(world, []);
    world.source.hasReferrersApi = false;
    const other = buildImage({ layers: [], seed: 'no list' });
    seed(world.source, 'a', subjectTagOf(amd64?.digest ?? ''), other);
    const report = await mirror(world);
    expect(report).toMatchObject({ ok: true, summary: { copied: 1 } });
    expect(report.warnings.map(({ code }) => code)).toContain('referrers-unknown');
  });

  it('whose tags cannot be replaced keep the list that is there, and it is said', async () => {
    const world = await openWorld();
    seedAll(world, [sbom]);
    world.target.hasReferrersApi = false;
    world.target.intercept = (request, response) => {
      if (request.method !== 'PUT' || !request.url.endsWith(subjectTagOf(image.root))) return false;
      response.writeHead(400).end(JSON.stringify({ errors: [{ code: 'TAG_INVALID', message: 'immutable' }] }));
      return true;
    };
    const report = await mirror(world);
    expect(report).toMatchObject({ ok: true, summary: { referrers: { copied: 2, failed: 0 } } });
    expect(report.warnings.map(({ code }) => code)).toEqual(['referrers-unlisted']);
  });

  describe('of a private ECR', () => {
    /** What a run says and asks, and whether it lists the SBOMs of two images, where the repository's tags are so. */
    const listed = async (tagMutability: { immutable: boolean; except: string[] }, fault?: () => void) => {
      const world = await openWorld();
      seedAll(world, [sbom, platformSbom]);
      world.target.hasReferrersApi = false;
      seed(world.target, 'p/a', 'other', buildImage({ layers: [], seed: 'other' }));
      const ecr = memoryRepositories(fault);
      const held = {
        arn: 'arn:aws:ecr:us-east-1:111122223333:repository/p/a',
        scanOnPush: false,
        encryption: 'AES256',
      };
      ecr.repositories.set('p/a', { held: { ...held, tagMutability }, tags: {} });
      const gateways = { ...world.gateways, aws: { ...world.gateways.aws, repositories: ecr.gateway } };
      // Of the settings nothing is known: as where all repositories are as they say.
      const made = await plan({ ...world, gateways }, { kind: 'ecr' });
      expect(made.repositoryConfiguration).toBeUndefined();
      const report = await mirror({ ...world, gateways }, made);
      expect(report).toMatchObject({ ok: true, summary: { copied: 1, referrers: { copied: 3 } } });
      expect(ecr.calls).toEqual(['describe p/a']);
      const { tags } = whatIs(world);
      return {
        codes: [...new Set(report.warnings.map(({ code }) => code))],
        said: report.warnings[0]?.message,
        isListed: [image.root, amd64?.digest ?? ''].map((subject) => tags.has(subjectTagOf(subject))),
      };
    };

    it('whose repository makes tags final get no list, whatever the settings say', async () => {
      expect(await listed({ immutable: true, except: ['latest', 'dev-*'] })).toEqual({
        codes: ['referrers-unlisted'],
        said: expect.stringContaining('a tag to list them under would be final'),
        isListed: [false, false],
      });
      expect(await listed({ immutable: false, except: ['sha256-*'] })).toMatchObject({ isListed: [false, false] });
    });

    it('get one where its tag can be replaced', async () => {
      const isListed = [true, true];
      expect(await listed({ immutable: true, except: ['sha256-*'] })).toMatchObject({ codes: [], isListed });
      expect(await listed({ immutable: false, except: ['v*'] })).toMatchObject({ codes: [], isListed });
    });

    it('get none where nobody may say whether it can', async () => {
      const fault = () => {
        throw new ReleaseError('access-denied', 'ecr:DescribeRepositories is not allowed');
      };
      expect(await listed({ immutable: false, except: [] }, fault)).toEqual({
        codes: ['referrers-unlisted'],
        said: expect.stringMatching(/could not be read: ecr:DescribeRepositories is not allowed$/),
        isListed: [false, false],
      });
    });
  });

  it('whose list somebody else writes between two tries keep what he put there', async () => {
    const world = await openWorld();
    seedAll(world, [sbom]);
    world.target.hasReferrersApi = false;
    const theirs = buildReferrer(root, { seed: 'theirs' });
    let tries = 0;
    world.target.intercept = (request, response) => {
      if (request.method !== 'PUT' || !request.url.endsWith(subjectTagOf(image.root)) || tries++ > 0) return false;
      seedUntagged(world.target, 'p/a', theirs);
      seed(world.target, 'p/a', subjectTagOf(image.root), referrerIndex([theirs]));
      response.writeHead(503).end();
      return true;
    };
    expect(await mirror(world)).toMatchObject({ ok: true, warnings: [] });
    expect(listedByTag(world.target, 'p/a', image.root)).toEqual([theirs.root, sbom.root]);
  });

  it('get a list under a tag, and what others put there stays', async () => {
    const world = await openWorld();
    seedAll(world);
    world.target.hasReferrersApi = false;
    const theirs = buildReferrer(root, { seed: 'theirs' });
    seedUntagged(world.target, 'p/a', theirs);
    seed(world.target, 'p/a', subjectTagOf(image.root), referrerIndex([theirs]));
    const report = await mirror(world);
    expect(report).toMatchObject({ ok: true, warnings: [], summary: { referrers: { copied: 4 } } });
    expect(listedByTag(world.target, 'p/a', image.root)).toEqual([theirs.root, sbom.root]);
    expect(listedByTag(world.target, 'p/a', amd64?.digest ?? '')).toEqual([platformSbom.root]);
    expect(listedByTag(world.target, 'p/a', sbom.root)).toEqual([signature.root]);
    expect((await plan(world)).summary.referrers).toMatchObject({ present: 4, copy: 0 });
  });

  it('list what two images of one repository have in common once', async () => {
    const world = await openWorld();
    seedAll(world, [sbom]);
    seed(world.source, 'a', '2', image);
    world.target.hasReferrersApi = false;
    const images = [wanted('a:1', 'a:1'), wanted('a:2', 'a:2')];
    const made = await planMirror({ images, ignored: [], target, warnings: [] }, world.gateways, { emit: world.emit });
    const report = await mirror(world, made);
    expect(report.ok).toBe(true);
    expect(listedByTag(world.target, 'p/a', image.root)).toEqual([sbom.root]);
    expect(whatIs(world).tags.get(cosignTag)).toBe(cosign.root);
  });

  it('whose tags are final get no such list: it is said instead', async () => {
    const world = await openWorld();
    seedAll(world, [sbom]);
    world.target.hasReferrersApi = false;
    const report = await mirror(world, await plan(world, { kind: 'marketplace' }));
    expect(report.ok).toBe(true);
    expect(report.warnings.map(({ code }) => code)).toEqual(['referrers-unlisted']);
    expect(whatIs(world).tags.has(subjectTagOf(image.root))).toBe(false);
    expect(whatIs(world).tags.get(cosignTag)).toBe(cosign.root);
  });
});

describe('trouble with what refers to an image', () => {
  it('is never the image’s: a refusal is said once for the registry', async () => {
    const world = await openWorld();
    seedAll(world);
    seed(world.source, 'b', '1', image);
    seedUntagged(world.source, 'b', sbom);
    world.target.intercept = (request, response) => {
      if (request.method !== 'PUT' || !request.body.includes('"subject"')) return false;
      response.writeHead(405).end(JSON.stringify({ errors: [{ code: 'UNSUPPORTED', message: 'no' }] }));
      return true;
    };
    const images = [wanted('a:1', 'a:1'), wanted('b:1', 'b:1')];
    const made = await planMirror({ images, ignored: [], target, warnings: [] }, world.gateways, { emit: world.emit });
    const report = await mirror(world, made);
    expect(report).toMatchObject({ ok: true, summary: { copied: 2, failed: 0, referrers: { copied: 1 } } });
    expect(report.warnings.map(({ code }) => code)).toEqual(['referrers-refused']);
    expect(outcomes(report.items[0]?.referrers?.list)).toEqual({
      [sbom.root]: 'failed',
      [signature.root]: 'skipped',
      [platformSbom.root]: 'failed',
      [cosign.root]: 'copied',
    });
    expect(world.written.get('x.log')).toBe('');
  });

  it('leaves a tag that holds another signature as it is', async () => {
    const world = await openWorld();
    seedAll(world, []);
    const other = buildReferrer(undefined, { seed: 'other' });
    seed(world.target, 'p/a', cosignTag, other);
    const made = await plan(world);
    expect(made.items[0]?.referrers).toMatchObject({ conflict: 1, copy: 0, warnings: [{ code: 'tag-taken' }] });
    const report = await mirror(world, made);
    expect(report).toMatchObject({ ok: true, summary: { copied: 1, referrers: { conflict: 1 } } });
    expect(whatIs(world).tags.get(cosignTag)).toBe(other.root);
  });

  it('leaves a tag alone that was taken since the plan', async () => {
    const world = await openWorld();
    seedAll(world, []);
    const made = await plan(world);
    const other = buildReferrer(undefined, { seed: 'other' });
    seed(world.target, 'p/a', cosignTag, other);
    const report = await mirror(world, made);
    expect(report).toMatchObject({ ok: true, summary: { referrers: { conflict: 1 } } });
    expect(report.warnings.map(({ code }) => code)).toEqual(['tag-taken']);
    expect(whatIs(world).tags.get(cosignTag)).toBe(other.root);
  });

  it('is a warning when it cannot be asked for', async () => {
    const world = await openWorld();
    seedAll(world);
    world.source.intercept = (request, response) => {
      if (!request.url.includes('/referrers/')) return false;
      response.writeHead(403).end();
      return true;
    };
    const report = await mirror(world);
    expect(report.ok).toBe(true);
    expect(new Set(report.warnings.map(({ code }) => code))).toEqual(new Set(['referrers-unknown']));
  });

  it('is a warning when its content is gone, at plan and at run', async () => {
    const world = await openWorld();
    seedAll(world, [sbom, platformSbom]);
    world.source.repository('a').tags.set(cosignTag, sbom.root);
    const made = await plan(world);
    for (const digest of sbom.blobs.keys()) world.source.repository('a').blobs.delete(digest);
    const report = await mirror(world, made);
    expect(report).toMatchObject({ ok: true, summary: { copied: 1 } });
    expect(report.summary.referrers?.failed).toBeGreaterThan(0);
    expect(report.warnings.length).toBeGreaterThan(0);
    expect(whatIs(world).tags.has(cosignTag)).toBe(false);
  });

  it('is not tried for an image that did not get there', async () => {
    const world = await openWorld();
    seedAll(world);
    const made = await plan(world);
    seed(world.target, 'p/a', '1', buildImage({ layers: [], seed: 'other' }));
    const emit = world.emit;
    await expect(runMirror(made, world.gateways, { emit, concurrency: 1 })).rejects.toMatchObject({
      code: 'plan-stale',
    });
    whatIs(world).tags.delete('1');
    world.target.intercept = (request, response) => {
      if (request.method !== 'PUT' || !request.url.endsWith('/manifests/1')) return false;
      response.writeHead(403).end();
      return true;
    };
    const report = await mirror(world, made);
    expect(report).toMatchObject({ ok: false, summary: { failed: 1, referrers: { skipped: 4, copied: 0 } } });
    expect(whatIs(world).tags.has(cosignTag)).toBe(false);
  });
});
