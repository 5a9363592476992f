import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { type SampleImage, sampleImages } from '#sandbox';
import { type SampleCatalogue, sampleCatalogue } from '../../../src/sandbox/samples/sample-catalogue.ts';
import { digestOf } from './push-image.ts';

const media = new URL('../../../media/', import.meta.url);
const hosts = { dockerHub: 'docker.io', vendor: 'registry.camunda.cloud', target: 'target', seller: 'seller' } as const;

let images: ReadonlyMap<string, SampleImage>;
let catalogue: SampleCatalogue;

beforeAll(async () => {
  const list = await sampleImages();
  images = new Map(list.map((image) => [`${hosts[image.registry]}/${image.repository}:${image.tag}`, image]));
  catalogue = await sampleCatalogue();
});

function sample(reference: string): SampleImage {
  const found = images.get(reference);
  if (!found) throw new Error(`There is no sample ${reference}`);
  return found;
}

interface ManifestDocument {
  readonly mediaType: string;
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string; readonly size: number }[];
  readonly manifests?: readonly {
    readonly digest: string;
    readonly platform: { readonly os: string; readonly architecture: string };
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}

function documentOf(digest: string): ManifestDocument {
  return JSON.parse(Buffer.from(catalogue.contents.manifests.get(digest)?.bytes ?? '').toString());
}

/** What a vendor's release file says of an image besides source and dest: more than we read. */
function vendorExtras({ digest, manifest }: SampleImage): Record<string, unknown> {
  const { mediaType, manifests, layers } = documentOf(digest);
  const platforms = manifests?.map((entry) => [`${entry.platform.os}/${entry.platform.architecture}`, entry.digest]);
  return {
    digest,
    mediaType,
    size: manifest.byteLength,
    ...(platforms ? { platforms: Object.fromEntries(platforms.filter(([name]) => name !== 'unknown/unknown')) } : {}),
    ...(layers ? { layers: layers.map((layer) => ({ digest: layer.digest, size: layer.size })) } : {}),
  };
}

function releaseText(
  release: string,
  entries: Readonly<Record<string, readonly [source: string, dest: string]>>,
): string {
  const described = Object.entries(entries).map(([key, [source, dest]]) => {
    const image = sample(source);
    return [key, { source: `${source}@${image.digest}`, dest, ...vendorExtras(image) }];
  });
  const metadata = { name: 'camunda-platform', release, images: Object.fromEntries(described) };
  return `${JSON.stringify({ formatVersion: 2, metadata, generatedBy: 'vendor release tooling' }, undefined, 2)}\n`;
}

describe('the sample release files say of the samples what is true', () => {
  // After a change of the samples: vitest -u writes both files anew.
  test('8.3.4_release.json', async () => {
    const text = releaseText('8.3.4', {
      zeebe: ['docker.io/camunda/zeebe:8.3.4', 'zeebe:8.3.4'],
      operate: ['docker.io/camunda/operate:8.3.4', 'operate:8.3.4'],
      tasklist: ['docker.io/camunda/tasklist:8.3.4', 'tasklist:8.3.4'],
      identity: ['docker.io/camunda/identity:8.3.4', 'identity:8.3.4'],
      optimize: ['registry.camunda.cloud/camunda/optimize:8.3.4', 'optimize:8.3.4'],
      connectors: ['docker.io/camunda/connectors-bundle:8.3.4', 'connectors-bundle:8.3.4'],
      grafana: ['docker.io/grafana/grafana:10.2.3', 'grafana:10.2.3'],
    });
    await expect(text).toMatchFileSnapshot(fileURLToPath(new URL('sample/8.3.4_release.json', media)));
  });

  test('8.3.4-1_release.json', async () => {
    const text = releaseText('8.3.4-1', { identity: ['docker.io/camunda/identity:8.3.4', 'identity:8.3.4-1'] });
    await expect(text).toMatchFileSnapshot(fileURLToPath(new URL('sample-rerelease/8.3.4-1_release.json', media)));
  });

  test('8.3.4_images.txt lists all but one image of the release', () => {
    const lines = readFileSync(new URL('sample/8.3.4_images.txt', media), 'utf8').split('\n');
    const listed = lines.filter((line) => line !== '' && !line.startsWith('#'));
    const release = JSON.parse(readFileSync(new URL('sample/8.3.4_release.json', media), 'utf8'));
    const dests = Object.values<{ dest: string }>(release.metadata.images).map(({ dest }) => dest);
    expect(dests.filter((dest) => !listed.includes(dest))).toEqual(['grafana:10.2.3']);
    expect(listed.filter((dest) => !dests.includes(dest))).toEqual([]);
  });
});

