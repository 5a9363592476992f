import { describe, expect, it } from 'vitest';
import type { Item, MirrorPlan, PlanTarget, Report, Summary } from '#jobs';
import { ReleaseError } from '#problem';
import {
  cleanText,
  errorText,
  fitLine,
  formatBytes,
  formatCount,
  formatLine,
  formatSeconds,
  itemRows,
  jsonText,
  type Line,
  planText,
  reportText,
  repositoriesText,
  span,
  tagsText,
  wrap,
} from '#text';

const text = (lines: readonly Line[]) => lines.map((line) => `${formatLine(line, false)}\n`).join('');
const sha = (character: string) => `sha256:${character.repeat(64)}`;

const target: PlanTarget = {
  name: 'staging',
  registry: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
  prefix: '3rdparty/tm',
  kind: 'ecr',
  account: '123456789012',
  profile: 'seller',
  attestationManifests: 'keep',
  platforms: [],
  existing: 'equivalent',
};

function item(name: string, more: Partial<Item> = {}): Item {
  return {
    source: `docker.external.thoughtmachine.io/${name}@${sha('a')}`,
    target: `${target.registry}/${target.prefix}/${name}`,
    outcome: 'copy',
    bytes: 1_000,
    size: 212_000_000,
    platforms: ['linux/amd64', 'linux/arm64/v8'],
    missingPlatforms: [],
    droppedPlatforms: [],
    strippedAttestations: 0,
    origins: [{ file: '3.3.11_release.json', line: 4, column: 1, endLine: 4, endColumn: 9 }],
    ...more,
  };
}

const counts: Summary = {
  total: 1,
  ignored: 0,
  prepared: 1,
  copy: 0,
  copied: 0,
  present: 0,
  equivalent: 0,
  conflict: 0,
  failed: 0,
  cancelled: 0,
  bytes: 0,
  mountedBytes: 0,
};

function plan(items: readonly Item[], summary: Partial<Summary>, more: Partial<MirrorPlan> = {}): MirrorPlan {
  return {
    schemaVersion: 1,
    job: 'mirror',
    planId: sha('0'),
    createdAt: '2026-01-01T00:00:00.000Z',
    ok: true,
    release: sha('f'),
    target,
    endpoints: [],
    summary: { ...counts, ...summary },
    items: [...items],
    warnings: [],
    ...more,
  };
}

