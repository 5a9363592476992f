import { type Line, line, span } from '#text';

type Style = NonNullable<Line[number]['style']>;

const outcomes: Readonly<Record<string, Style>> = {
  copy: 'good',
  copied: 'good',
  passed: 'good',
  present: 'muted',
  ignored: 'muted',
  equivalent: 'warn',
  cancelled: 'warn',
  conflict: 'bad',
  failed: 'bad',
  missing: 'bad',
  // What was found in many images alike.
  error: 'bad',
  warning: 'warn',
  info: 'muted',
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
