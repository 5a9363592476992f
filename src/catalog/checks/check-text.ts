import { quote } from '#formats';
import type { Range, TextProblem } from '#problem';
import { refusedCharacters } from '../characters.ts';
import type { AwsCodes, TextShape } from '../field-spec.ts';
import { isListed } from '../value-list.ts';
import { placeIn, problemAt } from './finding.ts';
import { nearestValue } from './nearest-value.ts';

/** So many signs of one value are shown; somebody who pasted a book need not be told of each. */
const mostSigns = 20;

/** One value and what its field says of it; `name` begins the sentences. */
export interface TextValue {
  readonly name: string;
  readonly text: string;
  readonly range: Range;
  readonly shape: TextShape;
  readonly awsCodes: AwsCodes;
}

/** What is wrong with one text that is not empty: the first of its form's faults, and every sign that is refused. */
export function checkText(value: TextValue): TextProblem[] {
  const fault = lengthFault(value) ?? rangeFault(value) ?? patternFault(value) ?? valueFault(value) ?? judged(value);
  return [...(fault ? [fault] : []), ...signs(value)];
}

function lengthFault({ name, text, range, shape, awsCodes }: TextValue): TextProblem | undefined {
  const { least = 0, most = Number.POSITIVE_INFINITY } = shape;
  const { length } = text;
  if (length > most) {
    const message = `${name}: ${length} of ${most} characters.`;
    // What is too much is underlined, not what stands before it.
    const place = placeIn(range, text, most, length - most);
    return problemAt(place, 'form-value-too-long', {
      message,
      hint: `Shorten it by ${length - most}.`,
      awsCode: awsCodes.long,
    });
  }
  if (length >= least) return undefined;
  const message = `${name}: ${length} characters, at least ${least} are needed.`;
  return problemAt(range, 'form-value-invalid', { message, awsCode: awsCodes.form });
}

function rangeFault({ name, text, range, shape, awsCodes }: TextValue): TextProblem | undefined {
  if (!shape.range) return undefined;
  const { least, most } = shape.range;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return undefined;
  const message = `${name} must be a number from ${least} to ${most}, not ${quote(text)}.`;
  return problemAt(range, 'form-value-invalid', { message, awsCode: awsCodes.form });
}

function patternFault({ name, text, range, shape, awsCodes }: TextValue): TextProblem | undefined {
  if (!shape.pattern || shape.pattern.test.test(text)) return undefined;
  const { means, isSoft } = shape.pattern;
  const message = `${name} ${isSoft ? 'should' : 'must'} be ${means}, not ${quote(text)}.`;
  return problemAt(range, 'form-value-invalid', {
    ...(isSoft ? { severity: 'warning' } : {}),
    message,
    awsCode: awsCodes.form,
  });
}

function valueFault({ name, text, range, shape, awsCodes }: TextValue): TextProblem | undefined {
  const { values, list } = shape;
  if (values && !values.includes(text)) {
    const near = nearestValue(text, values);
    const hint = near === undefined ? `Write one of: ${values.join(', ')}.` : `Write ${near}.`;
    const message = `${name} has no value ${quote(text)}.`;
    return problemAt(range, 'form-value-unknown', { message, hint, awsCode: awsCodes.value });
  }
  if (!list || isListed(list, text)) return undefined;
  const near = nearestValue(text, list.values);
  if (near === undefined && list.isPartial) return undefined;
  const message = `${quote(text)} is not among the ${list.name} as of ${list.taken}.`;
  const hint = near === undefined ? 'Check the spelling; AWS may have added it since.' : `Is ${near} meant?`;
  return problemAt(range, 'form-value-unknown', { severity: 'warning', message, hint, awsCode: awsCodes.value });
}

function judged({ text, range, shape }: TextValue): TextProblem | undefined {
  const fault = shape.judge?.(text);
  if (!fault) return undefined;
  const { isWarning, rule = 'form-value-invalid', ...finding } = fault;
  return problemAt(range, rule, { ...(isWarning ? { severity: 'warning' } : {}), ...finding });
}

/** Prose is looked at for all signs that are refused, other values for those that AWS says it refuses. */
function signs({ name, text, range, shape, awsCodes }: TextValue): TextProblem[] {
  return refusedCharacters(text)
    .filter(({ isCertain }) => shape.isProse || isCertain)
    .slice(0, mostSigns)
    .map((sign) => {
      const place = placeIn(range, text, sign.at, sign.length);
      const what = /^[aeiou]/.test(sign.name)
        ? `an ${sign.name}`
        : sign.name.startsWith('U+')
          ? sign.name
          : `a ${sign.name}`;
      const message = sign.isCertain
        ? `${name} has ${what} in it, which AWS Marketplace refuses.`
        : `${name} has ${what} in it; sellers report that AWS Marketplace refuses such signs.`;
      const hint = sign.replacement === '' ? 'Remove it.' : `Write ${shown(sign.replacement)} instead.`;
      return problemAt(place, 'form-characters', {
        severity: sign.isCertain ? 'error' : 'warning',
        message,
        hint,
        awsCode: awsCodes.characters ?? 'INVALID_INPUT',
      });
    });
}

function shown(replacement: string): string {
  return replacement === ' ' ? 'a blank' : replacement;
}
