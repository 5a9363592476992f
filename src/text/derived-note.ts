import type { Item } from '#jobs';
import { formatCount } from './amounts.ts';

/** How an image is made from its source, in short: `derived: user 1001, 2 files`. Empty where the target gets it as it is. */
export function derivedNote({ derived }: Pick<Item, 'derived'>): string {
  if (!derived) return '';
  const { user, labels = {}, environment = {}, entrypoint, command, files = [] } = derived;
  const some = (count: number, one: string) => (count === 0 ? [] : [formatCount(count, one)]);
  const parts = [
    ...files.flatMap(({ program }) => (program === undefined ? [] : [`program ${program}`])),
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(entrypoint ? ['entry point'] : []),
    ...(command ? ['command'] : []),
    ...some(Object.keys(environment).length, 'variable'),
    ...some(Object.keys(labels).length, 'label'),
    ...some(files.filter(({ program }) => program === undefined).length, 'file'),
  ];
  return `derived: ${parts.join(', ')}`;
}
