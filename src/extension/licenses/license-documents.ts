import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { cleanText, jsonText } from '#text';
import type { Place } from '#worker';
import { abortSignal } from '../abort-signal.ts';
import type { Whereabouts } from '../selection/selection.ts';
import type { Services } from '../services.ts';
import { licenseKind } from './license-kind.ts';
import { type GrantRow, isLicenseRow, type ReceivedRow } from './license-row.ts';
import type { LicensesInView } from './licenses-in-view.ts';
import { pickLicense } from './pick-license.ts';

/** What is asked for; stands in the document's name, so that it is there again after a reload. */
interface LicenseName extends Whereabouts {
  readonly what: 'license' | 'grant';
  readonly arn: string;
}

/** More pages than this nobody has: they go in circles. */
const mostPages = 100;

type Asking = Pick<Services, 'workers'>;

/** Opens all that AWS says of a licence or grant as a read-only JSON document: of a row, or of a licence that is asked for. */
export async function openLicense(
  { documents }: Pick<Services, 'documents'>,
  desk: Pick<LicensesInView, 'atWork' | 'tree'>,
  given: unknown,
): Promise<void> {
  const model = await desk.atWork(() => desk.tree.load());
  const isGrant = isLicenseRow(given) && given.kind === 'license-grant' && model.owns(given);
  const row = isGrant ? given : await pickLicense(model, given, vscode.l10n.t('Open the licence'));
  if (!row) return;
  const uri = documents.uri(licenseKind, `${titleOf(row)}.json`, JSON.stringify(nameOf(row, model.where)));
  // What was shown before may not be so any more.
  if (vscode.workspace.textDocuments.some((one) => `${one.uri}` === `${uri}`)) documents.refresh(uri);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
}

/**
 * The text of such a document, asked for anew.
 * @throws ReleaseError `usage` for a name that is none of ours, or of what is not there any more; what AWS answers
 */
export async function licenseText(services: Asking, uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
  const name = readName(uri);
  const signal = abortSignal(token);
  const found = await (name.what === 'license'
    ? findLicense(services, name, signal)
    : findGrant(services, name, signal));
  if (found === undefined) throw new ReleaseError('usage', `This account has no ${cleanText(name.arn)} any more`);
  return `${jsonText(found, 2)}\n`;
}

async function findLicense(
  { workers }: Asking,
  { world, place, arn }: LicenseName,
  signal: AbortSignal,
): Promise<object | undefined> {
  for (let cursor: string | undefined, pages = 0; pages < mostPages; pages++) {
    const page = await workers.ask(
      world,
      'licenses',
      { place, ...(cursor === undefined ? {} : { cursor }) },
      { signal },
    );
    const license = page.licenses.find((one) => one.arn === arn);
    if (license) {
      const usage = await workers.ask(world, 'licenseUse', { place, license: arn }, { signal }).catch(() => undefined);
      return { ...license, ...(usage === undefined ? {} : { usage }) };
    }
    cursor = page.next;
    if (cursor === undefined) return undefined;
  }
  return undefined;
}

async function findGrant(
  { workers }: Asking,
  { world, place, arn }: LicenseName,
  signal: AbortSignal,
): Promise<object | undefined> {
  const { received, distributed } = await workers.ask(world, 'grants', { place }, { signal });
  return [...received, ...distributed].find((one) => one.arn === arn);
}

function nameOf(row: ReceivedRow | GrantRow, { world, place }: Whereabouts): LicenseName {
  return row.kind === 'license'
    ? { world, place, what: 'license', arn: row.license.arn }
    : { world, place, what: 'grant', arn: row.grant.arn };
}

/** `Camunda 8 l-0123`: what it is called, and the end of its ARN, which tells it from others. */
function titleOf(row: ReceivedRow | GrantRow): string {
  const [name, arn] =
    row.kind === 'license'
      ? [row.license.productName ?? row.license.product, row.license.arn]
      : [row.grant.name ?? 'grant', row.grant.arn];
  return cleanText(`${name} ${arn.slice(arn.lastIndexOf(':') + 1)}`).replaceAll(/[\\/:]/g, '-');
}

/** A name may come from anywhere: an editor that is restored, a link. @throws ReleaseError `usage` */
function readName(uri: vscode.Uri): LicenseName {
  const { world, place, arn, what }: Partial<Record<keyof LicenseName, unknown>> = JSON.parse(uri.query);
  const isPlace = (given: unknown): given is Place =>
    typeof given === 'object' && given !== null && Object.values(given).every((part) => typeof part === 'string');
  if ((world === 'aws' || world === 'sandbox') && isPlace(place) && typeof arn === 'string')
    if (what === 'license' || what === 'grant') return { world, place, what, arn };
  throw new ReleaseError('usage', 'There is no such document');
}
