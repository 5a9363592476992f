import type { Problem, ReleaseError, Severity } from '#problem';
import { type Line, line, span } from '#text';

type Style = NonNullable<Line[number]['style']>;

const severities: Readonly<Record<Severity, Style>> = { error: 'bad', warning: 'warn', info: 'muted' };

/**
 * Problems as the command line prints them, `file:line:column severity rule message`: the problem matcher reads these lines.
 * @param nameOf the name to print for a file
 */
export function problemLines(problems: readonly Problem[], nameOf: (file: string) => string): Line[] {
  return problems.flatMap(({ file, range, severity, rule, message, hint }) => {
    const place = `${nameOf(file)}:${range.line}:${range.column} `;
    const head = [span(place), span(severity, severities[severity]), span(` ${rule} ${message}`)];
    return [head, ...(hint === undefined ? [] : [line(`  ${hint}`)])];
  });
}

const outcomes: Readonly<Record<string, Style>> = {
  copy: 'good',
  copied: 'good',
  present: 'muted',
  ignored: 'muted',
  equivalent: 'warn',
  cancelled: 'warn',
  conflict: 'bad',
  failed: 'bad',
};

/** A plan or report as the worker writes it, with the colours that the command line gives it. */
export function documentLines(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((one, index) => {
      if (index === 0) return line(one, 'strong');
      const [, blanks = '', word = '', rest = ''] = /^( {2})([a-z]+)( .*)$/.exec(one) ?? [];
      const style = outcomes[word];
      return style === undefined ? line(one) : [span(`${blanks}${word}`, style), span(rest)];
    });
}

/** An error, with what to do next. */
export function failureLines(error: ReleaseError, nameOf: (file: string) => string): Line[] {
  return [
    ...problemLines(error.problems, nameOf),
    [
      ...(error.code === 'cancelled' ? [] : [span('error  ', 'bad')]),
      span(error.code, 'strong'),
      span(`  ${error.message}`),
    ],
    ...error.details.map((detail) => line(`         ${detail}`)),
    ...(error.hint === undefined ? [] : [line(`       ${error.hint}`)]),
  ];
}
