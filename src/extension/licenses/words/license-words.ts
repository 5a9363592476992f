import * as vscode from 'vscode';
import { licenseStanding, type ReceivedLicense } from '#license';
import { cleanText } from '#text';
import { type RowWords, rowWords } from '../../repositories/words/row-words.ts';
import { statusWords } from './status-words.ts';

/** How a licence stands: what its icon repeats. */
export type LicenseGravity = 'good' | 'warning' | 'error';

/** `Camunda 8`, `active · 214 days left · prod-…`: how it stands is to be seen in a narrow view too. */
export function licenseWords(license: ReceivedLicense, now: number): RowWords {
  const name = cleanText(license.productName ?? license.name ?? '');
  const product = cleanText(license.product);
  const states = [...statesOf(license, now), ...(name === '' ? [] : [product])];
  return rowWords(name === '' ? product : name, states, [vscode.l10n.t('licence'), ...states]);
}

/** What is wrong with a licence, or soon will be. */
export function licenseGravity(license: ReceivedLicense, now: number): LicenseGravity {
  const { kind } = licenseStanding(license, now);
  if (kind === 'valid') return 'good';
  return kind === 'expiring' || kind === 'pending' ? 'warning' : 'error';
}

function statesOf(license: ReceivedLicense, now: number): string[] {
  const { kind, daysLeft } = licenseStanding(license, now);
  const { status, receivedStatus = 'ACTIVE', end = '' } = license;
  const left = daysLeft === undefined ? [] : [leftWords(daysLeft)];
  switch (kind) {
    case 'valid':
      return [vscode.l10n.t('active'), ...left];
    case 'expiring':
      return [vscode.l10n.t('active'), vscode.l10n.t('expires soon'), ...left];
    case 'expired':
      return [
        vscode.l10n.t('expired'),
        ...(end === '' ? [] : [vscode.l10n.t('ended {0}', cleanText(end.slice(0, 10)))]),
      ];
    default:
      // It is the licence, or else the grant, that is not in force.
      return status === 'AVAILABLE'
        ? [receivedStatus === 'ACTIVE' ? vscode.l10n.t('not begun') : statusWords(receivedStatus)]
        : [statusWords(status)];
  }
}

function leftWords(days: number): string {
  if (days < 1) return vscode.l10n.t('ends today');
  return days === 1 ? vscode.l10n.t('1 day left') : vscode.l10n.t('{0} days left', days);
}
