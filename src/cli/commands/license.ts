import { randomUUID } from 'node:crypto';
import { licenseReport, type OpenedSettings } from '#jobs';
import { type LicenseWish, licenseEntitlements, marketplaceFingerprint } from '#license';
import { exitCodeOfResult, ReleaseError } from '#problem';
import { licenseText } from '#text';
import type { Command } from '../command.ts';
import { canAsk, confirm } from '../confirm.ts';
import type { Console } from '../console.ts';
import { withHosts } from '../hosts.ts';
import { licensePlace } from '../license-place.ts';
import { awsOptions, commonOptions, licenseOptions, mirrorOptions, type OptionValues } from '../options.ts';
import type { World } from '../world.ts';

/** Somebody waits for the answer. */
const patienceMs = 30_000;

type Asked = Pick<LicenseWish, 'product' | 'entitlements' | 'consumption'>;

/** Whether a product may be used. */
export const license: Command = {
  name: 'license',
  summary: 'ask AWS whether an account may use a product, as an installation does',
  usage: ['license check [PRODUCT] [--entitlements LIST]'],
  about: [
    'Checks a licence out of AWS License Manager as the check in a chart does, with the credentials of a buyer, and gives it back. Tells apart a licence that is expired, one that does not allow what is asked for, and none.',
    'PRODUCT is the id of the product (prod-…), not its product code. Without it, product and entitlements are those of the license-check that the settings add to a chart. LIST has entitlements with commas between: NAME for a tier or a feature, NAME=1 for a number, NAME=1 Gigabytes for another unit.',
    'What is consumed perpetually is used up for good: that is asked about first, and needs --yes without a terminal.',
  ],
  options: [
    licenseOptions.entitlements,
    licenseOptions.consumption,
    licenseOptions.fingerprint,
    licenseOptions.beneficiary,
    licenseOptions.nodeId,
    licenseOptions.keep,
    { ...mirrorOptions.yes, means: 'use up what is consumed perpetually without asking' },
    commonOptions.config,
    commonOptions.target,
    ...awsOptions,
    commonOptions.json,
  ],
  examples: [
    { does: 'as a buyer', line: 'license check prod-abc123 --profile buyer' },
    { does: 'one of the licences that float', line: 'license check prod-abc123 --entitlements users=1' },
    { does: 'in the sandbox', line: 'license check prod-c8m5nd4k2x7qa --sandbox' },
  ],
  async run({ names, options }, console, world) {
    const [action, product, ...more] = names;
    if (action !== 'check' || more.length > 0) {
      throw new ReleaseError('usage', 'license takes check, and a product', {
        hint: 'For example: marketplace-release license check prod-abc123',
      });
    }
    return withHosts(options, console, world, async (hosts) => {
      const { scope, gateways, opened } = await licensePlace(options, hosts, console, world);
      const asked = askedFor(product, options, opened);
      await confirmUse(asked, options, console, world);
      const nodeId = options.text(licenseOptions.nodeId);
      const beneficiary = options.text(licenseOptions.beneficiary);
      const wish: LicenseWish = {
        ...asked,
        fingerprint: options.text(licenseOptions.fingerprint) ?? marketplaceFingerprint,
        clientToken: randomUUID(),
        ...(beneficiary === undefined ? {} : { beneficiary }),
        ...(nodeId === undefined ? {} : { nodeId }),
      };
      const checkIn = !options.has(licenseOptions.keep);
      const report = await licenseReport({ wish, scope, checkIn, patienceMs }, gateways, world);
      console.result(report, (width) => licenseText(report, width));
      return exitCodeOfResult(report);
    });
  },
};

/** @throws ReleaseError `usage` */
function askedFor(product: string | undefined, options: OptionValues, { settings }: OpenedSettings): Asked {
  const checks = (settings?.charts ?? []).flatMap(({ inject }) =>
    inject.flatMap((part) => (part.kind === 'license-check' ? [part] : [])),
  );
  const set = checks.find((check) => product === undefined || check.product === product);
  const text = options.text(licenseOptions.entitlements);
  const known = product ?? set?.product;
  if (known === undefined) {
    throw new ReleaseError('usage', 'license check wants a product, for the settings add a license-check to no chart', {
      hint: 'For example: marketplace-release license check prod-abc123',
    });
  }
  return {
    product: known,
    entitlements: text === undefined ? (set?.entitlements ?? [everyUse]) : licenseEntitlements(text),
    consumption: consumptionOf(options) ?? set?.consumption ?? 'provisional',
  };
}

/** What every contract of AWS Marketplace entitles to. */
const everyUse = { name: 'AWS::Marketplace::Usage', unit: 'None' };

function consumptionOf(options: OptionValues): Asked['consumption'] | undefined {
  const text = options.text(licenseOptions.consumption);
  if (text === undefined || text === 'provisional' || text === 'perpetual') return text;
  throw new ReleaseError('usage', `--consumption takes provisional or perpetual, not ${text}`);
}

/** @throws ReleaseError `confirmation-required`, `cancelled` */
async function confirmUse(asked: Asked, options: OptionValues, console: Console, world: World): Promise<void> {
  if (asked.consumption === 'provisional' || options.has(mirrorOptions.yes)) return;
  const what = asked.entitlements.map(({ name, value }) => (value === undefined ? name : `${value} of ${name}`));
  if (!canAsk(world)) {
    throw new ReleaseError('confirmation-required', `license check would use up ${what.join(', ')} for good`, {
      hint: 'Nothing was used up. Run the same command with --yes to do so.',
    });
  }
  const question = `Use up ${what.join(', ')} of ${asked.product} for good?`;
  if (!(await confirm(question, console, world))) throw new ReleaseError('cancelled', 'Nothing was used up');
}
