import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { check } from '#jobs';
import { codes, ruleIds, type Severity } from '#problem';
import type { TargetKind } from '#reference';
import { gradeProblems, rules, rulesReading, silencedRules } from '#rules';

const target = 'version: 1\ntarget: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com }\n';

function graded(text: string) {
  const { model, problems } = parseSettings(`${target}rules:\n${text}`);
  return {
    rules: model?.rules,
    problems: problems.map(({ range, message, hint }) =>
      `${range.line}:${range.column} ${message} ${hint ?? ''}`.trim(),
    ),
  };
}

describe('rules in the settings', () => {
  it('get another level, or are off with a reason', () => {
    const text =
      '  non-root: warning\n  eol-base: { level: off, reason: "until 2030" }\n  tag-latest: { level: info }\n';
    expect(graded(text)).toEqual({
      rules: [
        { rule: 'tag-latest', level: 'info' },
        { rule: 'non-root', level: 'warning' },
        { rule: 'eol-base', level: 'off', reason: 'until 2030' },
      ],
      problems: [],
    });
    expect(parseSettings(target).model?.rules).toEqual([]);
  });

  it.each([
    ['  non-rot: warning\n', '4:3 "non-rot" is no setting under rules. Perhaps non-root is meant.'],
    ['  constructor: warning\n', /^4:3 "constructor" is no setting under rules. Known here: tag-latest, /],
    ['  non-root: off\n', '4:13 rules.non-root must be error, warning or info, or { level: off, reason: "…" }.'],
    ['  non-root: { level: off }\n', '4:13 rules.non-root is off without a reason.'],
    ['  non-root: { level: off, reason: "" }\n', '4:35 rules.non-root.reason must say why.'],
    ['  non-root: loud\n', /^4:13 rules.non-root must be error, warning or info/],
    ['  non-root: { level: warning, why: x }\n', /^4:/],
  ])('are wrong where they are not understood: %s', (text, expected) => {
    const { rules: none, problems } = graded(text);
    expect(none).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  it('are all that there are, each with its words for the page', () => {
    expect([...rules.map(({ code }) => code)].sort()).toEqual([...ruleIds].sort());
    for (const { code, why, source, severity, needs } of rules) {
      expect(codes[code].means.length * why.length * source.length * needs.length, code).toBeGreaterThan(0);
      expect(why, code).toMatch(/\.$/);
      expect(source, code).not.toMatch(/\.$/);
      expect(Object.keys(severity).length, code).toBeGreaterThan(0);
    }
  });
});

describe('grading', () => {
  const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  const problem = (rule: 'non-root' | 'eol-base' | 'file-not-found') =>
    ({ file: 'f', range, rule, severity: 'error', message: 'm', hint: 'h' }) as const;

  it('changes the severity alone, and leaves what is no rule’s as it is', () => {
    const given = [problem('non-root'), problem('eol-base'), problem('file-not-found')];
    expect(gradeProblems(given, [{ rule: 'eol-base', level: 'info', reason: 'r' }], 'marketplace')).toEqual({
      problems: [given[0], { ...given[1], severity: 'info' }, given[2]],
      suppressed: [],
    });
    expect(gradeProblems(given, [], 'marketplace')).toEqual({ problems: given, suppressed: [] });
  });

  it('lifts nothing that the rule itself calls less grave', () => {
    const key = (severity: Severity) => ({ ...problem('non-root'), rule: 'private-key-in-image', severity }) as const;
    const grade = (level: Severity, severity: Severity, kind: TargetKind) =>
      gradeProblems([key(severity)], [{ rule: 'private-key-in-image', level }], kind).problems[0]?.severity;
    expect(grade('error', 'info', 'marketplace')).toBe('info');
    expect(grade('warning', 'info', 'marketplace')).toBe('info');
    expect(grade('info', 'warning', 'marketplace')).toBe('info');
    expect(grade('error', 'warning', 'oci')).toBe('error');
    expect(grade('error', 'info', 'oci')).toBe('info');
  });

  it('keeps what it does not tell, with the reason, and counts it once for all places', () => {
    const elsewhere = { ...problem('non-root'), file: 'g' };
    const another = { ...problem('non-root'), message: 'another' };
    const given = [problem('non-root'), problem('eol-base'), elsewhere, another];
    const grades = [
      { rule: 'non-root', level: 'off', reason: 'the base is' },
      { rule: 'tag-latest', level: 'off', reason: 'unused' },
    ] as const;
    const { problems, suppressed } = gradeProblems(given, grades, 'marketplace');
    expect(problems).toEqual([given[1]]);
    expect(suppressed).toEqual([given[0], elsewhere, another].map((one) => ({ problem: one, reason: 'the base is' })));
    expect(silencedRules(suppressed)).toEqual([{ rule: 'non-root', reason: 'the base is', count: 2 }]);
  });

  it('holds for the rules about files, in check', () => {
    const list = { file: '1_images.txt', bytes: new TextEncoder().encode('a/b:latest docker.io/library/x:1\n') };
    const told = (rest: string) => {
      const settings = {
        file: 'marketplace.yaml',
        bytes: new TextEncoder().encode(`${target}files: { unpaired: sources }\n${rest}`),
      };
      const { ok, problems, suppressed } = check({ settings, files: [list] });
      const found = problems.flatMap(({ rule, severity }) => (rule === 'tag-latest' ? severity : []));
      return [ok, ...found, ...suppressed.map(({ problem, reason }) => `${problem.rule} off: ${reason}`)];
    };
    expect(told('')).toEqual([false, 'error']);
    expect(told('rules: { tag-latest: info }\n')).toEqual([true, 'info']);
    const off = 'rules: { tag-latest: { level: off, reason: "a rehearsal" } }\n';
    expect(told(off)).toEqual([true, 'tag-latest off: a rehearsal']);
  });
});

describe('evidence', () => {
  const all = (kind: 'marketplace' | 'ecr' | 'oci') =>
    rules.filter(({ severity, needs, helpedBy }) => {
      const wants = needs.includes('layers') || helpedBy === 'layers';
      return severity[kind] !== undefined && wants;
    });

  it('is read for the rules that are asked of a kind of target and are not off', () => {
    const codesOf = (kind: 'marketplace' | 'ecr' | 'oci') => all(kind).map(({ code }) => code);
    expect(rulesReading('layers', 'marketplace', [])).toEqual(codesOf('marketplace'));
    expect(rulesReading('layers', 'marketplace', [])).toContain('run-time-downloads');
    expect(rulesReading('layers', 'oci', [])).not.toContain('run-time-downloads');
    expect(rulesReading('config', 'oci', [])).not.toContain('image-not-linux');
    const off = codesOf('oci').map((rule) => ({ rule, level: 'off' as const, reason: 'r' }));
    expect(rulesReading('layers', 'oci', off)).toEqual([]);
    expect(rulesReading('layers', 'oci', off.slice(1))).toEqual([off[0]?.rule]);
    const milder = off.map(({ rule }) => ({ rule, level: 'info' as const }));
    expect(rulesReading('layers', 'oci', milder)).toEqual(codesOf('oci'));
  });
});
