import { expect, it } from 'vitest';
import { planMirror, runMirror } from '#jobs';
import { openWorld, plainTarget, seed, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const base = noise('base', 50_000);
const built = Array.from({ length: 12 }, (_, number) =>
  buildImage({ layers: [base, noise(`own ${number}`, 2000)], seed: `${number}` }),
);
const images = built.map((_, number) => wanted(`image${number}:1`, `image${number}:1`));

it('a layer that is no longer where an image says is uploaded once, and mounted from there', async () => {
  const { source, target, gateways, emit } = await openWorld();
  for (const [number, image] of built.entries()) seed(source, `image${number}`, '1', image);
  const [present] = built;
  if (present) seed(target, 'p/image0', '1', present);
  const plan = await planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, { emit });
  const [digest = ''] = [...(present?.blobs ?? [])].find(([, bytes]) => bytes.length === base.length) ?? [];
  target.repository('p/image0').blobs.delete(digest);
  const report = await runMirror(plan, gateways, { emit, concurrency: 4 });
  expect(report.summary).toMatchObject({ copied: 11, present: 1 });
  const puts = target.requests.filter(
    ({ method, url }) => method === 'PUT' && decodeURIComponent(url).includes(digest),
  );
  expect(puts).toHaveLength(1);
  expect(target.counts.mounts).toBe(10);
});
