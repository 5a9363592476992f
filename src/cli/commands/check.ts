import { checkDocument, checkGithub, checkReleases, checkSarif, checkText, loadCheckInputs } from '#jobs';
import { NodeFiles } from '#platform';
import { exitCodeOfResult, type Problem, ReleaseError } from '#problem';
import { formatCount, jsonText, type Line, line, span } from '#text';
import type { Command, Invocation } from '../command.ts';
import { commonOptions } from '../options.ts';

const { format } = commonOptions;
const formats = ['text', 'json', 'sarif', 'github'] as const;
type Format = (typeof formats)[number];

/** The problems of files and settings, without asking anyone. */
export const check: Command = {
  name: 'check',
  summary: 'find what is wrong with the files alone, offline',
  usage: ['check [FILE…] [--format FORMAT]'],
  about: [
    'Reads marketplace.yaml, release files, image lists and load forms and tells what is wrong with them, a line each: file:line:column severity rule message, and the code that AWS answers with where it has one. No registry is asked.',
    'FILE is a release file, an image list, a load form, a folder or a pattern; without any, all files below marketplace.yaml are checked. A folder stands for all releases in it and below it; each file is checked by the marketplace.yaml that governs it.',
  ],
  options: [format, commonOptions.config, commonOptions.json],
  examples: [
    { does: 'everything below marketplace.yaml', line: 'check' },
    { does: 'one release, as annotations on a pull request', line: 'check "8.3.4_*" --format github' },
    { does: 'for code scanning', line: 'check --format sarif > check.sarif' },
  ],
  async run(invocation, console, world) {
    const chosen = formatOf(invocation);
    const config = invocation.options.text(commonOptions.config);
    const choice = { named: invocation.names, ...(config === undefined ? {} : { config }) };
    const inputs = await loadCheckInputs(choice, new NodeFiles(world.directory));
    const { ok, problems } = checkReleases(inputs);
    const count = inputs.reduce(
      (sum, { files, forms, settings }) => sum + files.length + forms.length + (settings ? 1 : 0),
      0,
    );
    if (chosen === 'json') console.raw(`${jsonText(checkDocument(problems), 2)}\n`);
    else if (chosen === 'sarif') console.raw(`${jsonText(checkSarif(problems, world.version), 2)}\n`);
    else if (chosen === 'github') console.raw(checkGithub(problems));
    else console.lines([...problemLines(problems), summaryLine(problems, count)]);
    return exitCodeOfResult({ ok });
  },
};

function formatOf({ options }: Invocation): Format {
  const isJson = options.has(commonOptions.json);
  const text = options.text(format) ?? (isJson ? 'json' : 'text');
  const found = formats.find((one) => one === text);
  if (!found) throw new ReleaseError('usage', `There is no format ${text}`, { hint: `Formats: ${formats.join(', ')}` });
  if (!isJson || found === 'json') return found;
  throw new ReleaseError('usage', '--json and another --format exclude each other', { hint: 'Give one of them.' });
}

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

function summaryLine(problems: readonly Problem[], files: number): Line {
  const count = (severity: Problem['severity']) => problems.filter((problem) => problem.severity === severity).length;
  const counts = [
    ...(count('error') > 0 ? [formatCount(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [formatCount(count('warning'), 'warning')] : []),
    ...(count('info') > 0 ? [formatCount(count('info'), 'remark')] : []),
  ];
  return line(`${counts.join(', ') || 'No problems'} in ${formatCount(files, 'file')}`);
}
