import { type RuleSample, ruleSamples } from './rule-samples.ts';
import type { Descriptor, SampleContents } from './sample-contents.ts';
import { addAttestation, addImage, addIndex } from './sample-image.ts';
import { packedLayer, type SampleLayer, sampleLayer } from './sample-layer.ts';

/** A small image of the vendor's, by what it is there to show. */
interface PlacedSample {
  readonly repository: string;
  readonly tag: string;
  readonly image: Descriptor;
}

const created = '2024-01-09T10:03:21Z';
const both = [{ architecture: 'amd64' }, { architecture: 'arm64' }] as const;

/** Adds the images of {@link ruleSamples}; they are some kilobytes each, and share what they can. */
export async function addRuleSamples(contents: SampleContents): Promise<readonly PlacedSample[]> {
  const bases = new Map<string, SampleLayer>();
  const placed: PlacedSample[] = [];
  for (const sample of ruleSamples) {
    const [id, version] = sample.system ?? ['debian', '12'];
    const base = bases.get(`${id}-${version}`) ?? (await baseLayer(id, version));
    bases.set(`${id}-${version}`, base);
    const { name, tag = '1' } = sample;
    placed.push({ repository: `samples/${name}`, tag, image: await addRuleSample(contents, sample, base) });
  }
  return placed;
}

async function addRuleSample(contents: SampleContents, sample: RuleSample, base: SampleLayer): Promise<Descriptor> {
  const { name, user = '1001', environment = [], steps = [], unread } = sample;
  const layers = [base];
  for (const files of sample.layers ?? []) layers.push(await sampleLayer(`COPY ${name} / # buildkit`, files));
  if (unread !== undefined) layers.push(unreadLayer(unread));
  const images = (sample.platforms ?? both).map((platform) =>
    addImage(contents, {
      flavour: 'oci',
      ...platform,
      created,
      user,
      environment,
      steps,
      title: name,
      version: '1',
      entrypoint: ['/usr/local/app/bin/start'],
      port: 8080,
      layers,
    }),
  );
  const attestations = sample.attested
    ? images.map((entry) => addAttestation(contents, entry, `pkg:docker/samples/${name}@1`))
    : [];
  const [only] = images;
  return only && images.length === 1 ? only : addIndex(contents, 'oci', [...images, ...attestations]);
}

function unreadLayer(how: 'no archive' | 'encrypted'): SampleLayer {
  const content = `This is ${how === 'encrypted' ? 'secret' : 'no archive'}.\n`.repeat(100);
  const layer = packedLayer('ADD data / # buildkit', Buffer.from(content));
  return how === 'encrypted' ? { ...layer, suffix: '+encrypted' } : layer;
}

function baseLayer(id: string, version: string): Promise<SampleLayer> {
  return sampleLayer(`/bin/sh -c #(nop) ADD file:${id}-${version} in /`, [
    { path: 'etc/os-release', content: `ID=${id}\nVERSION_ID="${version}"\n` },
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\napp:x:1001:1001::/home/app:/usr/sbin/nologin\n' },
    { path: 'usr/local/app/bin/start', content: '#!/bin/sh\nexec app "$@"\n', mode: 0o755 },
  ]);
}
