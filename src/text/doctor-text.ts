import type { Diagnosis, DoctorCheck } from '#jobs';
import { formatCount } from './amounts.ts';
import { cleanText } from './clean-text.ts';
import { type Line, line, type Style, span } from './line.ts';
import { wrap } from './wrap.ts';

const styles: Readonly<Record<DoctorCheck['state'], Style>> = {
  ok: 'good',
  warning: 'warn',
  error: 'bad',
  skipped: 'muted',
};
/** The longest state, and two blanks. */
const stateWidth = 9;
const indent = 2 + stateWidth;

/** What the doctor found, a look after the other, and what it comes to. */
export function doctorText({ checks }: Diagnosis, width: number): Line[] {
  return [...checks.flatMap((check) => checkLines(check, width)), line(), line(doctorSummary(checks))];
}

/** The same as a document, which is read from its top: what it comes to, in which world, then what needs somebody before the rest. */
export function doctorDocument({ checks }: Diagnosis, world: string, width: number): Line[] {
  const order: readonly DoctorCheck['state'][] = ['error', 'warning', 'ok', 'skipped'];
  const sorted = order.flatMap((state) => checks.filter((check) => check.state === state));
  return [
    line(doctorSummary(checks), 'strong'),
    line(world),
    line(),
    ...sorted.flatMap((check) => checkLines(check, width)),
  ];
}

/** `2 errors, 1 warning in 14 checks`. */
function doctorSummary(checks: readonly DoctorCheck[]): string {
  const count = (state: DoctorCheck['state']) => checks.filter((check) => check.state === state).length;
  const troubles = [
    ...(count('error') > 0 ? [formatCount(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [formatCount(count('warning'), 'warning')] : []),
  ];
  return `${troubles.join(', ') || 'Nothing is wrong'} in ${formatCount(checks.length, 'check')}`;
}

function checkLines({ name, state, message, details = [], hint, code }: DoctorCheck, width: number): Line[] {
  const pad = ' '.repeat(indent);
  const said = code === undefined ? message : `${code}: ${message}`;
  const below = [
    ...wrap(cleanText(said), width - indent),
    ...details.map((detail) => `  ${cleanText(detail)}`),
    ...(hint === undefined ? [] : wrap(cleanText(hint), width - indent)),
  ];
  return [
    [span(`  ${state.padEnd(stateWidth)}`, styles[state]), span(cleanText(name), 'strong')],
    ...below.map((text) => line(`${pad}${text}`)),
  ];
}
