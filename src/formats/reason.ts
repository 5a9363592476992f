import { text } from './target-schema.ts';

/** Why the settings make an exception. Somebody will ask, so blanks are none. */
export function reason() {
  return text((value) => value.trim() !== '', 'must say why', '\\S');
}
