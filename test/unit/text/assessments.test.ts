import { describe, expect, it } from 'vitest';
import type { Assessment, Report } from '#jobs';
import { formatLine, reportText, verifyDocument } from '#text';
import { item, reportOf } from '../../support/job-results.ts';

const passed: Assessment = {
  product: 'prod-1',
  title: 'Camunda 8',
  id: 'assessment-1',
  framework: 'ContainerSecurity@1.0',
  result: 'PASS',
  createdAt: '2023-12-04T09:30:00Z',
  deliveryOption: 'option-1',
  controls: [],
};
const errors = [
  {
    code: 'ROOT_USER',
    message: 'The image runs as root.',
    scope: [
      { name: 'IMAGE', value: 'zeebe:1' },
      { name: 'FILE_PATH', value: '/etc/passwd' },
    ],
  },
  { message: 'So does another.', scope: [] },
];

function report(more: Partial<Report>): Report {
  const { planId: _, ...rest } = reportOf([item('zeebe:1', 'present')]);
  return { ...rest, job: 'verify', finishedAt: '2026-01-01T00:00:00.000Z', ...more };
}

function textOf(one: Report, width = 110): string {
  const lines = reportText(one, { target: one.target, log: undefined, exitCode: 0, brief: false }, width);
  return lines.map((line) => formatLine(line, false)).join('\n');
}

describe("AWS's own assessments in a text", () => {
  it('have a section of their own: what was assessed, when, and what did not pass', () => {
    const failed: Assessment = {
      ...passed,
      result: 'FAIL',
      expiresAt: '2026-01-01T00:00:00Z',
      controls: [
        { id: 'NON_ROOT_USER', result: 'FAIL', errors, moreErrors: 3 },
        { id: 'NO_MALWARE', result: 'NOT_EXECUTED', errors: [] },
      ],
    };
    const lines = textOf(report({ assessments: [passed, failed, { ...passed, result: 'RUNNING' }] })).split('\n');
    const at = lines.indexOf("  AWS's own assessments");
    expect(lines.slice(at - 1, at + 9)).toEqual([
      '',
      "  AWS's own assessments",
      '  passed     Camunda 8: ContainerSecurity@1.0 of 2023-12-04, delivery option option-1',
      '  failed     Camunda 8: ContainerSecurity@1.0 of 2023-12-04, expired 2026-01-01, delivery option option-1',
      '             NON_ROOT_USER failed: The image runs as root. (IMAGE zeebe:1, FILE_PATH /etc/passwd)',
      '             NON_ROOT_USER failed: So does another.',
      '             NON_ROOT_USER: AWS has 3 more errors.',
      '             NO_MALWARE not executed',
      '  RUNNING    Camunda 8: ContainerSecurity@1.0 of 2023-12-04, delivery option option-1',
      '',
    ]);
  });

  it('say that AWS has more controls than were read', () => {
    const text = textOf(report({ assessments: [{ ...passed, moreControls: true }] }));
    expect(text).toMatch(/option-1\n {13}AWS has more controls than were read\./);
  });

  it('are not called expired while they hold', () => {
    const text = textOf(report({ assessments: [{ ...passed, expiresAt: '2026-01-01T00:00:01Z' }] }));
    expect(text).not.toContain('expired');
  });

  it('fit the width, and cannot steer a terminal', () => {
    const message = `${'long words '.repeat(20)}\u001b[2J\nnext line`;
    const controls = [{ id: 'C', result: 'FAIL', errors: [{ message, scope: [] }] }];
    const text = textOf(report({ assessments: [{ ...passed, controls }] }), 60);
    const lines = text.split('\n').filter((line) => line.includes('long words'));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
    expect(text).not.toContain('\u001b');
    expect(text).toMatch(/^ {13}next line$/m);
  });

  it('are said to be none, or not given, in one line; and nothing where nobody asked', () => {
    expect(textOf(report({ assessments: [] }))).toContain('  AWS has no assessments of its own yet.');
    const message = "AWS's own assessments were not given: no right.";
    const text = textOf(report({ assessmentsNotGiven: { code: 'access-denied', message } }));
    expect(text).toContain(`  ${message}\n`);
    expect(text.match(/assessments/g)).toHaveLength(1);
    expect(textOf(report({}))).not.toContain('assessment');
  });

  it('are in the document too', () => {
    expect(verifyDocument(report({ assessments: [passed] })).text).toContain('  passed     Camunda 8');
  });
});
