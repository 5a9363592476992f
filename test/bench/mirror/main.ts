import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Page } from '../page.ts';
import { runExperiment } from './experiment.ts';
import { unusual, usual } from './experiments.ts';
import { RegistryHandle } from './registry-handle.ts';
import { section, table } from './section.ts';
import { missingPeers, ours, peers } from './tools.ts';

/**
 * The bench's entry. Names of experiments choose; `large` is all that take long. `--against FILE` lets
 * another build of ours run by turns, `--rounds N` runs everyone as often, `--only TOOL` leaves the other peers out, `--profile
 * FOLDER` has Node write where the processor's time goes; none of these writes the page.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      program: { type: 'string' },
      registry: { type: 'string' },
      page: { type: 'string' },
      against: { type: 'string' },
      rounds: { type: 'string' },
      only: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const { program = '', registry = '', page = '', against, rounds, only, profile } = values;
  const all = [...usual, ...unusual];
  const asked = positionals.length === 0 ? usual : all.filter(({ name }) => positionals.includes(name));
  const chosen = positionals.includes('large') ? [...asked, ...unusual] : asked;
  if (chosen.length === 0) throw new Error(`There are ${all.map(({ name }) => name).join(', ')} and large`);
  const found = peers().filter(({ name }) => only === undefined || name.startsWith(only));
  const tools = [
    ours(path.resolve(program), undefined, profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
    ...(against === undefined ? [] : [ours(path.resolve(against), 'marketplace-release, the other')]),
    ...found,
  ];
  const missing = only === undefined ? missingPeers(found) : [];
  if (missing.length > 0) say(`Not on this machine, so not measured: ${missing.join(', ')}`);
  const isPlain = [against, rounds, only, profile].every((value) => value === undefined);
  const registries = { source: new RegistryHandle(registry), target: new RegistryHandle(registry) };
  try {
    for (const experiment of chosen) {
      say(`\n${experiment.title} (load ${loadavg()[0]?.toFixed(1)})`);
      const given =
        rounds === undefined ? experiment : { ...experiment, rounds: everyone(experiment.rounds, Number(rounds)) };
      const results = await runExperiment(given, tools, registries, say);
      say(`\n${table(results, ({ runs }) => runs).join('\n')}`);
      if (experiment.again) say(`\nagain\n${table(results, ({ again }) => again).join('\n')}`);
      if (isPlain) new Page(page).write(experiment.name, section(experiment, results));
    }
  } finally {
    registries.source.close();
    registries.target.close();
  }
}

function everyone(rounds: Readonly<Record<string, number>>, count: number): Record<string, number> {
  return Object.fromEntries(Object.keys(rounds).map((name) => [name, count]));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
