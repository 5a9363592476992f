import { ReleaseError } from '#problem';
import { askLine } from './ask-line.ts';
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
export async function confirm(question: string, console: Console, world: World): Promise<boolean> {
  console.pause();
  const answer = await askLine(`${question} [y/N]`, world);
  return /^y(?:es)?$/i.test(answer?.trim() ?? '');
}

/** The refusal when a confirmation may be needed and nobody can give it. */
export function confirmationRequired(command: string): ReleaseError {
  const message = `${command} asks before it pushes, and there is no terminal to ask on`;
  return new ReleaseError('confirmation-required', message, {
    hint: 'Nothing was done. Look at the plan, then run the same command with --yes.',
  });
}
