import * as vscode from 'vscode';
import { licenseStanding, type ReceivedLicense } from '#license';
import { cleanText, licenseStandingWords } from '#text';
import { type RowWords, rowWords } from '../../repositories/words/row-words.ts';

/** How a licence stands: what its icon repeats. */
export type LicenseGravity = 'good' | 'warning' | 'error';

/** `Camunda 8`, `valid, 214 days left · prod-…`: how it stands is to be seen in a narrow view too. */
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

/** In the words of the command line, which lists the same licences. */
function statesOf(license: ReceivedLicense, now: number): string[] {
  const standing = licenseStanding(license, now);
  const words = cleanText(licenseStandingWords({ ...license, standing }));
  return [words, ...(standing.kind === 'expiring' ? [vscode.l10n.t('expires soon')] : [])];
}
