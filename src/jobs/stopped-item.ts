import type { Item } from './item.ts';
import { isLoginEnd } from './login-ended.ts';

/**
 * An image that a job had not finished when it was stopped.
 * @param reason why it stopped: somebody wanted it, or a login has ended
 * @param words what was not done, and what to do next
 */
export function stoppedItem(
  item: Item,
  reason: unknown,
  { message, hint }: { readonly message: string; readonly hint: string },
): Item {
  if (!isLoginEnd(reason)) return { ...item, outcome: 'cancelled', code: 'cancelled', message, hint };
  const { code, message: ended } = reason;
  return { ...item, outcome: 'cancelled', code, message: ended, hint: reason.hint ?? hint };
}
