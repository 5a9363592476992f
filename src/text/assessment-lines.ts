import type { Assessment, Report } from '#jobs';
import { formatCount } from './amounts.ts';
import { type Line, line, type Style, span } from './line.ts';
import { wrap } from './wrap.ts';

const wordWidth = 11;
const indent = 2 + wordWidth;

/** How AWS's results are called; others are as AWS names them. */
const words: Readonly<Record<string, readonly [word: string, style?: Style]>> = {
  PASS: ['passed', 'good'],
  FAIL: ['failed', 'bad'],
  NOT_EXECUTED: ['not executed', 'warn'],
};

/** What AWS has found of the products by itself, control by control; or why it was not given. */
export function assessmentLines({ assessments, assessmentsNotGiven, finishedAt }: Report, width: number): Line[] {
  const nothing = assessments?.length === 0 && !assessmentsNotGiven;
  const notes = [
    ...(nothing ? ['AWS has no assessments of its own yet.'] : []),
    ...(assessmentsNotGiven ? [`${assessmentsNotGiven.message}.`.replace(/([.!?])\.$/, '$1')] : []),
  ];
  const rows = (assessments ?? []).flatMap((one) => rowsOf(one, finishedAt, width));
  if (rows.length === 0 && notes.length === 0) return [];
  return [
    line(),
    ...(rows.length === 0 ? [] : [line("  AWS's own assessments", 'strong'), ...rows]),
    ...notes.flatMap((text) => wrap(text, width - 2)).map((text) => line(`  ${text}`)),
  ];
}

function rowsOf(assessment: Assessment, now: string, width: number): Line[] {
  const { title, framework, result, createdAt, expiresAt, deliveryOption, controls, moreControls } = assessment;
  const [word, style] = words[result] ?? [result];
  const isExpired = expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(now);
  const facts = [
    `${title}: ${framework}${createdAt === undefined ? '' : ` of ${createdAt.slice(0, 10)}`}`,
    ...(isExpired ? [`expired ${expiresAt.slice(0, 10)}`] : []),
    ...(deliveryOption === undefined ? [] : [`delivery option ${deliveryOption}`]),
  ];
  const [first = '', ...more] = wrap(facts.join(', '), width - indent);
  return [
    [span(`  ${word.padEnd(wordWidth)}`, style), span(first)],
    ...below(more),
    ...controls.flatMap((control) => below(controlWords(control).flatMap((text) => wrap(text, width - indent)))),
    ...(moreControls ? below(['AWS has more controls than were read.']) : []),
  ];
}

/** A control and its errors: `NON_ROOT_USER failed: The image runs as root. (IMAGE x, FILE_PATH /etc/passwd)`. */
function controlWords({ id, result, errors, moreErrors = 0 }: Assessment['controls'][number]): string[] {
  const [word] = words[result] ?? [result];
  const told = errors.map(({ message, scope }) => {
    const about = scope.map(({ name, value }) => `${name} ${value}`.trim()).join(', ');
    return `${id} ${word}: ${message}${about === '' ? '' : ` (${about})`}`;
  });
  const more = moreErrors === 0 ? [] : [`${id}: AWS has ${formatCount(moreErrors, 'more error')}.`];
  return [...(told.length === 0 ? [`${id} ${word}`] : told), ...more];
}

function below(texts: readonly string[]): Line[] {
  return texts.map((text) => line(`${' '.repeat(indent)}${text}`));
}
