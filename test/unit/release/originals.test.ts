import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { formatReference } from '#reference';
import { resolveRelease } from '#release';
import { digestOf, imageList, releaseFile } from './inputs.ts';

function settingsOf(text: string) {
  const { model, problems } = parseSettings(text);
  const [target] = model?.targets ?? [];
  if (!model || !target) throw new Error(JSON.stringify(problems));
  return { settings: model, target };
}

const known = settingsOf(`version: 1
target: { registry: mine.example, prefix: 3rdparty }
names: [{ from: vendor.example/named, to: renamed }]
originals:
  - { from: restricted/special/, to: quay.io/special }
  - { from: restricted/docker.io, to: docker.io/ }
  - { from: restricted, to: ghcr.io/rest }
  - { from: other/named, to: quay.io/named }
`);

function originals(...dests: (readonly [dest: string, source: string])[]) {
  const { images } = resolveRelease({ ...known, files: [releaseFile('release.json', dests)] });
  return images.map(({ original }) => original && formatReference(original));
}

const at = `@${digestOf('a')}`;

describe('the original of an image', () => {
  it('is by the first entry that begins its destination, with the digest of its source', () => {
    expect(
      originals(
        ['restricted/docker.io/x/y:1', `vendor.example/a:1${at}`],
        ['restricted/docker.io/redis:7', `vendor.example/b${at}`],
        ['restricted/special/z:1', `vendor.example/c${at}`],
        ['restricted/specially/z:1', `vendor.example/d${at}`],
        ['unrestricted/docker.io/x:1', `vendor.example/e${at}`],
      ),
    ).toEqual([
      `docker.io/x/y${at}`,
      `docker.io/library/redis${at}`,
      `quay.io/special/z${at}`,
      `ghcr.io/rest/specially/z${at}`,
      undefined,
    ]);
  });

  it('goes by the destination that the files name, whatever its repository becomes', () => {
    const files = [releaseFile('release.json', [['other/named:1', `vendor.example/named${at}`]])];
    const [image] = resolveRelease({ ...known, files }).images;
    expect(image && formatReference(image.target)).toBe('mine.example/3rdparty/renamed:1');
    expect(image?.original?.repository).toBe('named');
  });

  it('has no digest where the source has none', () => {
    const files = [
      releaseFile('1_release.json', []),
      imageList('1_byo_images.txt', 'restricted/docker.io/x/y:1 vendor.example/a:1'),
    ];
    const { images } = resolveRelease({ ...known, files });
    expect(images[0]?.original).toEqual({ registry: 'docker.io', repository: 'x/y' });
  });
});