describe('a plan as text', () => {
  const items = [
    item('vault/api:3.3.11'),
    item('vault/core/a-much-longer-name:3.3.11', {
      size: 9_400_000,
      platforms: ['linux/amd64', 'windows/amd64'],
      droppedPlatforms: ['linux/s390x'],
      code: 'platform-incomplete',
      message: 'The source has no linux/arm64',
    }),
    item('x/gone:1', { outcome: 'failed', code: 'content-missing', message: 'There is nothing', hint: 'Look again.' }),
    item('x/gone:2', { outcome: 'failed', code: 'content-missing', message: 'There is nothing', hint: 'Look again.' }),
    item('x/there:1', { outcome: 'present', digest: sha('b') }),
    item('x/like:1', { outcome: 'equivalent', digest: sha('c') }),
    item('x/left:1', { outcome: 'ignored' }),
    item('x/left:2', { outcome: 'ignored' }),
  ];
  const made = plan(
    items,
    { prepared: 6, copy: 2, present: 1, equivalent: 1, failed: 2, bytes: 399_000_000, mountedBytes: 61_000_000 },
    {
      endpoints: [
        {
          name: 'docker.io',
          origin: 'https://registry-1.docker.io',
          credentials: 'docker config',
          sentTo: ['auth.docker.io'],
        },
        { name: 'quay.io', origin: 'https://quay.io', credentials: 'none', sentTo: [] },
        {
          name: target.registry,
          origin: `https://${target.registry}`,
          credentials: 'ECR, profile seller',
          sentTo: [target.registry],
        },
        {
          name: 'aws',
          origin: 'https://api.ecr.eu-central-1.amazonaws.com',
          credentials: 'profile seller',
          sentTo: ['api.ecr.eu-central-1.amazonaws.com'],
        },
      ],
      warnings: [
        {
          file: 'a_images.txt',
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 5,
          rule: 'digest-missing',
          message: 'The source has no digest.',
        },
      ],
    },
  );

  it('stands in columns where there is room', () => {
    expect(text(planText(made, 170))).toMatchInlineSnapshot(`
      "Plan for target staging  123456789012.dkr.ecr.eu-central-1.amazonaws.com/3rdparty/tm  as 123456789012 (profile seller)

        copy       vault/api:3.3.11                      ← docker.external.thoughtmachine.io/vault/api:3.3.11                      amd64 arm64          212 MB
        copy       vault/core/a-much-longer-name:3.3.11  ← docker.external.thoughtmachine.io/vault/core/a-much-longer-name:3.3.11  amd64 windows/amd64  9.4 MB
                   without linux/s390x
                   warning: The source has no linux/arm64
        present    x/there:1                             sha256:bbbb…bbbb
        equivalent x/like:1                              the same platforms, as sha256:cccc…cccc
        failed     x/gone:1                              content-missing
                   There is nothing
                   Look again.
        failed     x/gone:2                              content-missing
                   There is nothing
        ignored    2 images of 3.3.11_release.json are in none of its image lists

        a_images.txt:3:1 warning digest-missing The source has no digest.

        6 to do: 2 to copy (399 MB, 61 MB shared), 1 present, 1 equivalent, 2 failed
        Credentials go to: docker.io and auth.docker.io (docker config), 123456789012.dkr.ecr.eu-central-1.amazonaws.com (ECR, profile seller),
          AWS at api.ecr.eu-central-1.amazonaws.com (profile seller)
      "
    `);
  });

  it('takes two lines an image where there is none', () => {
    const narrow = text(planText(made, 72));
    expect(narrow).toMatchInlineSnapshot(`
      "Plan for target staging
          123456789012.dkr.ecr.eu-central-1.amazonaws.com/3rdparty/tm
          as 123456789012 (profile seller)

        copy       vault/api:3.3.11                      amd64 arm64
                   212 MB
                   ← docker.external.thoughtmachine.io/vault/api:3.3.11
        copy       vault/core/a-much-longer-name:3.3.11  amd64 windows/amd64
                   9.4 MB  without linux/s390x
                   ← docker.external.thoughtmachine.io/vault/core/a-much-longer-name:3.3.11
                   warning: The source has no linux/arm64
        present    x/there:1                             sha256:bbbb…bbbb
        equivalent x/like:1
                   the same platforms, as sha256:cccc…cccc
        failed     x/gone:1                              content-missing
                   There is nothing
                   Look again.
        failed     x/gone:2                              content-missing
                   There is nothing
        ignored    2 images of 3.3.11_release.json are in none of its image
                   lists

        a_images.txt:3:1 warning digest-missing The source has no digest.

        6 to do: 2 to copy (399 MB, 61 MB shared), 1 present, 1 equivalent, 2
        failed
        Credentials go to: docker.io and auth.docker.io (docker config),
          123456789012.dkr.ecr.eu-central-1.amazonaws.com (ECR, profile seller),
          AWS at api.ecr.eu-central-1.amazonaws.com (profile seller)
      "
    `);
  });

  it('says it when there is nothing to do', () => {
    const words = (summary: Partial<Summary>) =>
      text(planText(plan([], summary), 100))
        .split('\n')
        .at(-3);
    expect(words({ prepared: 0 })).toBe('  Nothing to do: no image takes part');
    expect(words({ prepared: 2, present: 2 })).toBe('  Nothing left to do: 2 present');
    expect(words({ prepared: 2, conflict: 2 })).toBe('  Nothing to copy: 2 conflicts');
    expect(words({ prepared: 1, copy: 1, bytes: 1 })).toBe('  1 to do: 1 to copy (1 byte)');
  });

  it('calls only tags of the Marketplace final', () => {
    const final = (kind: PlanTarget['kind']) =>
      text(itemRows([item('a:1')], { ...target, kind }, 100)).includes('final');
    expect([final('marketplace'), final('ecr'), final('oci')]).toEqual([true, false, false]);
  });

  it('keeps hostile names from the terminal', () => {
    const hostile = item('a:1', {
      source: 'evil/\u001b]0;owned\u0007x:1',
      outcome: 'failed',
      message: 'a\u001b[2J\u009b31mb\u202ec\r\nd',
    });
    const lines = itemRows(
      [
        { ...hostile, code: 'registry-error' },
        { ...hostile, outcome: 'copy' },
      ],
      target,
      100,
    );
    const shown = lines.map((line) => formatLine(line, false)).join('\n');
    expect(lines.map((line) => formatLine(line, true)).join('\n')).not.toContain('\u001b[2J');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(shown).toContain('ab\\u{202e}c\n');
  });
});

