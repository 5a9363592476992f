import { describe, expect, it } from 'vitest';
import type { Item, Report } from '#jobs';
import { formatLine, reportText, verifyDocument } from '#text';
import { at, item, list, reportOf, sha } from '../../support/job-results.ts';

const missing = { code: 'not-released', message: 'The tag is not at the target', hint: 'Mirror the release.' } as const;
const items: readonly Item[] = [
  item('zeebe:1', 'present', { digest: sha('a') }),
  item('operate:1', 'equivalent', { digest: sha('b') }),
  item('tasklist:1', 'failed', missing),
  item('identity:1', 'failed', missing),
  item('optimize:1', 'conflict', { code: 'tag-taken', digest: sha('c') }),
  item('connectors:1', 'failed', { code: 'content-incomplete', message: 'A layer of it is not there' }),
];

function report(of: readonly Item[], more: Partial<Report> = {}): Report {
  const { planId: _, ...rest } = reportOf(of);
  return { ...rest, job: 'verify', ...more };
}

function textOf(one: Report): string {
  const lines = reportText(one, { target: one.target, log: undefined, exitCode: 1, brief: false }, 100);
  return lines.map((line) => formatLine(line, false)).join('\n');
}

describe('the text of a verification', () => {
  it('counts what is missing apart from what is wrong, and says what to do once', () => {
    const text = textOf(report(items));
    expect(text).toMatch(/^Verified {2}709825985650\.dkr\.ecr\.us-east-1\.amazonaws\.com\/camunda\/camunda8/);
    expect(text).toContain('2 verified, 2 missing, 1 conflict, 1 failed');
    expect(text).toContain('Exit status 1: 2 missing, 1 conflict, 1 failed');
    expect(text).toMatch(/missing +tasklist:1 +not-released\n +The tag is not at the target/);
    expect(text.match(/Mirror the release\./g)).toHaveLength(1);
    expect(text).toContain('  failed     connectors:1');
    expect(text).not.toContain('copied');
  });

  it('is short when all is well', () => {
    expect(textOf(report(items.slice(0, 2)))).toMatch(
      /2 verified\n {2}Exit status 1: every image is where it belongs$/,
    );
    expect(textOf(report([]))).toContain('no image takes part');
  });

  it('says in the end that platforms are not there, and tells of the files', () => {
    const lacking = { code: 'platform-incomplete', message: 'No arm64' } as const;
    const { file, ...range } = at(list, 7);
    const fileWarnings = [{ file, ...range, rule: 'tag-latest', message: 'It moves' }] as const;
    const one = [item('zeebe:1', 'equivalent', { ...lacking, missingPlatforms: ['linux/arm64'] })];
    const text = textOf(report([...one, ...items.slice(0, 1)], { fileWarnings: [...fileWarnings] }));
    expect(text).toContain('Exit status 1: every image is there, but 1 without all its platforms');
    expect(text).toContain(`  ${list}:7:1 warning tag-latest It moves`);
    const info = fileWarnings.map((one) => ({ ...one, severity: 'info' as const, awsCode: 'INVALID_INPUT' }));
    const told = textOf(report(items.slice(0, 1), { fileWarnings: info }));
    expect(told).toContain(`  ${list}:7:1 info tag-latest (AWS: INVALID_INPUT) It moves`);
    const many = textOf(report(items.slice(0, 1), { fileWarnings: Array.from({ length: 5 }, () => info).flat() }));
    expect(many).toContain('  info       tag-latest (AWS: INVALID_INPUT) in 5 lines:');
  });

  it('names the product, and says when the registry is one of this machine', () => {
    const { registry } = report([]).target;
    const text = textOf(
      report(items, {
        products: [{ id: 'prod-1', title: 'Camunda', repositories: [] }],
        endpoints: [{ name: registry, origin: 'http://127.0.0.1:5000', credentials: 'none', sentTo: [] }],
      }),
    );
    expect(text).toContain('Product: Camunda (prod-1)');
    expect(text).toContain('A rehearsal: the registry is on this machine (http://127.0.0.1:5000)');
  });

  it('tells a cancel and the end of a login in words of its own', () => {
    const cancelled = item('last:1', 'cancelled', { code: 'cancelled', message: 'The job was cancelled' });
    const text = textOf(report([...items, cancelled]));
    expect(text).toMatch(/^Cancelled verification of {2}/);
    expect(text).toContain('cancelled; nothing was changed, and the rest is not known');
    const stopped = item('last:1', 'cancelled', { code: 'login-expired', message: 'The login has ended' });
    const warnings: Report['warnings'] = [{ code: 'login-expired', message: 'The login has ended' }];
    const ended = textOf(report([stopped], { cancelled: false, warnings }));
    expect(ended).toContain('the login ended, 1 cancelled; log in, and verify again');
  });
});

describe('the document of a verification', () => {
  it('says the same without an exit status, and leads to the lines', () => {
    const { text, links } = verifyDocument(report(items), (file) => file.slice(file.lastIndexOf('/') + 1));
    expect(text).toContain('  Outcome: 2 missing, 1 conflict, 1 failed\n');
    expect(text).not.toContain('Exit status');
    expect(links).toHaveLength(items.length);
    expect(links[0]).toMatchObject({ file: '/repo/release/8.3.4_images.txt', targetLine: 3 });
  });
});
