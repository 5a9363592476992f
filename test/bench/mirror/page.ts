import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Experiment, Result, Run } from './experiment.ts';

const head = `# Measured side by side

What \`npm run bench\` measured last: our command line and those of the field's programs that the machine had, by turns, under the
same conditions. Every run has a new and empty target, and counts only when every tag there ends with the digest of its source.

How it is made:

- Source and target are registries in processes of their own on the same machine, in memory. They make up the layers, hash what is
  uploaded, refuse a manifest whose content is missing, mount what another repository has, and count. They share the machine's cores with the program
  that is measured.
- "20 ms" is waited before each answer, and 40 ms more on a new connection. That is a model of distance: no loss, no windows.
- Time is from start to end of the process. For several rounds the median stands, then the least and the most. Processor time is
  user and system time of all its processes; memory is the highest peak (VmHWM) of any one of them. Uploaded is what the target took in.
- Ours makes its plan and runs it in one call, which reads every target tag four times; the others push at once.
- The others run as fast as they can be told to; how stands in the table. One that was not on the machine is missing.

A table was measured on the day and machine that stand below it.
`;

/** Puts the tables of experiments into the page, in place of their last ones. */
export class Page {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  write(experiment: Experiment, results: readonly Result[], order: readonly string[]): void {
    const sections = sectionsOf(this.#text());
    sections.set(experiment.name, section(experiment, results));
    const body = order.flatMap((name) => sections.get(name) ?? []);
    writeFileSync(this.#file, [head, ...body].join('\n'));
  }

  #text(): string {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch {
      return '';
    }
  }
}

function sectionsOf(text: string): Map<string, string> {
  const found = text.matchAll(/<!-- bench (\S+) -->\n[\s\S]*?<!-- \/bench -->\n/g);
  return new Map([...found].map(([whole, name = '']) => [name, whole]));
}

function section({ name, title, about }: Experiment, results: readonly Result[]): string {
  const again = results.filter((result) => result.again.length > 0);
  return [
    `<!-- bench ${name} -->`,
    `## ${title}`,
    '',
    about,
    '',
    ...table(results, ({ runs }) => runs),
    ...(again.length === 0
      ? []
      : ['', 'Once more, with nothing to do:', '', ...table(again, (result) => result.again)]),
    '',
    surroundings(results),
    '<!-- /bench -->',
    '',
  ].join('\n');
}

/** The rows of a table in Markdown; the first result is what the others are compared with. */
export function table(results: readonly Result[], runsOf: (result: Result) => readonly Run[]): string[] {
  const first = results[0] ? median(runsOf(results[0]).map(({ seconds }) => seconds)) : 0;
  const rows = results.map((result) => {
    const runs = runsOf(result);
    const seconds = runs.map((run) => run.seconds);
    const one = (figure: (run: Run) => number) => median(runs.map(figure));
    return [
      `${result.tool.name} ${result.tool.version} (${result.tool.means})`,
      spread(seconds),
      (median(seconds) / first).toFixed(2),
      one(({ cpuSeconds }) => cpuSeconds).toFixed(2),
      (Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6).toFixed(0),
      (one(({ uploadedBytes }) => uploadedBytes) / 1e6).toFixed(1),
      `${one(({ uploads }) => uploads)} + ${one(({ mounts }) => mounts)}`,
      `${one(({ requests }) => requests)}`,
      `${one(({ refused }) => refused)}`,
    ];
  });
  const heads = [
    'Program',
    'Time, s',
    'Ratio',
    'CPU, s',
    'Memory, MB',
    'Uploaded, MB',
    'Blobs sent + mounted',
    'Requests',
    '429',
  ];
  return [heads, heads.map((_, at) => (at === 0 ? '-' : '-:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function surroundings(results: readonly Result[]): string {
  const [load = 0] = loadavg();
  const rounds = Math.max(...results.map(({ runs }) => runs.length));
  const date = new Date().toISOString().slice(0, 10);
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${date}; ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${memory} GB, Node ${process.versions.node}; up to ${rounds} rounds; load at the end ${load.toFixed(1)}.`;
}

function spread(values: readonly number[]): string {
  const middle = median(values).toFixed(2);
  return values.length === 1
    ? middle
    : `${middle} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
