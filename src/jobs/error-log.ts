import type { Item } from './item.ts';

/** What the log holds while a run is under way: whoever finds it later knows that the run never came to its end. */
export const unfinishedLog = 'ERROR: run unfinished\n';

/** One `ERROR: …` line for each item that did not get where it should; empty when all went well, which is what pipelines test for. */
export function errorLog(items: readonly Item[]): string {
  return items
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'conflict' || outcome === 'cancelled')
    .map((item) => `ERROR: ${oneLine(`${item.target}: ${item.message ?? item.outcome}`)}\n`)
    .join('');
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
