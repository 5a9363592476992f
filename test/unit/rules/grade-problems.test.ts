import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { check } from '#jobs';
import { codes, ruleIds } from '#problem';
import { gradeProblems, rules } from '#rules';

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
    ['  non-root: { level: off, reason: "" }\n', '4:35 rules.non-root.reason must not be empty.'],
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
    expect(gradeProblems(given, [{ rule: 'eol-base', level: 'info', reason: 'r' }])).toEqual({
      problems: [given[0], { ...given[1], severity: 'info' }, given[2]],
      silenced: [],
    });
    expect(gradeProblems(given, [])).toEqual({ problems: given, silenced: [] });
  });

  it('counts what it does not tell, with the reason', () => {
    const given = [problem('non-root'), problem('eol-base'), problem('non-root')];
    const grades = [
      { rule: 'non-root', level: 'off', reason: 'the base is' },
      { rule: 'tag-latest', level: 'off', reason: 'unused' },
    ] as const;
    expect(gradeProblems(given, grades)).toEqual({
      problems: [given[1]],
      silenced: [{ rule: 'non-root', reason: 'the base is', count: 2 }],
    });
  });

  it('holds for the rules about files, in check', () => {
    const list = { file: '1_images.txt', bytes: new TextEncoder().encode('a/b:latest docker.io/library/x:1\n') };
    const told = (rest: string) => {
      const settings = {
        file: 'marketplace.yaml',
        bytes: new TextEncoder().encode(`${target}files: { unpaired: sources }\n${rest}`),
      };
      return check({ settings, files: [list] }).problems.flatMap(({ rule, severity }) =>
        rule === 'tag-latest' ? severity : [],
      );
    };
    expect(told('')).toEqual(['error']);
    expect(told('rules: { tag-latest: info }\n')).toEqual(['info']);
    expect(told('rules: { tag-latest: { level: off, reason: "a rehearsal" } }\n')).toEqual([]);
  });
});
