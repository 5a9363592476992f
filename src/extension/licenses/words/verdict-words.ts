import * as vscode from 'vscode';
import type { LicenseReport } from '#jobs';
import { cleanText } from '#text';
import { failureWords } from '../../failure-words.ts';
import type { Closing } from '../../jobs/words/closing-words.ts';

/** What came of a check, for a message: AWS's no is an error, not to know is a warning. */
export function verdictClosing({ verdict, message, hint }: LicenseReport): Closing {
  const gravity =
    verdict === 'valid'
      ? 'information'
      : verdict === 'expired' || verdict === 'invalid' || verdict === 'missing'
        ? 'error'
        : 'warning';
  return { gravity, text: cleanText(failureWords({ message, hint })) };
}

/** The same with all there is to know, line by line, for the output. */
export function verdictLines(report: LicenseReport, now: Date): string[] {
  const { ok, code, message, hint, notes, region, licenseArn, allowed, expires, checkedIn, theirCode } = report;
  const told = theirCode === undefined ? '' : ` (${theirCode})`;
  return [
    `[${now.toTimeString().slice(0, 8)}] ${ok ? message : `${code}: ${message}${told}`}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
    ...(allowed ?? []).map(({ name, value, unit }) => `  ${name}: ${value === undefined ? unit : `${value} ${unit}`}`),
    ...(licenseArn === undefined ? [] : [`  ${licenseArn}`]),
    ...(checkedIn ? [`  ${vscode.l10n.t('What was taken has been given back.')}`] : []),
    ...(checkedIn === undefined && expires !== undefined
      ? [`  ${vscode.l10n.t('What was taken is free again at {0}.', expires)}`]
      : []),
    ...notes.map((note) => `  ${note}`),
    `  ${vscode.l10n.t('Asked in {0}.', region)}`,
    '',
  ].map(cleanText);
}