describe('a report as text', () => {
  const report = (items: readonly Item[], summary: Partial<Summary>, more: Partial<Report> = {}): Report => ({
    schemaVersion: 1,
    job: 'mirror',
    planId: sha('0'),
    release: sha('f'),
    target,
    startedAt: '',
    finishedAt: '',
    ok: false,
    cancelled: false,
    summary: { ...counts, ...summary },
    items: [...items],
    warnings: [],
    ...more,
  });

  it('closes with the sum, the log and why the program ends so', () => {
    const items = [
      item('a:1', { outcome: 'copied', digest: sha('d') }),
      item('b:1', { outcome: 'failed', code: 'unreachable', message: 'b is away' }),
      item('c:1', { outcome: 'cancelled', code: 'cancelled', message: 'never said', hint: 'Run it again.' }),
    ];
    const done = report(
      items,
      { copied: 1, failed: 1, cancelled: 1, bytes: 5_000_000, mountedBytes: 2_000_000 },
      { cancelled: true },
    );
    const view = { target, log: 'sync-error.log', exitCode: 130, brief: false };
    expect(text(reportText(done, view, 100))).toMatchInlineSnapshot(`
      "Cancelled mirror to  123456789012.dkr.ecr.eu-central-1.amazonaws.com/3rdparty/tm
          as 123456789012 (profile seller)

        copied     a:1  amd64 arm64  212 MB  sha256:dddd…dddd
        failed     b:1  unreachable
                   b is away
        cancelled  c:1
                   Run it again.

        1 copied (5.0 MB, 2.0 MB mounted), 1 failed, 1 cancelled
        The error log is sync-error.log.
        Exit status 130: cancelled; what is done stays done, the same command continues
      "
    `);
    expect(text(reportText(done, { ...view, brief: true }, 100))).not.toContain('copied     a:1');
    const inFolder = { ...done, target: { ...done.target, layout: '/handover' } };
    expect(text(reportText(inFolder, view, 100))).toContain('2.0 MB shared');
  });

  it('tells a log that could not be finished', () => {
    const lost = report(
      [],
      {},
      { warnings: [{ code: 'file-not-writable', message: 'x.log cannot be written (ENOSPC)' }] },
    );
    const shown = text(reportText(lost, { target, log: 'x.log', exitCode: 1, brief: false }, 100));
    expect(shown).toContain('warning: file-not-writable x.log cannot be written (ENOSPC)');
    expect(shown).toContain(
      'Exit status 1: every image is where it belongs; the warning above says what else went wrong',
    );
    expect(shown.split('cannot be written')).toHaveLength(2);
  });
});

