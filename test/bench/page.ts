import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** The tables of the page, in its order. */
const order = ['S1', 'S2', 'S2-capped', 'S3', 'ecr', 'layer', 'images-500', 'images-5000', 'editing'];

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
- Editing, at the end, is another matter: how it is measured stands there.

A table was measured on the day and machine that stand below it.
`;

/** Puts tables into the page, in place of their last ones; the others stay. */
export class Page {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws Error for a name that has no place on the page */
  write(name: string, lines: readonly string[]): void {
    if (!order.includes(name)) throw new Error(`Where on the page does ${name} belong?`);
    const sections = sectionsOf(this.#text());
    sections.set(name, [`<!-- bench ${name} -->`, ...lines, '<!-- /bench -->', ''].join('\n'));
    const body = order.flatMap((each) => sections.get(each) ?? []);
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

/** When and on what machine, in the line below a table. */
export function machine(rounds: string): string {
  const [load = 0] = loadavg();
  const date = new Date().toISOString().slice(0, 10);
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${date}; ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${memory} GB, Node ${process.versions.node}; ${rounds}; load at the end ${load.toFixed(1)}.`;
}
