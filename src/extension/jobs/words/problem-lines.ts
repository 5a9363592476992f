import { besideOurs, type Problem, type Severity } from '#problem';
import { type Line, line, span } from '#text';

type Style = NonNullable<Line[number]['style']>;

const severities: Readonly<Record<Severity, Style>> = { error: 'bad', warning: 'warn', info: 'muted' };

/**
 * Problems as the command line prints them, `file:line:column severity rule message`: the problem matcher reads these lines.
 * @param nameOf the name to print for a file
 */
export function problemLines(problems: readonly Problem[], nameOf: (file: string) => string): Line[] {
  return problems.flatMap((problem) => {
    const { file, range, severity, rule, message, hint } = problem;
    const place = `${nameOf(file)}:${range.line}:${range.column} `;
    const head = [span(place), span(severity, severities[severity]), span(` ${rule} ${message}${besideOurs(problem)}`)];
    return [head, ...(hint === undefined ? [] : [line(`  ${hint}`)])];
  });
}
