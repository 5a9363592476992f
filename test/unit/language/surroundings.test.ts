import { describe, expect, it } from 'vitest';
import { isUnmistakable, noSurroundings, surroundingsOf } from '#language';

const digest = `sha256:${'a1'.repeat(32)}`;

describe('what settings say of the files that they govern', () => {
  it('is the only target, with its account filled in', () => {
    const { target } = surroundingsOf(`version: 1
target: { registry: "{account}.dkr.ecr.us-east-1.amazonaws.com", account: "123456789012", prefix: /a/b/ }
names: [{ from: docker.io/x/y, to: z }]
`);
    expect(target).toMatchObject({
      registry: '123456789012.dkr.ecr.us-east-1.amazonaws.com',
      prefix: 'a/b',
      kind: 'ecr',
    });
    expect(target?.names).toMatchObject([{ from: 'docker.io/x/y', to: 'z' }]);
  });

  it('says what the target gets of an image, and what counts as the same one', () => {
    const marketplace = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
    const settings = (more: string) => `version: 1\ntarget: { registry: ${marketplace}, prefix: a/b${more} }\n`;
    expect(surroundingsOf(settings('')).target).toMatchObject({
      existing: 'equivalent',
      attestationManifests: 'strip',
    });
    expect(surroundingsOf(settings(', existing: fail, platforms: [linux/amd64]')).target).toMatchObject({
      existing: 'fail',
      platforms: [{ os: 'linux', architecture: 'amd64' }],
    });
  });

  it('has its region filled in too, and says who makes repositories', () => {
    const target = (more: string) =>
      surroundingsOf(
        `version: 1\ntarget: { registry: "{account}.dkr.ecr.{region}.amazonaws.com", kind: ecr, account: "123456789012"${more} }\n`,
      ).target;
    expect(target(', region: eu-west-1, repositories: { create: true }')).toMatchObject({
      registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
      makesRepositories: true,
    });
    expect(target('')).toMatchObject({ registry: '123456789012.dkr.ecr.{region}.amazonaws.com' });
    expect(target('')?.makesRepositories).toBeUndefined();
  });

  it('is of several targets the one that is chosen, else none', () => {
    const text = `version: 1
targets: { one: { registry: r.example/a }, two: { registry: s.example } }
files: { images: "*.lst" }
`.replace('r.example/a', 'r.example');
    expect(surroundingsOf(text, 'two').target?.registry).toBe('s.example');
    expect(surroundingsOf(text).target).toBeUndefined();
    expect(surroundingsOf(text).choices).toEqual(['one', 'two']);
    expect(surroundingsOf(text, 'two').choices).toBeUndefined();
    expect(surroundingsOf(text).patterns.images).toBe('*.lst');
  });

  it('is no more than usual names where they cannot be read, unlike where there are none', () => {
    expect(surroundingsOf('a: [')).toEqual({ patterns: noSurroundings.patterns });
    expect(noSurroundings.forms).toBeDefined();
  });
});

describe('a file without settings', () => {
  it.each([
    [`{"metadata":{"images":{"a":{"source":"docker.io/x/a:1@${digest}","dest":"a:1"}}}}`, true],
    ['{"tag_name":"v1","assets":[]}', false],
    ['{"metadata":{"images":{"a":{"source":1}}}}', false],
    ['', false],
  ])('is a release file only when it says so: %s', (text, is) => {
    expect(isUnmistakable('release-file', text)).toBe(is);
  });

  it.each([
    ['a:1 docker.io/x/a:1\n# more\nb:2 docker.io/x/b:2\n', true],
    ['cat.png the\n', false],
    ['a:1\nb:2\n', false],
    ['cat dog\n', false],
    ['', false],
  ])('is an image list only when every line is an image with its source: %s', (text, is) => {
    expect(isUnmistakable('image-list', text)).toBe(is);
  });
});
