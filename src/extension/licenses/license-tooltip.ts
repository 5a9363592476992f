import * as vscode from 'vscode';
import type { LicenseGrant, ReceivedLicense } from '#license';
import { cleanText } from '#text';
import { troubleTooltip } from '../repositories/row-tooltip.ts';
import { type TooltipFact, tooltip } from '../repositories/tooltip.ts';
import { exactTime } from '../repositories/words/time-words.ts';
import type { LicenseRow } from './license-row.ts';
import { licenseWords } from './words/license-words.ts';
import { statusWords } from './words/status-words.ts';

/** A row's details; none for rows that say all themselves. */
export function licenseTooltip(row: LicenseRow, now: number): vscode.MarkdownString | undefined {
  switch (row.kind) {
    case 'license':
      return ofLicense(row.license, now);
    case 'license-grant':
      return ofGrant(row.grant);
    case 'license-trouble':
      return troubleTooltip({ kind: 'trouble', parent: undefined, error: row.error });
    case 'distributed-grants':
      return tooltip(
        vscode.l10n.t('Distributed grants'),
        [],
        [
          vscode.l10n.t(
            'Licences that this account has made itself and granted to others, such as test licences. What AWS Marketplace sells, it grants to buyers in its own name: those grants are not among them.',
          ),
        ],
      );
    default:
      return undefined;
  }
}

function ofLicense(license: ReceivedLicense, now: number): vscode.MarkdownString {
  const { arn, product, issuer, homeRegion, status, begin, end, receivedStatus, receivedReason, operations } = license;
  return tooltip(cleanText(licenseWords(license, now).label), [
    { name: vscode.l10n.t('ARN'), value: cleanText(arn), isCode: true },
    { name: vscode.l10n.t('Product'), value: cleanText(product), isCode: true },
    ...fact(vscode.l10n.t('Issuer'), issuer?.name),
    ...fact(vscode.l10n.t('Region'), homeRegion),
    { name: vscode.l10n.t('Status'), value: statusWords(status) },
    ...fact(vscode.l10n.t('Received'), receivedStatus && statusWords(receivedStatus)),
    ...fact(vscode.l10n.t('Reason'), receivedReason),
    ...fact(vscode.l10n.t('From'), timeOf(begin)),
    ...fact(vscode.l10n.t('Until'), timeOf(end)),
    ...fact(vscode.l10n.t('Allows'), operations.join(', ')),
  ]);
}

function ofGrant({ name, arn, licenseArn, grantee, operations, status, statusReason }: LicenseGrant) {
  return tooltip(cleanText(name ?? arn), [
    { name: vscode.l10n.t('ARN'), value: cleanText(arn), isCode: true },
    { name: vscode.l10n.t('License'), value: cleanText(licenseArn), isCode: true },
    ...fact(vscode.l10n.t('Granted to'), grantee),
    { name: vscode.l10n.t('Status'), value: statusWords(status) },
    ...fact(vscode.l10n.t('Reason'), statusReason),
    ...fact(vscode.l10n.t('Allows'), operations.join(', ')),
  ]);
}

function fact(name: string, value: string | undefined): TooltipFact[] {
  return value === undefined || value === '' ? [] : [{ name, value: cleanText(value) }];
}

function timeOf(time: string | undefined): string | undefined {
  return time && exactTime(time, vscode.env.language);
}
