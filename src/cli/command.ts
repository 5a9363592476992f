import type { Console } from './console.ts';
import type { Option, OptionValues } from './options.ts';
import type { World } from './world.ts';

/** A call of a command. */
export interface Invocation {
  /** What stands on the command line besides options. */
  readonly names: readonly string[];
  readonly options: OptionValues;
  /** Targets that the images go from and to, when they are not read where the files say. */
  readonly promotion?: { readonly from: string; readonly to: string };
}

/** One command of the program: what its help says, and what it does. */
export interface Command {
  readonly name: string;
  /** In the list of commands. */
  readonly summary: string;
  /** What follows the program's name, a line each. */
  readonly usage: readonly string[];
  /** Paragraphs of the help. */
  readonly about: readonly string[];
  readonly options: readonly Option[];
  readonly examples: readonly { readonly does: string; readonly line: string }[];
  /**
   * @returns the exit status
   * @throws ReleaseError, whose code decides the exit status
   */
  run(invocation: Invocation, console: Console, world: World): Promise<number>;
}
