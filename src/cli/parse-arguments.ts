import { parseArgs } from 'node:util';
import { nearest, quote } from '#formats';
import { ReleaseError } from '#problem';
import type { Command, Invocation } from './command.ts';
import { commonOptions, type Option, OptionValues, universalOptions } from './options.ts';

/** A command line, understood as far as it goes. */
export interface ParsedArguments extends Invocation {
  /** Undefined when none was named. */
  readonly command: Command | undefined;
}

/**
 * Reads a command line. Options may stand anywhere; everything after `--` is a name.
 * @throws ReleaseError `usage`
 */
export function parseArguments(argv: readonly string[], commands: readonly Command[]): ParsedArguments {
  const known = new Map<string, Option>();
  const all = [universalOptions, commonOptions].flatMap((options): Option[] => Object.values(options));
  for (const option of [...all, ...commands.flatMap(({ options }) => options)]) known.set(option.name, option);
  // What a command means by a name counts in its calls: --version of a chart wants a value.
  const first = commands.find(({ name }) => argv.find((text) => !text.startsWith('-')) === name);
  for (const option of first?.options ?? []) known.set(option.name, option);
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...known.values()].map(({ name, short, value }) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const names = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  const command = commandNamed(names[0], commands);
  const shared = [...Object.values(universalOptions), ...Object.values(commonOptions)];
  const options = command ? [...command.options, ...shared] : Object.values(universalOptions);
  const values = new Map<string, string | true>();
  for (const { name, rawName, value, inlineValue } of given) {
    const option = options.find((one) => one.name === name);
    if (!option) throw unknownOption(rawName, command, known.has(name), options);
    values.set(name, givenValue(option, rawName, value, inlineValue));
  }
  return { command, names: names.slice(1), options: new OptionValues(values) };
}

function commandNamed(name: string | undefined, commands: readonly Command[]): Command | undefined {
  if (name === undefined) return undefined;
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  const names = commands.map((command) => command.name);
  const meant = nearest(name, names);
  const hint = meant === undefined ? `The commands are: ${names.join(', ')}` : `Perhaps ${meant} is meant.`;
  throw new ReleaseError('usage', `There is no command ${quote(name)}`, { hint });
}

function unknownOption(
  rawName: string,
  command: Command | undefined,
  isKnown: boolean,
  options: readonly Option[],
): ReleaseError {
  const whose = command ? command.name : 'The program without a command';
  const meant = nearest(
    rawName.replace(/^-+/, ''),
    options.map(({ name }) => name),
  );
  const help = `marketplace-release ${command ? `${command.name} ` : ''}-h lists the options.`;
  const hint = meant === undefined || isKnown ? help : `Perhaps --${meant} is meant.`;
  return new ReleaseError('usage', `${whose} has no option ${quote(rawName)}`, { hint });
}

function givenValue(
  { name, value: expected }: Option,
  rawName: string,
  value: string | undefined,
  inlineValue: boolean | undefined,
): string | true {
  if (expected === undefined) {
    if (value === undefined) return true;
    throw new ReleaseError('usage', `${rawName} takes no value`, { hint: `Write --${name} alone.` });
  }
  // An option where a value should be was forgotten, not meant: `--config --yes`.
  if (value === undefined || value === '' || (!inlineValue && value.startsWith('-') && value !== '-')) {
    throw new ReleaseError('usage', `${rawName} wants a value`, { hint: `Write --${name} ${expected}` });
  }
  return value;
}
