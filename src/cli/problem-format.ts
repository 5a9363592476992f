import { ReleaseError } from '#problem';
import { commonOptions, type OptionValues, problemOptions } from './options.ts';

const formats = ['text', 'json', 'sarif', 'github'] as const;

/** How a command that finds problems prints them. */
export type ProblemFormat = (typeof formats)[number];

/**
 * The format that somebody asks for, by `--format` or `--json`.
 * @throws ReleaseError `usage`
 */
export function problemFormat(options: OptionValues): ProblemFormat {
  const isJson = options.has(commonOptions.json);
  const text = options.text(problemOptions.format) ?? (isJson ? 'json' : 'text');
  const found = formats.find((one) => one === text);
  if (!found) throw new ReleaseError('usage', `There is no format ${text}`, { hint: `Formats: ${formats.join(', ')}` });
  if (!isJson || found === 'json') return found;
  throw new ReleaseError('usage', '--json and another --format exclude each other', { hint: 'Give one of them.' });
}

/**
 * The same for a command that can print its events too.
 * @throws ReleaseError `usage`
 */
export function jobFormat(options: OptionValues): ProblemFormat {
  const format = problemFormat(options);
  if (!options.has(commonOptions.events) || format === 'text' || format === 'json') return format;
  throw new ReleaseError('usage', `--events and --format ${format} exclude each other`, { hint: 'Give one of them.' });
}
