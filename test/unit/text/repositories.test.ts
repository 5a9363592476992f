import { describe, expect, it } from 'vitest';
import type { MirrorPlan } from '#jobs';
import { formatLine, pushQuestion, repositoryQuestion } from '#text';
import { plannedRepositoryLines, reportedRepositoryLines } from '../../../src/text/repository-rows.ts';
import { configurationWords } from '../../../src/text/repository-words.ts';
import { plainTarget } from '../../support/mirror-world.ts';

const target = { ...plainTarget, kind: 'ecr' as const, account: '111122223333' };
const item = (name: string, outcome: string) =>
  ({ target: `target.example/p/${name}`, outcome }) as MirrorPlan['items'][number];
const repositories: MirrorPlan['repositories'] = [
  { name: 'p/a', action: 'create', differences: [] },
  { name: 'p/b', action: 'create', differences: [] },
  { name: 'p/c', action: 'update', differences: ['scan on push is off; the settings say on'], parts: ['scanOnPush'] },
  { name: 'p/d', action: 'leave', differences: ['the tag team is missing; the settings say x'] },
];
const plan = {
  target,
  items: [item('a:1', 'copy'), item('b:1', 'copy'), item('c:1', 'present'), item('d:1', 'present')],
  repositories,
  repositoryConfiguration: {
    policy: '{}',
    readers: 3,
    lifecycle: '{}',
    kmsKey: 'alias/ecr',
    tags: { a: '1' },
    throttleMs: 0,
  },
  summary: { copy: 2 },
} as unknown as MirrorPlan;

describe('the repositories of a plan', () => {
  it('are shown with how they are made, and what differs', () => {
    expect(plannedRepositoryLines(plan, 80).map((line) => formatLine(line, false))).toEqual([
      '',
      '  create     2 repositories: policy for 3 accounts, lifecycle policy, 1 resource',
      '             tag, KMS key alias/ecr',
      '             a, b',
      '  update     c',
      '             scan on push is off; the settings say on',
      '  differs    d',
      '             the tag team is missing; the settings say x',
      '             They are left as they are; repositories.update: true in the',
      '             settings changes them, but for their encryption.',
    ]);
  });

  it('that differ alike are told together: once how, then all their names', () => {
    const names = Array.from({ length: 40 }, (_, at) => `service-${at + 1}`);
    const differences = ['it has no policy; the settings have one', 'scan on push is off; the settings say on'];
    const alike = names.map((name) => ({ name: `p/${name}`, action: 'leave' as const, differences }));
    const [first, ...rest] = alike;
    const other = { name: 'p/other', action: 'leave' as const, differences: differences.slice(1) };
    const changed = ['x', 'y'].map((name) => ({ ...other, name: `p/${name}`, action: 'update' as const }));
    const mixed = { ...plan, repositories: [...(first ? [first] : []), other, ...rest, ...changed] };
    const lines = plannedRepositoryLines(mixed, 80).map((line) => formatLine(line, false));
    expect(lines.slice(0, 8)).toEqual([
      '',
      '  update     2 repositories',
      '             scan on push is off; the settings say on',
      '             x, y',
      '  differs    40 repositories',
      '             it has no policy; the settings have one',
      '             scan on push is off; the settings say on',
      '             service-1, service-2, service-3, service-4, service-5, service-6,',
    ]);
    expect(lines.slice(-4)).toEqual([
      '  differs    other',
      '             scan on push is off; the settings say on',
      '             They are left as they are; repositories.update: true in the',
      '             settings changes them, but for their encryption.',
    ]);
    const text = lines.join(' ');
    for (const name of names) expect(text).toMatch(new RegExp(` ${name}(,| )`));
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });

  it('are part of the question', () => {
    expect(pushQuestion(plan)).toBe(
      'Create 2 repositories, change 1, and push 2 tags to target.example/p as account 111122223333?',
    );
    const changed = { ...plan, items: plan.items.slice(2), summary: { ...plan.summary, copy: 0 } };
    expect(pushQuestion(changed)).toBe('Change 1 repository at target.example/p as account 111122223333?');
    expect(repositoryQuestion({ ...plan, items: plan.items.slice(3) })).toBe('');
  });

  it("are ECR's own when nothing is said of them", () => {
    expect(configurationWords({ throttleMs: 0 })).toBe("ECR's defaults");
    expect(
      configurationWords({
        tagMutability: { immutable: true, except: ['x*'] },
        scanOnPush: true,
        untaggedDays: 1,
        lifecycle: '{}',
        throttleMs: 0,
      }),
    ).toBe('untagged images go after 1 day, scan on push, immutable tags except x*');
  });
});

it('the repositories of a report are told by what became of them', () => {
  const report = {
    target,
    repositories: [
      { name: 'p/a', outcome: 'created' },
      { name: 'p/b', outcome: 'failed', code: 'access-denied', message: 'no' },
      { name: 'p/c', outcome: 'created' },
    ],
  } as unknown as Parameters<typeof reportedRepositoryLines>[0];
  expect(reportedRepositoryLines(report, 80).map((line) => formatLine(line, false))).toEqual([
    '',
    '  created    2 repositories',
    '             a, c',
    '  failed     1 repository',
    '             b',
  ]);
});
