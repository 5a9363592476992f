import type { MirrorPlan, PlanTarget, Report } from '#jobs';
import { formatCount } from './amounts.ts';
import { flow } from './flow.ts';
import { type Line, line, type Style, span } from './line.ts';
import { nameIn } from './name-in.ts';
import { configurationWords } from './repository-words.ts';
import { wrap } from './wrap.ts';

const wordWidth = 11;
const indent = 2 + wordWidth;
const update =
  'They are left as they are; repositories.update: true in the settings changes them, but for their encryption.';

/**
 * The repositories of a plan: those to be made in one row, with how; those that are changed or differ with what is different, which is
 * said once for all that differ alike.
 */
export function plannedRepositoryLines(
  {
    repositories = [],
    repositoryConfiguration,
    target,
  }: Pick<MirrorPlan, 'repositories' | 'repositoryConfiguration' | 'target'>,
  width: number,
): Line[] {
  if (!repositoryConfiguration || repositories.length === 0) return [];
  const named = (action: string) => repositories.filter((repository) => repository.action === action);
  const made = named('create');
  const names = made.map(({ name }) => shortName(name, target));
  const left = named('leave');
  return [
    line(),
    ...(made.length === 0
      ? []
      : [
          ...row(
            'create',
            'good',
            `${formatCount(made.length, 'repository', 'repositories')}: ${configurationWords(repositoryConfiguration)}`,
            width,
          ),
          ...list(names, width),
        ]),
    ...differingLines('update', named('update'), target, width),
    ...differingLines('differs', left, target, width),
    ...(left.length === 0 ? [] : below(update, width)),
  ];
}

function differingLines(
  word: string,
  repositories: NonNullable<MirrorPlan['repositories']>,
  target: PlanTarget,
  width: number,
): Line[] {
  const alike = new Map<string, { readonly names: string[]; readonly differences: readonly string[] }>();
  for (const { name, differences } of repositories) {
    const key = JSON.stringify(differences);
    const group = alike.get(key) ?? { names: [], differences };
    group.names.push(shortName(name, target));
    alike.set(key, group);
  }
  return [...alike.values()].flatMap(({ names, differences }) => {
    const [only = ''] = names;
    const isOne = names.length === 1;
    return [
      ...row(word, 'warn', isOne ? only : formatCount(names.length, 'repository', 'repositories'), width),
      ...differences.flatMap((words) => below(words, width)),
      ...(isOne ? [] : list(names, width)),
    ];
  });
}

const styles: Readonly<Record<string, Style>> = { created: 'good', updated: 'good', failed: 'bad' };

/** What became of the repositories of a run: a row for each kind of outcome, then what went wrong. */
export function reportedRepositoryLines(
  { repositories = [], target }: Pick<Report, 'repositories' | 'target'>,
  width: number,
): Line[] {
  if (repositories.length === 0) return [];
  const rows = (['created', 'updated', 'left', 'failed'] as const).flatMap((outcome) => {
    const found = repositories.filter((repository) => repository.outcome === outcome);
    if (found.length === 0) return [];
    const count = formatCount(found.length, 'repository', 'repositories');
    const names = found.map(({ name }) => shortName(name, target));
    return [
      ...row(outcome, styles[outcome], outcome === 'left' ? `${count} made by somebody else` : count, width),
      ...list(names, width),
    ];
  });
  // What the images or the warnings do not say again.
  return [line(), ...rows];
}

function shortName(name: string, target: Pick<PlanTarget, 'registry' | 'prefix'>): string {
  return nameIn(target, `${target.registry}/${name}`);
}

function row(word: string, style: Style | undefined, text: string, width: number): Line[] {
  const [first = '', ...more] = wrap(text, width - indent);
  const head: Line = [span(`  ${word.padEnd(wordWidth)}`, style), span(first)];
  return [head, ...more.map((part) => line(`${' '.repeat(indent)}${part}`))];
}

function below(text: string, width: number): Line[] {
  return wrap(text, width - indent).map((part) => line(`${' '.repeat(indent)}${part}`));
}

function list(names: readonly string[], width: number): Line[] {
  const cells = names.map((name, at) => ({ spans: [span(at === names.length - 1 ? name : `${name},`)] }));
  const start = { spans: [span(' '.repeat(indent - 1))] };
  return flow([start, ...cells], { indent, width, gap: 1 });
}
