import { checkText } from '#jobs';
import { codes, type ReleaseError } from '#problem';
import { type Line, line, span } from './line.ts';
import { wrap } from './wrap.ts';

const indent = 7;

/** An error as a person reads it: the problems behind it, what happened, the facts, what to do next. */
export function errorText(error: ReleaseError, width: number): Line[] {
  const pad = ' '.repeat(indent);
  const [first = '', ...more] = wrap(error.message, width - indent);
  const startsBeside = indent + error.code.length + 2 + first.length <= width;
  // Being told to stop is no error.
  const word = error.code === 'cancelled' ? span('') : span('error  ', 'bad');
  const head = [word, span(error.code, 'strong'), ...(startsBeside ? [span(`  ${first}`)] : [])];
  const rest = [...(startsBeside ? [] : [first]), ...more];
  return [
    ...checkText(error.problems)
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => line(text)),
    head,
    ...rest.map((text) => line(`${pad}${text}`)),
    ...error.details.map((text) => line(`${pad}  ${text}`)),
    ...wrap(adviceOf(error), width - indent).flatMap((text) => (text === '' ? [] : [line(`${pad}${text}`)])),
  ];
}

/** What to do next: the error's own hint, else what the page of its code says. Being told to stop needs none. */
export function adviceOf({ code, hint }: ReleaseError): string {
  return hint ?? (code === 'cancelled' ? '' : codes[code].cure);
}