describe('the stories', () => {
  const target = (name: string) => `target/camunda/camunda8/${name}:8.3.4`;

  test('tasklist is there with the identical digest', () => {
    expect(sample(target('tasklist')).digest).toBe(sample('docker.io/camunda/tasklist:8.3.4').digest);
  });

  test('identity was released again', () => {
    expect(sample(target('identity')).digest).not.toBe(sample('docker.io/camunda/identity:8.3.4').digest);
  });

  test('of optimize the amd64 child is there', () => {
    const children = documentOf(sample('registry.camunda.cloud/camunda/optimize:8.3.4').digest).manifests ?? [];
    expect(children.map(({ platform }) => platform.architecture)).toEqual(['amd64', 'arm64']);
    expect(sample(target('optimize')).digest).toBe(children[0]?.digest);
  });

  test('zeebe has two attestation entries, operate shares its base layers and has none', () => {
    const entries = documentOf(sample('docker.io/camunda/zeebe:8.3.4').digest).manifests ?? [];
    const attestations = entries.filter(({ platform }) => platform.os === 'unknown');
    expect(attestations.map(({ annotations }) => annotations)).toEqual(
      entries.slice(0, 2).map(({ digest }) => ({
        'vnd.docker.reference.digest': digest,
        'vnd.docker.reference.type': 'attestation-manifest',
      })),
    );
    const operate = documentOf(sample('docker.io/camunda/operate:8.3.4').digest).manifests ?? [];
    const base = (digest = '') => documentOf(digest).layers?.[0]?.digest;
    expect(operate.map(({ digest }) => base(digest))).toEqual(entries.slice(0, 2).map(({ digest }) => base(digest)));
  });

  test('zeebe, operate and connectors 8.3.4 are not there', () => {
    for (const name of ['zeebe', 'operate', 'connectors']) expect(images.has(target(name))).toBe(false);
  });
});

test('every image is whole: sizes, digests, diff_ids, platforms', () => {
  const { blobs, manifests } = catalogue.contents;
  const diffIds = new Map<string, string>();
  for (const [digest, { bytes, mediaType }] of manifests) {
    expect(digestOf(bytes)).toBe(digest);
    const document = documentOf(digest);
    expect(document.mediaType).toBe(mediaType);
    for (const entry of document.manifests ?? []) expect(manifests.has(entry.digest)).toBe(true);
    if (!document.config || !document.layers || catalogue.charts.some((chart) => chart.digest === digest)) continue;
    const config = JSON.parse(Buffer.from(blobs.get(document.config.digest) ?? '').toString());
    for (const { digest: layer, size } of document.layers) {
      const content = blobs.get(layer) ?? Buffer.alloc(0);
      expect([content.byteLength, diffIds.has(layer) || digestOf(content)]).toEqual([
        size,
        diffIds.has(layer) || layer,
      ]);
      if (!diffIds.has(layer)) {
        diffIds.set(layer, config.os === 'unknown' ? layer : digestOf(gunzipSync(content)));
      }
    }
    expect(config.rootfs.diff_ids).toEqual(document.layers.map(({ digest: layer }) => diffIds.get(layer)));
    const steps = config.history?.filter((step: { empty_layer?: boolean }) => !step.empty_layer) ?? document.layers;
    expect(steps).toHaveLength(document.layers.length);
  }
  const total = [...blobs.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);
  expect(total).toBeLessThan(12_000_000);
});
