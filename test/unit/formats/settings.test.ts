import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { brief } from './places.ts';

const minimal = 'version: 1\ntarget: { registry: r.example }\n';
const withTarget = (lines: string) => `version: 1\ntarget:\n  registry: r.example\n${lines}`;

function ecr(repositories: string): string {
  return `version: 1\ntarget: { registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com,\n  repositories: { ${repositories} } }\n`;
}

describe('parseSettings', () => {
  it('reads everything it knows', () => {
    const text = `# the release
version: 1
target:
  registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com   # Marketplace
  prefix: /camunda/camunda8/
  account: "012345678901"
  profile: seller
  region: us-east-1
  platforms: [linux/amd64, linux/arm/v7]
  existing: fail
registries:
  index.docker.io: { username: _tm, password: { env: TM_TOKEN }, mirror: artifactory.bank.example/docker/ }
  registry.bank.example:443:
    ca: certs/bank.pem
    plainHttp: false
names:
  - { from: index.docker.io/camunda/zeebe, to: zeebe }
  - from: "docker.io/bitnami/*"
    to: "*"
files: { releases: "*.rel.json", forms: "*.form", unpaired: sources }
report: { log: sync-error.log }
`;
    const { model, problems } = parseSettings(text);
    expect(problems).toEqual([]);
    const [target] = model?.targets ?? [];
    expect(target).toMatchObject({
      name: 'default',
      registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com',
      kind: 'marketplace',
      prefix: 'camunda/camunda8',
      account: '012345678901',
      profile: 'seller',
      region: 'us-east-1',
      platforms: [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm', variant: 'v7' },
      ],
      attestationManifests: 'strip',
      existing: 'fail',
      range: { line: 3, column: 1, endLine: 3, endColumn: 7 },
    });
    expect(target?.places.prefix).toEqual({ line: 5, column: 11, endLine: 5, endColumn: 29 });
    expect(target?.places.attestationManifests).toBeUndefined();
    expect(model?.registries).toMatchObject([
      {
        host: 'docker.io',
        login: { username: '_tm', password: { env: 'TM_TOKEN' } },
        mirror: 'artifactory.bank.example/docker',
      },
      { host: 'registry.bank.example:443', ca: 'certs/bank.pem', plainHttp: false },
    ]);
    expect(model?.names).toMatchObject([
      { from: 'docker.io/camunda/zeebe', to: 'zeebe' },
      { from: 'docker.io/bitnami/*', to: '*', range: { line: 18, column: 5 } },
    ]);
    expect(model?.files).toEqual({
      releases: '*.rel.json',
      images: '*images.txt',
      forms: '*.form',
      unpaired: 'sources',
    });
    expect(model?.report).toEqual({ log: 'sync-error.log' });
    expect(structuredClone(model)).toEqual(model);
  });

  it('reads how repositories are made, identities, originals, layouts', () => {
    const { model, problems } = parseSettings(`version: 1
targets:
  bank:
    registry: "{account}.dkr.ecr.{region}.amazonaws.com"
    role: arn:aws:iam::123456789012:role/release
    referrers: true
    repositories:
      create: true
      readers: awsaccounts_read_binaries.txt
      untaggedDays: 2
      tags: { team: release }
      kmsKey: { env: TRG_KMS_KEY_ALIAS }
      immutableTags: true
      mutableTags: [latest*]
  Hand_over: { registry: "oci:out/hand over" }
registries:
  docker.external.thoughtmachine.io:
    username: _tm
    password: { secret: tm-sync-token, field: TM_TOKEN, region: eu-central-1, role: arn:aws:iam::123456789012:role/read }
  999999999999.dkr.ecr.eu-west-1.amazonaws.com: { profile: vendor }
  docker.io: { mirror: "oci:in" }
originals:
  - { from: "restricted/third_party/docker.io/", to: "docker.io/" }
seller: { profile: seller }
report: { upload: "s3://tm-artifacts-{account}-sync-pipeline-s3/sync-error.log" }
`);
    expect(problems).toEqual([]);
    const [bank, handOver] = model?.targets ?? [];
    expect(bank).toMatchObject({ role: 'arn:aws:iam::123456789012:role/release', referrers: true });
    expect(bank?.repositories).toEqual({
      create: true,
      update: false,
      readers: { file: 'awsaccounts_read_binaries.txt' },
      untaggedDays: 2,
      tags: { values: { team: 'release' } },
      kmsKey: { env: 'TRG_KMS_KEY_ALIAS' },
      scanOnPush: false,
      immutableTags: true,
      mutableTags: ['latest*'],
      throttleMs: 100,
      places: {
        create: { line: 8, column: 15, endLine: 8, endColumn: 19 },
        readers: { line: 9, column: 16, endLine: 9, endColumn: 45 },
        untaggedDays: { line: 10, column: 21, endLine: 10, endColumn: 22 },
        tags: expect.objectContaining({ line: 11 }),
        kmsKey: expect.objectContaining({ line: 12 }),
        immutableTags: expect.objectContaining({ line: 13 }),
        mutableTags: expect.objectContaining({ line: 14 }),
      },
    });
    expect(handOver).toMatchObject({ registry: 'hand-over.layout', layout: 'out/hand over', kind: 'oci' });
    expect(handOver).toMatchObject({ referrers: false, repositories: { create: false, immutableTags: false } });
    expect(model?.registries).toMatchObject([
      {
        login: {
          username: '_tm',
          password: {
            secret: 'tm-sync-token',
            field: 'TM_TOKEN',
            region: 'eu-central-1',
            role: 'arn:aws:iam::123456789012:role/read',
          },
        },
      },
      { profile: 'vendor' },
      { host: 'docker.io', layout: 'in' },
    ]);
    expect(model?.originals).toMatchObject([{ from: 'restricted/third_party/docker.io', to: 'docker.io' }]);
    expect(model?.seller).toEqual({ profile: 'seller' });
    expect(model?.report).toEqual({ upload: 's3://tm-artifacts-{account}-sync-pipeline-s3/sync-error.log' });
  });

  it.each([
    ['709825985650.dkr.ecr.us-east-1.amazonaws.com', 'marketplace', 'strip'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'ecr', 'keep'],
    ['"{account}.dkr.ecr.{region}.amazonaws.com"', 'ecr', 'keep'],
    ['localhost:5000', 'oci', 'keep'],
  ])('gives a target at %s its defaults', (registry, kind, attestationManifests) => {
    const { model } = parseSettings(`version: 1\ntarget: { registry: ${registry} }`);
    expect(model?.targets).toMatchObject([{ kind, attestationManifests, prefix: '', existing: 'equivalent' }]);
    expect(model?.files).toEqual({
      releases: '*release.json',
      images: '*images.txt',
      forms: '*.loadform.txt',
      unpaired: 'error',
    });
  });

  it('reads several targets, in order', () => {
    const { model } = parseSettings(
      'version: 1\ntargets:\n  staging: { registry: a.example, kind: marketplace }\n  constructor: { registry: B.example }\n',
    );
    expect(model?.targets.map(({ name, registry, kind }) => [name, registry, kind])).toEqual([
      ['staging', 'a.example', 'marketplace'],
      ['constructor', 'b.example', 'oci'],
    ]);
  });

  it.each([
    ['CRLF', minimal.replaceAll('\n', '\r\n')],
    ['empty sections', `${minimal}names:\nregistries:\nfiles:\n`],
    [
      'the identity of a target at its registry again, and another elsewhere',
      'version: 1\ntarget: { registry: r.example, profile: a }\nregistries: { r.example: { profile: a }, s.example: { profile: b } }\n',
    ],
    ['document marks', `---\n${minimal}...\n`],
    ['anchors and aliases', `${minimal}registries:\n  a.example: &it { plainHttp: true }\n  b.example: *it\n`],
    ['JSON', '{"version": 1, "target": {"registry": "r.example"}}'],
  ])('takes %s', (_, text) => {
    expect(parseSettings(text).problems).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ['empty', '', ['1:1 [] setting-missing']],
    ['comments only', '# x\n', ['1:1 [] setting-missing']],
    ['a list', '- a', ['1:1 [] setting-invalid']],
    ['a word', 'hello', ['1:1 [] setting-invalid']],
    ['no version', 'target: { registry: r.example }', ['1:1 [] setting-missing']],
    ['another version', minimal.replace('1', '2'), ['1:10 [2] setting-invalid']],
    ['a version in quotes', minimal.replace('1', '"1"'), ['1:10 ["1"] setting-invalid']],
    ['no target', 'version: 1\n', ['1:1 [] setting-missing']],
    ['no targets', 'version: 1\ntargets: {}\n', ['2:1 [targets] setting-missing']],
    ['both', `${minimal}targets: { a: { registry: r.example } }`, ['3:1 [targets] setting-invalid']],
    ['no registry', 'version: 1\ntarget: { prefix: a }', ['2:1 [target] setting-missing']],
    ['an empty registry', 'version: 1\ntarget:\n  registry:\n', ['3:3 [registry] setting-missing']],
    ['a path in the registry', 'version: 1\ntarget: { registry: r.io/x }', ['2:21 [r.io/x] setting-invalid']],
    ['another placeholder', 'version: 1\ntarget: { registry: "{x}.io" }', ['2:21 ["{x}.io"] setting-invalid']],
    ['a typo', withTarget('  prefx: a\n'), ['4:3 [prefx] setting-unknown']],
    ['a key of later versions', `${minimal}product: prod-1\n`, ['3:1 [product] setting-unknown']],
    ['a number for an account', withTarget('  account: 012345678901\n'), ['4:12 [012345678901] setting-invalid']],
    ['a short account', withTarget('  account: "123"\n'), ['4:12 ["123"] setting-invalid']],
    ['an unknown kind', withTarget('  kind: docker\n'), ['4:9 [docker] setting-invalid']],
    ['upper case in a prefix', withTarget('  prefix: A/b\n'), ['4:11 [A/b] setting-invalid']],
    ['a platform that is none', withTarget('  platforms: [linux/amd64, arm]\n'), ['4:28 [arm] setting-invalid']],
    ['no platform', withTarget('  platforms: []\n'), ['4:14 [[]] setting-invalid']],
    ['a host that is none', `${minimal}registries: { "a/b": {} }`, ['3:15 ["a/b"] setting-invalid']],
    [
      'a host twice',
      `${minimal}registries: { docker.io: {}, index.docker.io: {} }`,
      ['3:30 [index.docker.io] duplicate-key'],
    ],
    [
      'another identity for the registry of a target',
      'version: 1\ntarget: { registry: "{account}.x.io", account: "111122223333", profile: a }\nregistries: { 111122223333.X.io: { profile: b } }',
      ['3:15 [111122223333.X.io] setting-invalid'],
    ],
    [
      'an identity for the registry of a target that has none',
      `${minimal}registries: { r.example: { role: "arn:aws:iam::111122223333:role/a" } }`,
      ['3:15 [r.example] setting-invalid'],
    ],
    ['half a login', `${minimal}registries: { a.io: { username: x } }`, ['3:15 [a.io] setting-missing']],
    [
      'a password',
      `${minimal}registries: { a.io: { username: x, password: hunter2 } }`,
      ['3:46 [hunter2] secret-in-settings'],
    ],
    [
      'a password of digits',
      `${minimal}registries: { a.io: { username: x, password: 1234 } }`,
      ['3:46 [1234] secret-in-settings'],
    ],
    [
      'a password from nowhere',
      `${minimal}registries: { a.io: { username: x, password: { field: y } } }`,
      ['3:46 [{ field: y }] setting-invalid'],
    ],
    [
      'a password from two places',
      `${minimal}registries: { a.io: { username: x, password: { secret: y, env: Z } } }`,
      ['3:46 [{ secret: y, env: Z …21] setting-invalid'],
    ],
    [
      'a variable with a region',
      `${minimal}registries: { a.io: { username: x, password: { env: Z, region: eu-west-1 } } }`,
      ['3:46 [{ env: Z, region: eu…29] setting-invalid'],
    ],
    ['a role that is no ARN', `${minimal}seller: { role: release }`, ['3:17 [release] setting-invalid']],
    ['an upload to nowhere', `${minimal}report: { upload: s3://bucket }`, ['3:19 [s3://bucket] setting-invalid']],
    ['an original without a host', `${minimal}originals: [{ from: a, to: b/c }]`, ['3:28 [b/c] setting-invalid']],
    [
      'repositories at ECR Public',
      'version: 1\ntarget: { registry: public.ecr.aws, repositories: { create: true } }\n',
      ['2:37 [repositories] setting-invalid'],
    ],
    [
      'repositories where nobody makes them',
      'version: 1\ntarget: { registry: r.io, repositories: { create: true } }\n',
      ['2:27 [repositories] setting-invalid'],
    ],
    ['readers and a policy', ecr('readers: a.txt, policy: p.json'), ['3:43 [p.json] setting-invalid']],
    ['a lifecycle twice', ecr('lifecycle: a.json, untaggedDays: 2'), ['3:52 [2] setting-invalid']],
    ['readers that are no accounts', ecr('readers: [12]'), ['3:28 [[12]] setting-invalid']],
    ['exceptions from nothing', ecr('mutableTags: [latest]'), ['3:32 [[latest]] setting-invalid']],
    ['too many stars', ecr('immutableTags: true, mutableTags: ["*a*b*"]'), ['3:54 ["*a*b*"] setting-invalid']],
    ['__proto__', `${minimal}registries: { __proto__: { ca: x } }`, ['3:15 [__proto__] setting-unknown']],
    ['constructor', `${minimal}constructor: 1`, ['3:1 [constructor] setting-unknown']],
    [
      'a pattern without a host',
      `${minimal}names: [{ from: camunda/*, to: "*" }]`,
      ['3:17 [camunda/*] setting-invalid'],
    ],
    ['two stars', `${minimal}names: [{ from: "docker.io/*/*", to: x }]`, ['3:17 ["docker.io/*/*"] setting-invalid']],
    ['a star from nowhere', `${minimal}names: [{ from: docker.io/x, to: "*" }]`, ['3:34 ["*"] setting-invalid']],
    ['a key that stands twice', `${minimal}version: 1`, ['3:1 [version] duplicate-key']],
    ['a key that is no text', `${minimal}[a]: 1`, ['3:1 [[a]] text-syntax']],
    ['a tab', 'version: 1\ntarget:\n\tregistry: x', ['3:1 [\t] text-syntax']],
    ['two documents', `${minimal}---\nversion: 1\n`, ['3:1 [-] text-syntax']],
    ['an open quote', 'version: "1\n\n', ['1:11 [1] text-syntax']],
    ['an open bracket', 'version: [1\n', ['1:11 [1] text-syntax']],
    ['two colons', 'a: b: c', ['1:4 [b] text-syntax']],
    ['an alias to nothing', 'version: *x', ['1:10 [*x] text-syntax']],
    ['an alias to itself', 'version: &x [*x]', ['1:14 [*x] text-too-deep']],
    ['too large', `# ${'x'.repeat(300_000)}`, ['1:1 [] text-too-large']],
    ['a line of 10 MB', 'x'.repeat(10_000_000), ['1:1 [] text-too-large']],
  ])('%s', (_, text, problems) => {
    const parsed = parseSettings(text);
    expect(parsed.problems.map(brief(text))).toEqual(problems);
    expect(parsed.model).toBeUndefined();
  });

  it.each([
    ['flow lists', 'a: '.concat('['.repeat(10_000))],
    ['flow maps', '{a: '.repeat(10_000)],
    ['block maps', Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['sequences on one line', '- '.repeat(10_000)],
    ['questions', '? '.repeat(10_000)],
    ['colons', ': '.repeat(10_000)],
    ['unclosed lines', '[a\n'.repeat(10_000)],
  ])('stops at deep nesting: %s', (_, text) => {
    expect(parseSettings(text).problems.map(({ rule }) => rule)).toEqual(['text-too-deep']);
  });

  it('stops at aliases that multiply', () => {
    const lines = Array.from({ length: 10 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(10)}]\n`);
    expect(parseSettings(`a0: &a0 x\n${lines.join('')}`).problems.map(({ rule }) => rule)).toEqual(['text-too-large']);
  });

  it('says what was meant, and never says a password', () => {
    const { problems } = parseSettings(
      withTarget('  acount: 1\n  account: 012345678901\nregistries: { a.io: { username: x, password: hunter2 } }\n'),
    );
    expect(problems.map(({ message, hint }) => `${message} ${hint}`)).toEqual([
      'target.account must be a text, not a number. Write it in quotes: without them it is a number and loses its leading zeros.',
      '"acount" is no setting under target. Perhaps account is meant.',
      'The password is written out. A settings file is shared and never holds a secret. Put it into an environment variable and write: password: { env: NAME_OF_THE_VARIABLE }',
    ]);
  });
});
