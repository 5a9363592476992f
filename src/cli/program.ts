import { exitCodeOf, ReleaseError } from '#problem';
import { line, wrap } from '#text';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { Console } from './console.ts';
import { commandHelp, programHelp } from './help-text.ts';
import { commonOptions, OptionValues, universalOptions } from './options.ts';
import { type ParsedArguments, parseArguments } from './parse-arguments.ts';
import type { World } from './world.ts';

/**
 * The program: from a command line to an exit status. Never throws; what a command throws is said and becomes the status.
 * @param argv what follows the program's name
 */
export async function runProgram(argv: readonly string[], world: World): Promise<number> {
  let parsed: ParsedArguments;
  try {
    parsed = parseArguments(argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv, commands);
  } catch (error) {
    failProgram(argv, world, error);
    return exitCodeOf(ReleaseError.from(error).code);
  }
  const console = new Console(world, parsed.options);
  try {
    return await dispatch(parsed, console, world);
  } catch (error) {
    console.fail(error);
    return exitCodeOf(ReleaseError.from(error).code);
  }
}

/** Says what ends the program where no command can: an error in the command line, or one that nobody caught. */
export function failProgram(argv: readonly string[], world: World, error: unknown): void {
  new Console(world, statedOptions(argv)).fail(error);
}

async function dispatch({ command, names, options }: ParsedArguments, console: Console, world: World): Promise<number> {
  const hasOwnVersion = command?.options.some(({ name }) => name === universalOptions.version.name);
  if (options.has(universalOptions.version) && !hasOwnVersion) {
    console.lines([line(world.version)]);
    return 0;
  }
  if (options.has(universalOptions.help)) {
    console.lines(command ? commandHelp(command, console.width) : programHelp(commands, console.width));
    return 0;
  }
  if (!command) {
    console.sayText((width) => programHelp(commands, width));
    return exitCodeOf('usage');
  }
  sayWhenCancelled(command, console, world);
  return command.run({ names, options }, console, world);
}

/** A sandbox ends when told to; everything else takes a moment to settle. */
function sayWhenCancelled(command: Command, console: Console, { signal }: World): void {
  if (command.name === 'sandbox') return;
  const words = 'Cancelling: what is under way is settled first. Ctrl-C once more stops at once.';
  signal.addEventListener(
    'abort',
    () => {
      if (console.isWorking) console.sayText((width) => wrap(words, width).map((text) => line(text, 'warn')));
    },
    { once: true },
  );
}

/** Who asked for JSON gets an error as JSON too, even one in the command line itself. */
function statedOptions(argv: readonly string[]): OptionValues {
  const stated = [commonOptions.json, commonOptions.events, universalOptions.debug, universalOptions.noColor];
  return new OptionValues(
    new Map(stated.filter(({ name }) => argv.includes(`--${name}`)).map(({ name }) => [name, true as const])),
  );
}
