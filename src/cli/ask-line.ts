import { createInterface, type Interface } from 'node:readline/promises';
import { formatLine, line, wrap } from '#text';
import type { World } from './world.ts';

/**
 * Puts a question on the terminal and waits for a line.
 * @returns undefined at the end of the input
 * @throws the signal's reason
 */
export async function askLine(question: string, { stdin, stderr, signal }: World): Promise<string | undefined> {
  // The terminal stays in its own mode: Ctrl-C goes to the program as ever.
  const reader = createInterface({ input: stdin, terminal: false });
  try {
    const lines = wrap(question, Math.min(stderr.columns ?? 80, 100) - 1);
    stderr.write(`${lines.map((text) => formatLine(line(text), false)).join('\n')} `);
    const answer = await answerOf(reader, signal);
    // Whoever types an answer ends the line too.
    if (answer === undefined) stderr.write('\n');
    if (signal.aborted) throw signal.reason;
    return answer;
  } finally {
    reader.close();
  }
}

/** The next line; undefined when there is none, or nobody waits for it any more. */
function answerOf(reader: Interface, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const none = () => resolve(undefined);
    reader.once('line', resolve);
    reader.once('close', none);
    if (signal.aborted) none();
    else signal.addEventListener('abort', none, { once: true });
  });
}
