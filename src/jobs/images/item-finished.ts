import type { Emit } from '../event.ts';
import type { Item } from '../item.ts';

/** The event that tells what became of an item. */
export function itemFinished({ target, outcome, code, message, bytes }: Item): Parameters<Emit>[0] {
  return {
    type: 'item-finished',
    item: target,
    outcome,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    bytes,
  };
}
