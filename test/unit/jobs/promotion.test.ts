import { describe, expect, it } from 'vitest';
import { gather } from '#jobs';
import { ReleaseError } from '#problem';
import { formatReference } from '#reference';
import { memoryFiles } from '../../support/memory-files.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const release = JSON.stringify({
  metadata: {
    images: {
      a: { source: `vendor.example/x/zeebe:1@${digest}`, dest: 'x/zeebe:1' },
      b: { source: `vendor.example/operate@${digest}`, dest: 'operate:1' },
      c: { source: `vendor.example/other@${digest}`, dest: 'other:1' },
    },
  },
});
const settings = `version: 1
targets:
  handover: { registry: "oci:out/here", prefix: c8, profile: packer }
  inside: { registry: inside.example, prefix: deep/er }
  flat: { registry: "{account}.dkr.ecr.eu-west-1.amazonaws.com", role: "arn:aws:iam::111122223333:role/read" }
  same: { registry: "oci:out/../out/here", prefix: c8 }
names: [{ from: vendor.example/x/zeebe, to: zeebe }]
originals: [{ from: operate, to: docker.io/camunda/operate }]
`;

function run(from: string, target: string, more: { readonly profile?: string } = {}, text = settings) {
  const files = memoryFiles({
    'r/marketplace.yaml': text,
    'r/1_release.json': release,
    'r/1_images.txt': 'x/zeebe:1\noperate:1\n',
  });
  const asked: unknown[] = [];
  const aws = {
    callerIdentity: async (scope: unknown) => {
      asked.push(scope);
      return { account: '123456789012', arn: 'arn:aws:iam::123456789012:user/me' };
    },
  };
  return gather({ named: [], config: 'r', from, target, ...more }, { files, aws }).then((gathered) => ({
    gathered,
    asked,
  }));
}

const works = ({ images }: { images: readonly { source: object; target: object }[] }) =>
  images.map(({ source, target }) => [source, target].map((one) => formatReference(one as never)).join(' → '));

describe('a promotion', () => {
  it('takes each image from where the first target has it to where the second one wants it', async () => {
    const { gathered } = await run('handover', 'inside');
    expect(works(gathered)).toEqual([
      'handover.layout/c8/zeebe:1 → inside.example/deep/er/zeebe:1',
      'handover.layout/c8/operate:1 → inside.example/deep/er/operate:1',
    ]);
    expect(works({ images: gathered.ignored })).toEqual([
      'handover.layout/c8/other:1 → inside.example/deep/er/other:1',
    ]);
    expect(gathered.from).toMatchObject({ name: 'handover', layout: '/releases/r/out/here', profile: 'packer' });
    expect(gathered.target).toMatchObject({ name: 'inside' });
    // Where an image comes from in the first place is of no account: what the first target has is what was tested.
    expect(gathered.images.every(({ original }) => original === undefined)).toBe(true);
  });

  it('asks for the account of each target as the one whom that target names', async () => {
    const { gathered, asked } = await run('flat', 'handover', { profile: 'mine' });
    expect(works(gathered)[0]).toBe(
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/zeebe:1 → handover.layout/c8/zeebe:1',
    );
    expect(asked).toMatchObject([{ role: 'arn:aws:iam::111122223333:role/read' }]);
    expect(asked).not.toMatchObject([{ profile: 'mine' }]);
    expect(gathered.target).toMatchObject({ profile: 'mine' });
  });

  it.each([
    ['inside', 'inside', 'usage'],
    ['handover', 'same', 'usage'],
    ['nope', 'inside', 'target-choice'],
    ['inside', 'nope', 'target-choice'],
  ])('from %s to %s is refused', async (from, to, code) => {
    await expect(run(from, to)).rejects.toMatchObject({ code });
  });

  it('is refused when a name would be too long where it comes from', async () => {
    const long = `${'a'.repeat(200)}/${'b'.repeat(54)}`;
    const text = settings.replace('prefix: c8, profile', `prefix: ${long}, profile`);
    const error = ReleaseError.from(await run('handover', 'inside', {}, text).catch((thrown) => thrown));
    expect(error.problems).toMatchObject([
      { rule: 'repository-name', file: 'r/1_images.txt', range: { line: 1 } },
      { rule: 'repository-name', file: 'r/1_images.txt', range: { line: 2 } },
    ]);
  });
});
