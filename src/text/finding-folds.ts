import type { Item, PlanTarget } from '#jobs';
import { besideOurs, type Severity } from '#problem';
import { type Line, line, type Style, span } from './line.ts';
import { nameIn } from './name-in.ts';
import { wrap } from './wrap.ts';

type Finding = NonNullable<Item['findings']>[number];

/** What so many images have alike is told once, after the rows. */
const mostInRows = 3;
const mostNamed = 3;
const indent = 13;
const styles: Readonly<Record<Severity, Style>> = { error: 'bad', warning: 'warn', info: 'muted' };
const order: readonly Severity[] = ['error', 'warning', 'info'];

interface Fold {
  readonly finding: Finding;
  /** One that has it. */
  readonly item: Item;
  /** The targets of the images that have it. */
  readonly images: string[];
}

/**
 * What was found in the images of one text. What more than three have alike, and mere information, stands once below the rows, with the
 * first of their names.
 */
export class FindingFolds {
  readonly #folds = new Map<string, Fold>();

  constructor(items: readonly Item[]) {
    for (const item of items) {
      for (const finding of shownFindings(item)) {
        const key = keyOf(item, finding);
        const held = this.#folds.get(key) ?? { finding, item, images: [] };
        held.images.push(item.target);
        this.#folds.set(key, held);
      }
    }
  }

  /** Whether the finding of an item is told below the rows. */
  has(item: Item, finding: Finding): boolean {
    const { severity } = finding;
    return severity === 'info' || (this.#folds.get(keyOf(item, finding))?.images.length ?? 0) > mostInRows;
  }

  /**
   * What is told below the rows, the gravest first: rule and images, what it is, what to do.
   * @param hints that are told already; those told here are added
   */
  lines(target: Pick<PlanTarget, 'registry' | 'prefix'>, width: number, hints: Set<string>): Line[] {
    const folds = [...this.#folds.values()]
      .filter(({ finding, images }) => finding.severity === 'info' || images.length > mostInRows)
      .sort((a, b) => order.indexOf(a.finding.severity) - order.indexOf(b.finding.severity));
    return folds.flatMap(({ finding, item, images }) => {
      const { rule, severity, hint } = finding;
      const words = findingWords(item, finding, images.length === 1 ? 'it' : 'each');
      const named = images.slice(0, mostNamed).map((image) => nameIn(target, image));
      const more = images.length - named.length;
      const count = images.length === 1 ? '' : `${images.length} images: `;
      const where = `${count}${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
      const [first = '', ...rest] = wrap(`${rule} in ${where}`, width - indent);
      const advice = hint === undefined || hints.has(hint) ? [] : [hint];
      for (const one of advice) hints.add(one);
      const below = [words, ...advice].flatMap((text) => wrap(text, width - indent));
      return [
        [span(`  ${severity.padEnd(indent - 2)}`, styles[severity]), span(first)],
        ...[...rest, ...below].map((text) => line(`${' '.repeat(indent)}${text}`)),
      ];
    });
  }
}

/** What is told of an item: nothing of what nobody releases now. */
export function shownFindings({ outcome, findings = [] }: Item): readonly Finding[] {
  return outcome === 'ignored' || outcome === 'conflict' || outcome === 'cancelled' ? [] : findings;
}

/**
 * What a finding says, with AWS's code: of an image whose name stands in its row already, `It runs as root`, and of some of its platforms
 * `On linux/arm64 it runs as root`. What does not begin with the name stays as it is.
 * @param subject stands for the name
 */
export function findingWords(
  { target }: Pick<Item, 'target'>,
  { message, awsCode }: Finding,
  subject: 'it' | 'each' = 'it',
): string {
  const name = target.slice(target.indexOf('/') + 1);
  const aws = besideOurs(awsCode === undefined ? {} : { awsCode });
  if (!message.startsWith(`${name} `)) return `${message}${aws}`;
  const rest = message.slice(name.length + 1);
  const [, platforms, what = rest] = /^\(([^()]+)\) (.+)$/s.exec(rest) ?? [];
  const begin =
    platforms === undefined ? `${subject.charAt(0).toUpperCase()}${subject.slice(1)}` : `On ${platforms} ${subject}`;
  return `${begin} ${what}${aws}`;
}

function keyOf(item: Item, finding: Finding): string {
  return JSON.stringify([finding.severity, finding.rule, findingWords(item, finding)]);
}
