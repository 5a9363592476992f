import { expect, it } from 'vitest';
import { type ImageNode, ManifestCache, readImage } from '#registry';
import { coveredBy, scanSubject } from '../../../../src/jobs/scan/scan-subject.ts';
import { Sessions } from '../../../../src/jobs/sessions.ts';
import { openWorld, seed } from '../../../support/mirror-world.ts';
import { type BuiltImage, buildImage } from '../../../support/sample-images.ts';

const platforms = ['linux/amd64', 'linux/arm64'];
const upstream = buildImage({ platforms, layers: [], seed: 'upstream' });
const derived = buildImage({ platforms, layers: [], seed: 'derived' });
const report = { scanner: 'Trivy', names: [], vulnerabilities: [] };

/** Both images as a registry has them, and where. */
async function read(...images: BuiltImage[]) {
  const world = await openWorld();
  for (const image of images) seed(world.source, 'a', image.root.slice(7, 20), image);
  const session = await new Sessions(world.gateways, world.emit).at('source.example');
  const place = { session, repository: 'a', cache: new ManifestCache() };
  const nodes = await Promise.all(images.map((image) => readImage(place, image.root)));
  return { place, nodes };
}

it('of an image that is made here, findings of what it is made of count; that is what can be pulled', async () => {
  const { place, nodes } = await read(upstream, derived);
  const [source, node] = nodes as [ImageNode, ImageNode];
  const made = new Map(node.children.map(({ digest, bytes }) => [digest, bytes]));
  const content = { ...place, node, made };
  const subject = await scanSubject({ sourceDigest: source.digest, content }, place.cache);
  expect(subject.platforms.map(({ name, pulled }) => [name, pulled])).toEqual(
    source.children.map(({ digest }, at) => [platforms[at], digest]),
  );
  const covered = (digest: string | undefined) =>
    coveredBy({ ...report, digests: [digest ?? ''] }, subject).map(({ name }) => name);
  for (const { children } of nodes)
    expect(children.map(({ digest }) => covered(digest))).toEqual(platforms.map((name) => [name]));
  expect(covered(source.children[1]?.blobs[0]?.digest)).toEqual(['linux/arm64']);
  // A layer is no image.
  expect(covered(source.children[1]?.blobs[1]?.digest)).toEqual([]);
  expect(covered(source.digest)).toEqual([]);
});

it('a report on another platform of the index is not about the one that is released', () => {
  const [root, manifest] = ['a', 'b'].map((one) => `sha256:${one.repeat(64)}`) as [string, string];
  const on = (architecture: string) => ({ os: 'linux', architecture });
  const only = { name: 'linux/amd64', platform: on('amd64'), pulled: manifest, digests: new Set([manifest]) };
  const subject = { roots: new Set([root]), platforms: [only] };
  const ofIndex = { ...report, digests: [root] };
  expect(coveredBy({ ...ofIndex, platform: on('arm64') }, subject)).toEqual([]);
  expect(coveredBy({ ...ofIndex, platform: on('amd64') }, subject)).toEqual([only]);
  expect(coveredBy(ofIndex, subject)).toEqual([only]);
  const unnamed = { ...only, name: undefined, platform: undefined };
  expect(coveredBy({ ...ofIndex, platform: on('arm64') }, { ...subject, platforms: [unnamed] })).toEqual([unnamed]);
});

it('attestations and artifacts have nothing to scan', async () => {
  const attested = buildImage({ platforms, layers: [], attestations: true, seed: 'attested' });
  const { place, nodes } = await read(attested);
  const [node] = nodes as [ImageNode];
  const subject = await scanSubject({ sourceDigest: node.digest, content: { ...place, node } }, place.cache);
  expect(subject.platforms.map(({ name }) => name)).toEqual(platforms);
  const [first] = node.children as [ImageNode];
  const chart = {
    ...first,
    blobs: first.blobs.map((blob) => ({ ...blob, mediaType: 'application/vnd.cncf.helm.config.v1+json' })),
  };
  const none = await scanSubject({ sourceDigest: node.digest, content: { ...place, node: chart } }, place.cache);
  expect(none.platforms).toEqual([]);
});
