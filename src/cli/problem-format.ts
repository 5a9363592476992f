import { ReleaseError } from '#problem';
import { commonOptions, type OptionValues } from './options.ts';

const formats = ['text', 'json', 'sarif', 'github'] as const;

/** How a command that finds problems prints them. */
export type ProblemFormat = (typeof formats)[number];

/**
 * The format that somebody asks for, by `--format` or `--json`.
 * @throws ReleaseError `usage`
 */
export function problemFormat(options: OptionValues): ProblemFormat {
  const isJson = options.has(commonOptions.json);
  const text = options.text(commonOptions.format) ?? (isJson ? 'json' : 'text');
  const found = formats.find((one) => one === text);
  if (!found) throw new ReleaseError('usage', `There is no format ${text}`, { hint: `Formats: ${formats.join(', ')}` });
  if (!isJson || found === 'json') return found;
  throw new ReleaseError('usage', '--json and another --format exclude each other', { hint: 'Give one of them.' });
}
