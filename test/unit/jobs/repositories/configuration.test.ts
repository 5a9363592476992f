import { describe, expect, it } from 'vitest';
import { check, gather, loadCheckInput } from '#jobs';
import { ReleaseError } from '#problem';
import { memoryFiles } from '../../../support/memory-files.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const aws = { callerIdentity: async () => ({ account: '111122223333', arn: 'arn:aws:iam::111122223333:user/x' }) };

function settings(repositories: string, registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'): string {
  return `version: 1\ntarget:\n  registry: ${registry}\n  repositories:\n${repositories.replace(/^/gm, '    ')}\nfiles: { unpaired: sources }\n`;
}

const list = { '1_images.txt': `app:1 docker.io/library/a@${digest}\n` };

async function gathered(
  repositories: string,
  files: Readonly<Record<string, string>> = {},
  { registry, environment }: { registry?: string; environment?: Readonly<Record<string, string>> } = {},
) {
  const held = memoryFiles({ 'marketplace.yaml': settings(repositories, registry), ...list, ...files });
  const choice = { named: [], ...(environment ? { environment } : {}) };
  return gather(choice, { files: held, aws });
}

async function problemsOf(repositories: string, files: Readonly<Record<string, string>> = {}, registry?: string) {
  const thrown = await gathered(repositories, files, registry === undefined ? {} : { registry }).then(
    () => expect.fail('nothing was wrong'),
    (error) => ReleaseError.from(error),
  );
  expect(thrown.code).toBe('input-invalid');
  return thrown.problems.map(
    ({ file, range, rule, message }) => `${file}:${range.line}:${range.column} ${rule} ${message}`,
  );
}

describe('how repositories are made', () => {
  it('comes from settings, files and environment', async () => {
    const { repositories, inputs } = await gathered(
      'create: true\nreaders: readers.txt\nlifecycle: lifecycle.json\ntags: tags.txt\nkmsKey: { env: KEY }\nscanOnPush: true\nimmutableTags: true\nmutableTags: [latest]\nthrottleMs: 7',
      {
        'readers.txt': '\ufeff123456789012\r\n# no\r\n210987654321\r\n',
        'lifecycle.json':
          '{"rules": [{"rulePriority": 1, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}, "action": {"type": "expire"}}]}',
        'tags.txt': '[{"Key": "team", "Value": "release"}]',
      },
      { environment: { KEY: 'alias/ecr' } },
    );
    expect(repositories).toMatchObject({ create: true, update: false });
    const { policy, lifecycle, ...rest } = repositories?.configuration ?? expect.fail('nothing');
    expect(rest).toEqual({
      tagMutability: { immutable: true, except: ['latest'] },
      scanOnPush: true,
      kmsKey: 'alias/ecr',
      readers: 2,
      tags: { team: 'release' },
      throttleMs: 7,
    });
    expect(JSON.parse(policy ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AllowPull',
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam::123456789012:root', 'arn:aws:iam::210987654321:root'] },
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ],
    });
    expect(lifecycle).toMatch(/^\{"rules":\[\{"rulePriority":1,/);
    expect(inputs).toEqual(expect.arrayContaining(['readers.txt', 'lifecycle.json', 'tags.txt']));
  });

  it.each([
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn', 'arn:aws-cn:iam::123456789012:root'],
    ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'arn:aws-us-gov:iam::123456789012:root'],
    ['111122223333.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu', 'arn:aws-eusc:iam::123456789012:root'],
    ['111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov', 'arn:aws-iso-b:iam::123456789012:root'],
  ])('at %s names principals of its partition', async (registry, principal) => {
    const { repositories } = await gathered('readers: ["123456789012"]', {}, { registry });
    expect(JSON.parse(repositories?.configuration.policy ?? '').Statement[0].Principal.AWS).toEqual([principal]);
  });

  it('has what nobody said left out, and a lifecycle made from days', async () => {
    const { repositories } = await gathered('create: true\nuntaggedDays: 2');
    const { lifecycle, ...rest } = repositories?.configuration ?? expect.fail('nothing');
    expect(rest).toEqual({ untaggedDays: 2, throttleMs: 100 });
    expect(JSON.parse(lifecycle ?? '').rules[0]).toMatchObject({
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 2 },
    });
    expect(lifecycle?.length).toBeGreaterThanOrEqual(100);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['readers: none.txt', {}, 'marketplace.yaml:5:14 file-not-found none.txt does not exist'],
    ['readers: r.txt', { 'r.txt': '\n\n 12' }, 'r.txt:3:2 account-invalid "12" is no AWS account: 12 digits.'],
    ['policy: p.json', { 'p.json': '[]' }, 'p.json:1:1 policy-invalid A repository policy is a JSON object.'],
    [
      'tags: { "aws:x": "1" }',
      {},
      "marketplace.yaml:5:11 resource-tag-invalid The tag aws:x is none: keys that begin with aws: are AWS's own.",
    ],
    [
      'kmsKey: { env: KEY }',
      {},
      'marketplace.yaml:5:13 setting-missing The variable KEY, which holds the KMS key of new repositories, is not set.',
    ],
    [
      'kmsKey: my key',
      {},
      'marketplace.yaml:5:13 setting-invalid my key is no KMS key: an ARN, a key id, or alias/ and a name.',
    ],
    [
      'kmsKey: arn:aws:kms:us-east-1:111122223333:alias/ecr',
      {},
      'marketplace.yaml:5:13 setting-invalid arn:aws:kms:us-east-1:111122223333:alias/ecr is in us-east-1, and the registry in eu-west-1: ECR takes keys of its own region only.',
    ],
    ['readers: []', {}, 'marketplace.yaml:5:14 setting-invalid readers names no account.'],
  ])('is refused for %s', async (repositories, files, expected) => {
    expect(await problemsOf(repositories, files)).toEqual([expected]);
  });

  it('is refused for more accounts than a policy takes', async () => {
    const accounts = Array.from({ length: 400 }, (_, at) => String(100_000_000_000 + at)).join('\n');
    const [problem] = await problemsOf('readers: r.txt', { 'r.txt': accounts });
    expect(problem).toMatch(
      /^marketplace.yaml:5:14 policy-invalid The policy for 400 accounts has \d+ characters; ECR takes 10240/,
    );
  });

  it('is checked offline, where variables are those of another machine', async () => {
    const files = memoryFiles({
      'marketplace.yaml': settings(
        'readers: r.txt\nlifecycle: none.json\nkmsKey: { env: KEY }',
        '"{account}.dkr.ecr.{region}.amazonaws.com"',
      ),
      'r.txt': 'x',
      ...list,
    });
    const { ok, problems } = check(await loadCheckInput({ named: [] }, files));
    expect(ok).toBe(false);
    expect(problems.map(({ file, range, rule }) => `${file}:${range.line} ${rule}`)).toEqual([
      'marketplace.yaml:6 file-not-found',
      'r.txt:1 account-invalid',
    ]);
  });

  it('is not said to be shown by a check where it is this machine that lacks something', async () => {
    const broken = 'kmsKey: { env: KEY }';
    const error = await gathered(broken).then(
      () => expect.fail('nothing was wrong'),
      (thrown) => ReleaseError.from(thrown),
    );
    const files = memoryFiles({ 'marketplace.yaml': settings(broken), ...list });
    expect(check(await loadCheckInput({ named: [] }, files)).problems).toEqual([]);
    expect(error.hint).toMatch(
      /check shows offline what is wrong in the files, the doctor also what this machine lacks/,
    );
  });
});
