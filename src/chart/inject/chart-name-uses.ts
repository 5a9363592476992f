import { splitActions } from '../templates/split-actions.ts';
import type { TemplateToken } from '../templates/template-token.ts';
import { type ValueMap, valueAt } from '../values/value-tree.ts';
import { keyLines } from './key-lines.ts';

/** A place of a template that writes the name of the chart. */
export interface ChartNameUse {
  readonly line: number;
  /** Whether a selector has it: Kubernetes never changes one. */
  readonly isSelector: boolean;
}

/** Labels that tell people where an object comes from; nothing is found by them. */
const telling = /^[ \t]*["']?(?:helm\.sh\/chart|chart|app\.kubernetes\.io\/part-of)["']?[ \t]*:/;
const opening = new Set(['if', 'with', 'range', 'define', 'block']);
const selecting = /selector|match-?labels/i;

/**
 * Where a template writes `.Chart.Name` and no value stands in its place: neither `nameOverride`, asked for in the action or in a block around it, nor
 * another that is set. Labels that name the chart with its version change with each version anyway, and messages are nobody's name.
 * @param values what may set another: the values of the chart, and those that it is given
 */
export function chartNameUses(text: string, values: readonly ValueMap[]): ChartNameUse[] {
  const uses: ChartNameUse[] = [];
  const open: (readonly TemplateToken[])[] = [];
  const selectors = keyLines(text, 0, text.length).filter(({ path }) => path.includes('/matchLabels'));
  for (const { start, tokens } of splitActions(text)) {
    if (!tokens) continue;
    const [first] = tokens;
    const word = first?.kind === 'name' ? first.text : '';
    const around = [...open, tokens];
    if (word === 'end') open.pop();
    else if (opening.has(word)) open.push(tokens);
    if (!tokens.some(({ kind, text: chain }) => kind === 'field' && chain.endsWith('.Chart.Name'))) continue;
    if (around.some((those) => those.some(isOverride)) || tokens.some((token) => isSet(token, values))) continue;
    if (tokens.some(({ kind, text: name }) => kind === 'name' && (name === 'fail' || name === 'required'))) continue;
    const from = text.lastIndexOf('\n', start) + 1;
    const stop = text.indexOf('\n', start);
    const whole = text.slice(from, stop < 0 ? text.length : stop);
    if (telling.test(whole) || whole.includes('.Chart.Version')) continue;
    const isInHelper = open.some(([keyword, name]) => keyword?.text === 'define' && selecting.test(name?.text ?? ''));
    const isSelector = isInHelper || selectors.some((key) => key.start <= start && start < key.next);
    uses.push({ line: text.slice(0, start).split('\n').length, isSelector });
  }
  return uses;
}

function isOverride({ kind, text }: TemplateToken): boolean {
  return kind === 'field' && text.endsWith('.nameOverride');
}

/** Whether a field is a value that is not empty: `.Values.fullnameOverride | default .Chart.Name`. */
function isSet({ kind, text }: TemplateToken, values: readonly ValueMap[]): boolean {
  const [, path] = /^\$?\w*\.Values\.(.+)$/.exec(kind === 'field' ? text : '') ?? [];
  if (path === undefined) return false;
  return values.some((tree) => {
    const value = valueAt(tree, path.split('.'));
    return typeof value === 'string' && value !== '';
  });
}
