import * as vscode from 'vscode';
import { type Entitlement, licenseEntitlements, type ReceivedLicense, type WantedEntitlement } from '#license';
import { ReleaseError } from '#problem';
import { cleanText } from '#text';
import type { LicenseCheckInput } from '#worker';
import { failureWords } from '../failure-words.ts';
import { isLicenseRow } from './license-row.ts';
import type { LicensesModel } from './licenses-model.ts';
import { licenseWords } from './words/license-words.ts';

/** A check that a chart of the settings does, or would. */
export interface ChartLicenseCheck extends Pick<LicenseCheckInput, 'product' | 'entitlements' | 'consumption'> {
  readonly chart: string;
}

type Wish = LicenseCheckInput;
interface Choice extends vscode.QuickPickItem {
  readonly wish: () => Promise<Wish | undefined>;
}

/**
 * What is to be checked: the licence of a row, one that a chart of the settings checks, or one that was received.
 * @param model absent when the licences cannot be listed: who may check out need not be allowed to list
 * @returns undefined when nobody chose
 */
export async function chooseCheck(
  model: LicensesModel | undefined,
  charts: readonly ChartLicenseCheck[],
  given: unknown,
): Promise<Wish | undefined> {
  if (isLicenseRow(given) && model?.owns(given)) {
    if (given.kind === 'license') return ofLicense(given.license);
    if (given.kind === 'entitlement') return ofLicense(given.parent.license);
  }
  const now = Date.now();
  const choices: Choice[] = [
    ...charts.map(({ chart, ...check }) => ({
      label: cleanText(check.product),
      description: vscode.l10n.t('as the chart {0} checks it', cleanText(chart)),
      detail: check.entitlements.map(({ name }) => cleanText(name)).join(', '),
      wish: async () => ({ ...check, checkIn: true }),
    })),
    ...(model?.licenses.matching ?? []).map(({ license }) => ({
      ...licenseWords(license, now),
      wish: () => ofLicense(license),
    })),
    { label: vscode.l10n.t('Another product…'), wish: typedWish },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('Check a licence'),
    placeHolder: vscode.l10n.t('Whose licence?'),
    matchOnDescription: true,
  });
  return chosen?.wish();
}

/** @returns undefined when nobody chose an entitlement */
async function ofLicense({ product, entitlements, issuer }: ReceivedLicense): Promise<Wish | undefined> {
  const items = entitlements.map((entitlement) => ({
    label: cleanText(entitlement.name),
    description: isCounted(entitlement) ? vscode.l10n.t('one is taken') : '',
    picked: true,
    entitlement,
  }));
  const title = vscode.l10n.t('Check which entitlements?');
  const [only] = entitlements;
  const picked =
    entitlements.length === 1 && only
      ? [only]
      : (await vscode.window.showQuickPick(items, { title, canPickMany: true }))?.map((one) => one.entitlement);
  const [first] = picked ?? [];
  if (!picked || !first) return undefined;
  // What cannot be given back is drawn down.
  const isDrawdown = picked.some((one) => isCounted(one) && one.allowCheckIn === false);
  const consumption = isDrawdown ? 'perpetual' : 'provisional';
  const fingerprint = issuer?.fingerprint === undefined ? {} : { fingerprint: issuer.fingerprint };
  return { product, entitlements: picked.map(wantedOf), consumption, checkIn: true, ...fingerprint };
}

async function typedWish(): Promise<Wish | undefined> {
  const product = await vscode.window.showInputBox({
    title: vscode.l10n.t('Check a licence'),
    prompt: vscode.l10n.t("The product's id, as AWS Marketplace shows it to its seller"),
    placeHolder: 'prod-…',
    validateInput: (text) => (/^\S+$/.test(text.trim()) ? undefined : vscode.l10n.t('An id without blanks')),
  });
  if (product === undefined) return undefined;
  const names = await vscode.window.showInputBox({
    title: vscode.l10n.t('Check which entitlements?'),
    prompt: vscode.l10n.t('Names of dimensions, with what is counted and its unit; commas between'),
    placeHolder: 'NAME, NAME=1, NAME=1 Gigabytes',
    validateInput: whatIsWrong,
  });
  if (names === undefined) return undefined;
  return {
    product: product.trim(),
    entitlements: licenseEntitlements(names),
    consumption: 'provisional',
    checkIn: true,
  };
}

function whatIsWrong(entitlements: string): string | undefined {
  try {
    licenseEntitlements(entitlements);
    return undefined;
  } catch (error) {
    const { message, hint } = ReleaseError.from(error);
    return failureWords({ message, hint });
  }
}

function wantedOf(entitlement: Entitlement): WantedEntitlement {
  const { name, unit } = entitlement;
  return isCounted(entitlement) ? { name, unit, value: '1' } : { name, unit };
}

function isCounted({ unit, maxCount }: Entitlement): boolean {
  return unit !== 'None' && maxCount !== undefined;
}