describe('lists as text', () => {
  it('shows what is known', () => {
    const tags = [
      { tag: '8.3.4', digest: sha('a'), pushedAt: '2024-01-11T13:06:00.000Z', size: 1_800_000 },
      { tag: '8.3.4-rc10', digest: sha('b') },
    ];
    const common = { schemaVersion: 1, job: 'list', ok: true, target } as const;
    expect(text(tagsText({ ...common, list: 'tags', repository: 'p/a', tags }, 100))).toMatchInlineSnapshot(`
      "Tags of 123456789012.dkr.ecr.eu-central-1.amazonaws.com/p/a

        8.3.4       sha256:aaaa…aaaa  2024-01-11 13:06  1.8 MB
        8.3.4-rc10  sha256:bbbb…bbbb

        2 tags; times are UTC
      "
    `);
    const repositories = [{ name: 'a', repository: 'p/a', createdAt: '2024-01-11T13:06:00.000Z' }];
    expect(
      text(repositoriesText({ ...common, list: 'repositories', from: 'aws', repositories }, 100)),
    ).toMatchInlineSnapshot(`
      "Repositories of  123456789012.dkr.ecr.eu-central-1.amazonaws.com/3rdparty/tm
          as 123456789012 (profile seller)

        a  made 2024-01-11

        1 repository
      "
    `);
  });
});

describe('an error as text', () => {
  it('says what happened, the facts, and what to do', () => {
    const error = new ReleaseError(
      'plan-stale',
      `The plan of today no longer fits the world ${'and so on '.repeat(9)}`,
      {
        details: ['account: was a, is b'],
        hint: 'Make a new plan.',
      },
    );
    expect(text(errorText(error, 60))).toMatchInlineSnapshot(`
      "error  plan-stale
             The plan of today no longer fits the world and so on
             and so on and so on and so on and so on and so on and
             so on and so on and so on
               account: was a, is b
             Make a new plan.
      "
    `);
  });
});

describe('words and numbers', () => {
  it('counts bytes as registries do', () => {
    expect([0, 1, 999, 1000, 9949, 9951, 61_000_000, 999_499, 999_600, 1_234_567_890, 5e15].map(formatBytes)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1.0 kB',
      '9.9 kB',
      '10 kB',
      '61 MB',
      '999 kB',
      '1.0 MB',
      '1.2 GB',
      '5000 TB',
    ]);
  });

  it('counts time and things as people do', () => {
    expect([0, 59.4, 60, 200, 7500].map(formatSeconds)).toEqual(['0 s', '59 s', '1 min', '3 min 20 s', '2 h 5 min']);
    expect([formatCount(1, 'entry', 'entries'), formatCount(2, 'image')]).toEqual(['1 entry', '2 images']);
  });

  it('breaks lines at blanks and never a word', () => {
    expect(wrap('a bb  ccc\tdddd\neeeeeeeeee f', 6)).toEqual(['a bb', 'ccc', 'dddd', 'eeeeeeeeee', 'f']);
  });

  it('fits a line to a terminal', () => {
    expect(formatLine(fitLine([span('abc'), span('defg', 'bad')], 5), false)).toBe('abcd…');
    expect(formatLine(fitLine([span('abcde')], 5), false)).toBe('abcde');
  });
});

describe('what leaves the program', () => {
  it('holds no secrets, in lines and documents', () => {
    expect(cleanText('Authorization: Bearer abcdefghijkl')).not.toContain('abcdefghijkl');
    const document = {
      message: 'https://me:hunter22@host/ and Basic aGVsbG86d29ybGQ=',
      origin: 'http://127.0.0.1:1',
      x: 'a@b',
    };
    const written = jsonText(document);
    expect(written).not.toMatch(/hunter22|aGVsbG86/);
    expect(JSON.parse(written)).toMatchObject({ origin: 'http://127.0.0.1:1', x: 'a@b' });
  });

  it('colours only when asked to', () => {
    expect(formatLine([span('x', 'bad')], true)).toBe('\u001b[31mx\u001b[0m');
    expect(formatLine([span('x', 'bad')], false)).toBe('x');
  });
});
