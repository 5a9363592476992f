import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machine, Page } from '../page.ts';
import { median, spread } from '../spread.ts';
import { type Subject, subjects } from './subjects.ts';

const unmeasured = 5;
const rounds = 25;
const about = `What an editor does with a text after each key, in one process: the whole text is parsed and diagnosed, and what can stand at the cursor is
looked up. Ours is the bundle that the extension loads (\`dist/language.cjs\`). Beside it works \`vscode-json-languageservice\`, which VS Code's own JSON
language is made of, on the same text with the schema of release files; of the other formats it knows nothing. Both take their turn in each
round, with a text that nobody has seen before; the first ${unmeasured} rounds do not count. A frame on the screen lasts 16 ms.`;

/** The bench of editing: `--language` is the bundle to measure, `--page` the page that its table is written to. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { language: { type: 'string' }, page: { type: 'string' } } });
  const { language = '', page = '' } = values;
  const room: typeof import('#language') = createRequire(import.meta.url)(path.resolve(language));
  const measured = subjects(room).map((subject) => ({ subject, ours: [] as number[], theirs: [] as number[] }));
  for (let round = -unmeasured; round < rounds; round++) {
    for (const { subject, ours, theirs } of measured) {
      // Who comes first finds another heap than who comes second.
      const turns = [
        async () => ours.push(await timed(() => subject.ours(round + unmeasured))),
        async () => subject.theirs && theirs.push(await timed(() => subject.theirs?.(round + unmeasured))),
      ];
      for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
      if (round < 0) ours.length = theirs.length = 0;
    }
  }
  const table = [
    '| What | Ours, ms | JSON language service, ms | Ratio | Goal, ms |',
    '| - | -: | -: | -: | -: |',
    ...measured.map(({ subject, ours, theirs }) => row(subject, ours, theirs)),
  ];
  process.stdout.write(`\n${table.join('\n')}\n`);
  new Page(page).write('editing', ['## Editing', '', about, '', ...table, '', machine(`${rounds} rounds`)]);
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function row({ what, goalMs }: Subject, ours: readonly number[], theirs: readonly number[]): string {
  const compared = theirs.length === 0 ? ['', ''] : [spread(theirs, 1), (median(theirs) / median(ours)).toFixed(2)];
  return `| ${[what, spread(ours, 1), ...compared, goalMs === undefined ? '' : `≤ ${goalMs}`].join(' | ')} |`;
}

await main();
