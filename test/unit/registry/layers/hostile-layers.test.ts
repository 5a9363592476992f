import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { LayerInspection } from '#rules';
import { usualLimits } from '../../../../src/registry/layers/layer-limits.ts';
import { readLayer } from '../../../../src/registry/layers/read-layer.ts';
import { blobRegistry } from '../../../support/blob-registry.ts';
import { Random } from '../../../support/random.ts';
import { paxHeader, tarArchive, tarEntry } from '../../../support/tar-archive.ts';

const seed = 20_261_121;
const runs = 300;
const limits = { ...usualLimits, archiveBytes: 1_000_000, entries: 1000 };

const archive = tarArchive(
  paxHeader({ path: 'etc/a-long-name', size: '12' }),
  tarEntry({ name: 'short', content: 'twelve bytes' }),
  tarEntry({ name: '././@LongLink', type: 'L', content: 'etc/passwd\0' }),
  tarEntry({ name: 'x', content: 'root:x:0:0::/:\n' }),
  tarEntry({ name: 'sparse', type: 'S', magic: 'gnu', content: 'data' }),
  tarEntry({ name: 'etc/.wh.shadow' }),
  tarEntry({ name: 'etc/os-release', type: '2', linkName: '../usr/lib/os-release' }),
);

/** Some bytes changed, left out or doubled; half of them within headers, whose checksums are then made right again. */
function changed(random: Random): Buffer {
  let bytes = Buffer.from(archive);
  for (let change = random.below(6); change >= 0; change--) {
    const at = random.below(bytes.length);
    const kind = random.below(4);
    if (kind === 0) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.below(600))]);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.below(at + 1))]);
    else bytes[at] = random.below(256);
  }
  for (let at = 0; at + 512 <= bytes.length && random.below(8) > 0; at += 512) {
    const header = bytes.subarray(at, at + 512);
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .reduce((total, byte) => total + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
  }
  return random.below(2) === 0 ? bytes : gzipSync(bytes, { level: 1 });
}

it(`${runs} archives changed at random are read or have a fault, and never anything else`, async () => {
  const random = new Random(seed);
  const registry = blobRegistry();
  const outcomes = { found: 0, fault: 0 };
  for (let run = 0; run < runs; run++) {
    const layer = registry.put(changed(random), 1 + random.below(2000));
    const source = { session: registry.session, repository: 'a', layer };
    const outcome = await readLayer(source, () => new LayerInspection(), undefined, limits);
    if ('found' in outcome) outcomes.found++;
    else {
      outcomes.fault++;
      expect(outcome.fault.code).toMatch(/^layer-(?:malformed|too-large|compression)$/);
    }
  }
  expect(outcomes.found).toBeGreaterThan(runs / 20);
  expect(outcomes.fault).toBeGreaterThan(runs / 20);
});
