import { createInterface, type Interface } from 'node:readline/promises';
import { ReleaseError } from '#problem';
import { formatLine, line, wrap } from '#text';
import type { Console } from './console.ts';
import type { World } from './world.ts';

/** Whether there is somebody to ask. */
export function canAsk({ stdin, stderr }: World): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/**
 * Asks on the terminal; anything but a yes is a no, so is the end of the input.
 * @throws the signal's reason
 */
export async function confirm(question: string, console: Console, { stdin, stderr, signal }: World): Promise<boolean> {
  console.pause();
  // The terminal stays in its own mode: Ctrl-C goes to the program as ever.
  const reader = createInterface({ input: stdin, terminal: false });
  try {
    const lines = wrap(`${question} [y/N]`, Math.min(stderr.columns ?? 80, 100) - 1);
    stderr.write(`${lines.map((text) => formatLine(line(text), false)).join('\n')} `);
    const answer = await answerOf(reader, signal);
    // Whoever types an answer ends the line too.
    if (answer === undefined) stderr.write('\n');
    if (signal.aborted) throw signal.reason;
    return /^y(?:es)?$/i.test(answer?.trim() ?? '');
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

/** The refusal when a confirmation may be needed and nobody can give it. */
export function confirmationRequired(): ReleaseError {
  return new ReleaseError('confirmation-required', 'mirror asks before it pushes, and there is no terminal to ask on', {
    hint: 'Nothing was done. Look at the plan, then run the same command with --yes.',
  });
}
