import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../src/registry/manifests/manifest.ts';
import { mediaTypes } from '../../../src/registry/manifests/media-types.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const descriptor = { mediaType: 'x/y', digest, size: 1 };
const bytes = (document: unknown) => Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));

describe('parseManifest', () => {
  it('takes the type from the document, then the header, then the shape', () => {
    const index = { schemaVersion: 2, manifests: [descriptor] };
    expect(parseManifest(bytes({ ...index, mediaType: mediaTypes.dockerList }), mediaTypes.ociIndex).mediaType).toBe(
      mediaTypes.dockerList,
    );
    expect(parseManifest(bytes(index), `${mediaTypes.ociIndex}; charset=utf-8`).mediaType).toBe(mediaTypes.ociIndex);
    expect(parseManifest(bytes(index), 'application/octet-stream').mediaType).toBe(mediaTypes.ociIndex);
    expect(parseManifest(bytes({ config: descriptor, layers: [] }), undefined).kind).toBe('manifest');
  });

  it.each([
    ['not JSON', '{', 'manifest-malformed'],
    ['nesting', '['.repeat(10_000), 'manifest-malformed'],
    ['a list', [], 'manifest-malformed'],
    ['schema 1', { schemaVersion: 1, fsLayers: [] }, 'manifest-unsupported'],
    ['an unknown type', { mediaType: 'application/json' }, 'manifest-unsupported'],
    [
      'a bad digest',
      { mediaType: mediaTypes.ociIndex, manifests: [{ ...descriptor, digest: 'sha256:x' }] },
      'manifest-malformed',
    ],
    [
      'a path for a digest',
      { mediaType: mediaTypes.ociIndex, manifests: [{ ...descriptor, digest: '../../x' }] },
      'manifest-malformed',
    ],
    [
      'a negative size',
      { mediaType: mediaTypes.ociManifest, config: { ...descriptor, size: -1 }, layers: [] },
      'manifest-malformed',
    ],
    [
      'a size beyond integers',
      `{"mediaType":"${mediaTypes.ociManifest}","config":{"digest":"${digest}","size":1e30},"layers":[]}`,
      'manifest-malformed',
    ],
    [
      'two images in one',
      { mediaType: mediaTypes.ociIndex, manifests: [descriptor], layers: [] },
      'manifest-malformed',
    ],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]).toString('latin1'), 'manifest-malformed'],
  ])('refuses %s', (_, document, code) => {
    expect(() => parseManifest(bytes(document), undefined)).toThrow(expect.objectContaining({ code }));
  });
});
