import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, checkText } from '#jobs';
import { type Code, codes, type Problem, ReleaseError } from '#problem';
import { formatLine, type Line, planText } from '#text';
import { root } from '../../../../.ci/bundles.mjs';
import { failureLines } from '../../../../src/extension/jobs/words/failure-lines.ts';
import { problemLines } from '../../../../src/extension/jobs/words/problem-lines.ts';
import { documentLines } from '../../../../src/extension/tasks/document-lines.ts';
import { readTaskJob, taskName, taskSubject } from '../../../../src/extension/tasks/task-definition.ts';
import { item, planOf, sha } from '../../../support/job-results.ts';

const text = (lines: readonly Line[]) => lines.map((line) => `${formatLine(line, false)}\n`).join('');
const coloured = (lines: readonly Line[]) => lines.map((line) => formatLine(line, true)).join('\n');
const [matcher] = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).contributes.problemMatchers;

const problems: Problem[] = [
  {
    file: 'lists/8.3.4_images.txt',
    range: { line: 3, column: 9, endLine: 3, endColumn: 20 },
    severity: 'error',
    rule: 'image-not-in-release',
    message: 'The release has no image a:1: look again',
    hint: 'Correct the line.',
    awsCode: 'INVALID_INPUT',
  },
  {
    file: 'C:/repo/marketplace.yaml',
    range: { line: 1, column: 1, endLine: 1, endColumn: 2 },
    severity: 'info',
    rule: 'tag-latest',
    message: 'x',
  },
];

describe('what a task prints', () => {
  it('of problems is what the command line prints', () => {
    expect(text(problemLines(problems, (file) => file))).toBe(checkText(problems));
  });

  it('is found by the problem matcher, whatever the file, the rule and the message', () => {
    const files = ['lists/8.3.4_images.txt', 'C:/repo one/marketplace.yaml', '/a b/ü (1)_release.json', '../x:1.json'];
    const all = (Object.keys(codes) as Code[]).map(
      (rule, at): Problem => ({
        file: files[at % files.length] ?? '',
        range: { line: at + 1, column: at + 2, endLine: at + 1, endColumn: at + 9 },
        severity: (['error', 'warning', 'info'] as const)[at % 3] ?? 'info',
        rule,
        message: 'See a:1 and b.txt:7:1 error tag-latest again',
        hint: 'As in c.txt:3:4 error of it',
        ...(at % 2 === 0 ? {} : { awsCode: 'INVALID_INPUT' }),
      }),
    );
    const { regexp, ...groups } = matcher.pattern;
    const texts = [text(problemLines(all, (file) => file)), checkText(all)];
    for (const printed of texts) {
      const matches = printed.split('\n').flatMap((line) => {
        const match = new RegExp(regexp).exec(line);
        return match === null ? [] : [match];
      });
      const fields = ['file', 'line', 'column', 'severity', 'code', 'message'] as const;
      expect(matches.map((match) => fields.map((field) => match[groups[field]]))).toEqual(
        all.map(({ file, range, severity, rule, message, awsCode }) => [
          file,
          String(range.line),
          String(range.column),
          severity,
          rule,
          awsCode === undefined ? message : `${message} (AWS: INVALID_INPUT)`,
        ]),
      );
    }
  });

  it('of real files is found by it too', () => {
    const bytes = new TextEncoder().encode('a\nb:latest c:1\n');
    const files = ['two words/8.3.4 ü_images.txt', 'C:/Program Files/x_images.txt', '\\\\share\\x_images.txt'];
    const { problems: found } = check({ files: files.map((file) => ({ file, bytes })) });
    const { regexp, ...groups } = matcher.pattern;
    const lines = checkText(found).split('\n');
    const places = lines.flatMap((line) => {
      const match = new RegExp(regexp).exec(line);
      return match === null ? [] : [`${match[groups.file]}:${match[groups.line]} ${match[groups.code]}`];
    });
    expect(places).toEqual(found.map(({ file, range, rule }) => `${file}:${range.line} ${rule}`));
    for (const file of files) expect(places).toContain(`${file}:1 tag-missing`);
  });

  it('of a plan has the colours of the command line', () => {
    const items = [item('zeebe:8.3.4', 'copy'), item('identity:8.3.4', 'conflict', { digest: sha('1') })];
    const lines = planText(planOf(items), 100);
    const plain = text(lines);
    expect(text(documentLines(plain))).toBe(plain);
    expect(coloured(documentLines(plain))).toContain('\u001b[32m  copy\u001b[0m');
    expect(coloured(documentLines(plain))).toContain('\u001b[31m  conflict\u001b[0m');
    const found = documentLines(
      'Verified\n  missing    a:1\n  error      non-root in 6 images\n  passed     Camunda: x\n',
    );
    expect(found.map(([first]) => first?.style)).toEqual(['strong', 'bad', 'bad', 'good']);
  });

  it('of an error says what to do next', () => {
    const error = new ReleaseError('plan-stale', 'The world has moved', {
      details: ['source a:1: was x, is y'],
      hint: 'Make a new plan.',
    });
    expect(text(failureLines(error, (file) => file))).toBe(
      ['error  plan-stale  The world has moved', '         source a:1: was x, is y', '       Make a new plan.\n'].join(
        '\n',
      ),
    );
    expect(text(failureLines(new ReleaseError('cancelled', 'Cancelled'), (file) => file))).toBe(
      'cancelled  Cancelled\n',
    );
  });
});

describe('a task', () => {
  it('is read with care, because people write tasks.json by hand', () => {
    expect(readTaskJob({ type: 'marketplace-release', job: 'release' })).toBeUndefined();
    expect(readTaskJob({ job: 'plan', files: ['a', 3], settings: '', sandbox: 'yes' })).toEqual({
      job: 'plan',
      files: ['a'],
    });
  });

  it('says by itself what it is about', () => {
    const job = { job: 'mirror', settings: 'one/marketplace.yaml', files: ['one/8.3.4_*'], target: 'staging' } as const;
    expect(taskSubject(job, '/repo', '/repo/one/marketplace.yaml', 'seller')).toEqual({
      world: 'aws',
      place: { settings: '/repo/one/marketplace.yaml', target: 'staging', profile: 'seller' },
      files: ['/repo/one/8.3.4_*'],
    });
    const own = readTaskJob({ job: 'plan', profile: 'release' });
    expect(own && taskSubject(own, '/repo', '/repo/marketplace.yaml', 'seller').place.profile).toBe('release');
    expect(taskSubject({ job: 'plan', sandbox: true }, '/repo', '/repo/marketplace.yaml', 'seller')).toEqual({
      world: 'sandbox',
      place: { settings: '/repo/marketplace.yaml' },
      files: [],
    });
  });

  it('says how far images are looked into, where it is not for the setting to say', () => {
    const job = readTaskJob({ job: 'verify', depth: 'layers' });
    expect(job && taskSubject(job, '/repo', '/repo/marketplace.yaml', undefined).depth).toBe('layers');
    const other = readTaskJob({ job: 'verify', depth: 'deep' });
    expect(other && taskSubject(other, '/repo', '/repo/marketplace.yaml', undefined)).not.toHaveProperty('depth');
  });

  it('has a name that tells it from others', () => {
    expect(taskName({ job: 'plan', settings: 'marketplace.yaml' })).toBe('plan');
    expect(taskName({ job: 'plan', settings: 'one/marketplace.yaml', target: 'staging', sandbox: true })).toBe(
      'plan one, staging, sandbox',
    );
  });
});
