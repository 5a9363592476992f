import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage, noise } from '../support/sample-images.ts';
import { buildReferrer, referrerIndex, subjectTagOf } from '../support/sample-referrers.ts';
import { documentOf, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { allTags, missingContent, skopeoDigest } from './support/registry-state.ts';

interface Report {
  readonly ok: boolean;
  readonly summary: { readonly referrers?: Readonly<Record<string, number>> } & Readonly<Record<string, unknown>>;
  readonly warnings: readonly { readonly code: string }[];
}

/** A registry of the field without the referrers API: what refers to an image is listed under a tag, or is a tag of cosign. */
const image = buildImage({
  platforms: ['linux/amd64', 'linux/arm64'],
  layers: [noise('layer', 200_000)],
  seed: 'signed',
});
const root = { digest: image.root, size: image.manifests.at(-1)?.bytes.length ?? 0 };
const sbom = buildReferrer(root, { size: 20_000 });
const bundle = buildReferrer(
  { digest: sbom.root, size: sbom.manifests[0]?.bytes.length ?? 0 },
  { artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json' },
);
const cosign = buildReferrer(undefined, { artifactType: 'application/vnd.dev.cosign.simplesigning.v1+json' });
const signature = `${subjectTagOf(image.root)}.sig`;

let source: RealRegistry;
let target: RealRegistry;
beforeAll(async () => {
  [source, target] = await Promise.all([startDockerRegistry(), startDockerRegistry()]);
  await pushImage(source, 'app', '1', image);
  // Without a tag of their own: the one that is given is that of the list.
  for (const [one, subject] of [
    [sbom, image.root],
    [bundle, sbom.root],
  ] as const) {
    const list = referrerIndex([one]);
    await pushImage(source, 'app', subjectTagOf(subject), {
      ...list,
      blobs: one.blobs,
      manifests: [...one.manifests, ...list.manifests],
    });
  }
  await pushImage(source, 'app', signature, cosign);
});
afterAll(async () => {
  await Promise.all([source?.close(), target?.close()]);
});

function workspace(prefix: string, more = ''): Workspace {
  return new Workspace({
    'marketplace.yaml': `version: 1\ntarget:\n  registry: ${target.host}\n  prefix: ${prefix}\n${more}`,
    '1_release.json': JSON.stringify({
      metadata: { images: { app: { source: `${source.host}/app@${image.root}`, dest: 'app:1' } } },
    }),
  });
}

describe('what refers to an image, at a registry without a list of its own', () => {
  it('goes along when asked for, is found by its tags, and is there the next time', async () => {
    const here = workspace('signed', '  referrers: true\n');
    const planned = await here.run(['plan']);
    expect(planned.stdout).toContain(`tag ${signature}`);
    const first = await here.run(['mirror', '--yes', '--json']);
    expect(first.status).toBe(0);
    const report = documentOf<Report>(first);
    expect(report.warnings).toEqual([]);
    expect(report.summary.referrers).toMatchObject({ found: 3, copied: 3, failed: 0 });

    expect(skopeoDigest(target.host, 'signed/app', '1')).toBe(image.root);
    expect(skopeoDigest(target.host, 'signed/app', signature)).toBe(cosign.root);
    for (const [one, subject] of [
      [sbom, image.root],
      [bundle, sbom.root],
    ] as const) {
      expect(inspected('signed/app', `:${subjectTagOf(subject)}`)).toMatchObject({ manifests: [{ digest: one.root }] });
      expect(inspected('signed/app', `@${one.root}`)).toMatchObject({ subject: { digest: subject } });
    }
    expect(await missingContent(target)).toEqual([]);

    const again = documentOf<Report>(await here.run(['mirror', '--yes', '--json']));
    expect(again.summary).toMatchObject({ present: 1, referrers: { present: 3, copied: 0 } });
    here.remove();
  });

  it('stays behind when nobody asks, and comes later to an image that is there', async () => {
    const here = workspace('later');
    expect((await here.run(['mirror', '--yes', '--json'])).status).toBe(0);
    const below = async () => [...(await allTags(target)).keys()].filter((name) => name.startsWith('later/'));
    expect(await below()).toEqual(['later/app:1']);
    const asked = await here.run(['mirror', '--referrers', '--yes', '--json']);
    expect(asked.status).toBe(0);
    expect(documentOf<Report>(asked).summary).toMatchObject({ present: 1, copied: 0, referrers: { copied: 3 } });
    expect(await below()).toHaveLength(4);
    here.remove();
  });

  it('is left out with a word where the target gets another index', async () => {
    const here = workspace('filtered', '  platforms: [linux/amd64]\n  referrers: true\n');
    const ended = await here.run(['mirror', '--yes', '--json']);
    expect(ended.status).toBe(0);
    const report = documentOf<Report>(ended);
    expect(report.warnings.map(({ code }) => code)).toEqual(['referrers-unfit']);
    expect(report.summary.referrers).toMatchObject({ leftOut: 2, copied: 0 });
    expect((await allTags(target)).has(`filtered/app:${signature}`)).toBe(false);
    here.remove();
  });
});

/** What skopeo reads there. */
function inspected(repository: string, name: string): unknown {
  const place = `docker://${target.host}/${repository}${name}`;
  const { status, stdout, stderr } = spawnSync('skopeo', ['inspect', '--raw', '--tls-verify=false', place], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`skopeo: ${stderr}`);
  return JSON.parse(stdout);
}
