import type { ReleaseError } from '#problem';
import { type Line, line, span } from '#text';
import { problemLines } from './problem-lines.ts';

/** An error, with what to do next. */
export function failureLines(error: ReleaseError, nameOf: (file: string) => string): Line[] {
  return [
    ...problemLines(error.problems, nameOf),
    [
      ...(error.code === 'cancelled' ? [] : [span('error  ', 'bad')]),
      span(error.code, 'strong'),
      span(`  ${error.message}`),
    ],
    ...error.details.map((detail) => line(`         ${detail}`)),
    ...(error.hint === undefined ? [] : [line(`       ${error.hint}`)]),
  ];
}
