import { checkDocument, checkGithub, checkReleases, checkSarif, checkText, loadCheckInputs } from '#jobs';
import { NodeFiles } from '#platform';
import { exitCodeOfResult, type Problem, type SuppressedProblem } from '#problem';
import { silencedRules } from '#rules';
import { formatCount, jsonText, type Line, line, silencedWords, span } from '#text';
import type { Command } from '../command.ts';
import { commonOptions, problemOptions } from '../options.ts';
import { problemFormat } from '../problem-format.ts';

/** The problems of files and settings, without asking anyone. */
export const check: Command = {
  name: 'check',
  summary: 'find what is wrong with the files alone, offline',
  usage: ['check [FILE…] [--format FORMAT]'],
  about: [
    'Reads marketplace.yaml, release files, image lists, load forms and the charts that lie on this machine, and tells what is wrong with them, a line each: file:line:column severity rule message, and the code that AWS answers with where it has one. No registry is asked.',
    'FILE is a release file, an image list, a load form, a folder or a pattern; without any, all files below marketplace.yaml are checked. A folder stands for all releases in it and below it; each file is checked by the marketplace.yaml that governs it.',
  ],
  options: [problemOptions.format, commonOptions.config, commonOptions.json],
  examples: [
    { does: 'everything below marketplace.yaml', line: 'check' },
    { does: 'one release, as annotations on a pull request', line: 'check "8.3.4_*" --format github' },
    { does: 'for code scanning', line: 'check --format sarif > check.sarif' },
  ],
  async run(invocation, console, world) {
    const chosen = problemFormat(invocation.options);
    const config = invocation.options.text(commonOptions.config);
    const choice = { named: invocation.names, ...(config === undefined ? {} : { config }) };
    const inputs = await loadCheckInputs(choice, new NodeFiles(world.directory));
    const { ok, problems, suppressed } = checkReleases(inputs);
    const count = inputs.reduce(
      (sum, { files, forms, settings }) => sum + files.length + forms.length + (settings ? 1 : 0),
      0,
    );
    const charts = inputs.reduce((sum, input) => sum + (input.charts?.size ?? 0), 0);
    if (chosen === 'json') console.raw(`${jsonText(checkDocument(problems, suppressed), 2)}\n`);
    else if (chosen === 'sarif') console.raw(`${jsonText(checkSarif(problems, world.version, suppressed), 2)}\n`);
    else if (chosen === 'github') console.raw(checkGithub(problems));
    else console.lines([...problemLines(problems), ...offLines(suppressed), summaryLine(problems, count, charts)]);
    return exitCodeOfResult({ ok });
  },
};

const severityStyles = { error: 'bad', warning: 'warn', info: 'muted' } as const;

/** The text form, with the severity in colour. */
function problemLines(problems: readonly Problem[]): Line[] {
  return problems.flatMap((problem) => {
    const [first = '', ...more] = checkText([problem]).trimEnd().split('\n');
    const at = first.indexOf(` ${problem.severity} `) + 1;
    const end = at + problem.severity.length;
    const head = [
      span(first.slice(0, at)),
      span(first.slice(at, end), severityStyles[problem.severity]),
      span(first.slice(end)),
    ];
    return [head, ...more.map((text) => line(text))];
  });
}

/** What is off is not told, but said to be off, with the reason that the settings give. */
function offLines(suppressed: readonly SuppressedProblem[]): Line[] {
  return silencedRules(suppressed).map((one) => line(silencedWords(one), 'muted'));
}

function summaryLine(problems: readonly Problem[], files: number, charts: number): Line {
  const count = (severity: Problem['severity']) => problems.filter((problem) => problem.severity === severity).length;
  const counts = [
    ...(count('error') > 0 ? [formatCount(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [formatCount(count('warning'), 'warning')] : []),
    ...(count('info') > 0 ? [formatCount(count('info'), 'remark')] : []),
  ];
  const beside = charts === 0 ? '' : ` and ${formatCount(charts, 'chart')}`;
  return line(`${counts.join(', ') || 'No problems'} in ${formatCount(files, 'file')}${beside}`);
}
