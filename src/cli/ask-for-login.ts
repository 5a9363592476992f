import { LoginPause } from '#composition';
import { askLine } from './ask-line.ts';
import { canAsk } from './confirm.ts';
import type { Console } from './console.ts';
import type { World } from './world.ts';

/** Waits on the terminal until somebody has logged in to AWS again; undefined where there is nobody to ask, and a job stops instead. */
export function askForLogin(console: Console, world: World): LoginPause | undefined {
  if (!canAsk(world)) return undefined;
  const question = 'Press Enter when you have logged in again in another terminal, or Ctrl-C to stop:';
  return new LoginPause({
    ask: () =>
      console.aside(async () =>
        (await askLine(question, world)) === undefined ? ('stop' as const) : ('again' as const),
      ),
    emit: console.emit,
    signal: world.signal,
    now: world.now,
  });
}
