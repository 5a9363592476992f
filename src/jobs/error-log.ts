import type { Item } from './item.ts';
import { isLoginEndCode } from './login-ended.ts';
import { stopWords } from './stop-words.ts';

/** What the log holds while a run is under way: whoever finds it later knows that the run never came to its end. */
export const unfinishedLog = 'ERROR: run unfinished\n';

/**
 * One `ERROR: …` line for each item that did not get where it should, and one for each end of a login with all that it stopped;
 * empty when all went well, which is what pipelines test for.
 * @param failures what else went wrong, beside the images
 * @param done what the job is there to do with an image
 */
export function errorLog(
  items: readonly Item[],
  failures: readonly string[] = [],
  done: 'released' | 'verified' = 'released',
): string {
  const troubles = items.filter(
    ({ outcome }) => outcome === 'failed' || outcome === 'conflict' || outcome === 'cancelled',
  );
  const ofItems = troubles
    .filter((item) => !isStopped(item))
    .map((item) => `${item.target}: ${item.message ?? item.outcome}`);
  return [...stopWords(troubles.filter(isStopped), done), ...ofItems, ...failures]
    .map((text) => `ERROR: ${oneLine(text)}\n`)
    .join('');
}

/** Not by anybody's wish, and not for itself: the job was stopped by the end of a login. */
function isStopped({ outcome, code }: Item): boolean {
  return outcome === 'cancelled' && isLoginEndCode(code);
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
