import { describe, expect, it } from 'vitest';
import type { ImageNode } from '../../../src/registry/manifests/image.ts';
import { serialiseIndex } from '../../../src/registry/manifests/index-serialisation.ts';
import { transformImage } from '../../../src/registry/manifests/transform.ts';

const hex = (digit: string) => `sha256:${digit.repeat(64)}`;

describe('serialiseIndex', () => {
  it('is frozen: these bytes are what released digests were made of', () => {
    const bytes = serialiseIndex({
      annotations: { z: '1', a: '2' },
      manifests: [
        {
          size: 528,
          platform: { variant: 'v8', os: 'linux', architecture: 'arm64', 'os.features': ['b', 'a'] },
          digest: hex('a'),
          annotations: { y: 'ü', 'org.example': 'x' },
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          'x-unknown': { b: 1, a: [true, null] },
        },
      ],
      'x-extra': 1,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      schemaVersion: 2,
    });
    expect(new TextDecoder().decode(bytes)).toBe(
      `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"${hex('a')}","size":528,"annotations":{"org.example":"x","y":"ü"},"platform":{"architecture":"arm64","os":"linux","os.features":["b","a"],"variant":"v8"},"x-unknown":{"a":[true,null],"b":1}}],"annotations":{"a":"2","z":"1"},"x-extra":1}`,
    );
  });

  it('does not depend on the order that keys came in', () => {
    const one = { schemaVersion: 2, manifests: [{ digest: hex('a'), size: 1 }], annotations: { a: '1', b: '2' } };
    const other = { annotations: { b: '2', a: '1' }, manifests: [{ size: 1, digest: hex('a') }], schemaVersion: 2 };
    expect(serialiseIndex(one)).toEqual(serialiseIndex(other));
  });
});

describe('transformImage', () => {
  const node: ImageNode = {
    digest: hex('a'),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    bytes: new Uint8Array(),
    kind: 'manifest',
    children: [],
    blobs: [],
    isAttestation: false,
  };
  const wished = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }));
  const transform = { attestationManifests: 'keep', platforms: wished } as const;

  it('misses no platform of what has none at all, such as a chart', () => {
    expect(transformImage(node, transform)).toMatchObject({ node, missingPlatforms: [], droppedPlatforms: [] });
  });

  it('misses those that an image of a platform does not have', () => {
    const image = { ...node, platform: { os: 'linux', architecture: 'amd64' } };
    expect(transformImage(image, transform).missingPlatforms).toEqual(['linux/arm64']);
  });
});
