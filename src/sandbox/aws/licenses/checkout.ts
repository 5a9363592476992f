import { createHash, randomBytes } from 'node:crypto';
import type { CheckoutState, LicensesState } from '../../store/license-state.ts';
import { isRecord } from '../../store/narrow.ts';
import { AwsError } from '../aws-error.ts';
import type { Caller } from './caller.ts';
import { consumedOf, isOut, isSame, type Received, receivedBy, statusOf, time } from './license-view.ts';
import type { CheckedRequest } from './within-limits.ts';

type Taken = CheckoutState['taken'][number];

const minuteMs = 60_000;

/**
 * CheckoutLicense (API Reference; AWS Marketplace Seller Guide, "Container-based products with AWS License Manager"). The same client token
 * with the same question is the same checkout while that lasts. Counts are given in full or not at all; of tiers and features those that
 * the licence has.
 * @returns the response object
 */
export function checkOut(state: LicensesState, request: CheckedRequest, caller: Caller, now: number): unknown {
  const { ClientToken: clientToken, ...asked } = request;
  const question = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  const account = caller.identity.account;
  for (const [token, held] of state.checkouts) {
    if (held.account !== account || held.clientToken !== clientToken || !isOut(held, now)) continue;
    if (held.request === question) return onWire(token, held);
    throw new AwsError('ValidationException', 'The client token was used with another request');
  }
  const found = usable(state, request, caller, now);
  const taken = takenOf(state, found, request, now);
  const isPerpetual = request.CheckoutType === 'PERPETUAL';
  const checkout: CheckoutState = {
    license: found.arn,
    account,
    clientToken: String(clientToken),
    request: question,
    taken,
    ...(typeof request.NodeId === 'string' ? { nodeId: request.NodeId } : {}),
    issuedAt: now,
    ...(isPerpetual ? {} : { expiresAt: now + found.license.minutes * minuteMs }),
  };
  const token = randomBytes(16).toString('hex');
  state.checkouts.set(token, checkout);
  return onWire(token, checkout);
}

function usable(state: LicensesState, request: CheckedRequest, { identity, region }: Caller, now: number): Received {
  const ofProduct = receivedBy(state, identity.account).filter(
    ({ license }) => license.sku === request.ProductSKU && license.issuer.fingerprint === request.KeyFingerprint,
  );
  const here = ofProduct.filter(({ license }) => license.homeRegion === region);
  const [elsewhere] = ofProduct;
  if (here.length === 0 && elsewhere) throw new Redirect(elsewhere.license.homeRegion);
  const found = here.find(({ license, grant }) => statusOf(license, now) === 'AVAILABLE' && grant.status === 'ACTIVE');
  if (!found || !isBeneficiary(found, request, identity.account)) throw noEntitlements();
  if (found.grant.operations.includes('CheckoutLicense')) return found;
  throw new AwsError('AccessDeniedException', 'The grant does not allow CheckoutLicense');
}

/** "If the account that created the license is the same that is performing the check out, you must specify the account as the beneficiary." */
function isBeneficiary({ license }: Received, { Beneficiary }: CheckedRequest, account: string): boolean {
  return (
    license.issuer.account !== account || Beneficiary === account || Beneficiary === `arn:aws:iam::${account}:root`
  );
}

function takenOf(state: LicensesState, { arn, license }: Received, request: CheckedRequest, now: number): Taken[] {
  const asked = Array.isArray(request.Entitlements) ? request.Entitlements.filter(isRecord) : [];
  if (asked.length === 0) throw new AwsError('InvalidParameterValueException', 'Entitlements must not be empty');
  const taken = asked.flatMap(({ Name, Unit, Value }): Taken[] => {
    const entitlement = license.entitlements.find((one) => isSame(one, { name: Name, unit: Unit }));
    if (!entitlement) return [];
    const { name, unit, maxCount, value } = entitlement;
    if (unit === 'None') return [{ name, unit, ...(value === undefined ? {} : { value }) }];
    const amount = typeof Value === 'string' && /^\d+$/.test(Value) ? Number(Value) : 0;
    if (amount < 1)
      throw new AwsError('InvalidParameterValueException', `The value of ${name} must be a number above 0`);
    if (consumedOf(state, arn, entitlement, now) + amount > (maxCount ?? 0)) throw noEntitlements();
    return [{ name, unit, value: String(amount) }];
  });
  if (taken.length === 0) throw noEntitlements();
  return taken;
}

function onWire(token: string, { license, taken, nodeId, issuedAt, expiresAt }: CheckoutState): unknown {
  return {
    CheckoutType: expiresAt === undefined ? 'PERPETUAL' : 'PROVISIONAL',
    LicenseConsumptionToken: token,
    EntitlementsAllowed: taken.map(({ name, unit, value }) => ({
      Name: name,
      Unit: unit,
      ...(value === undefined ? {} : { Value: value }),
    })),
    // Signed by AWS: at least 4096 characters (API Reference, SignedToken).
    SignedToken: createHash('sha512').update(token).digest('base64url').repeat(48),
    IssuedAt: time(issuedAt),
    LicenseArn: license,
    ...(nodeId === undefined ? {} : { NodeId: nodeId }),
    ...(expiresAt === undefined ? {} : { Expiration: time(expiresAt) }),
  };
}

function noEntitlements(): AwsError {
  const message = 'There are no entitlements found for this license, or the entitlement maximum count is reached.';
  return new AwsError('NoEntitlementsAllowedException', message);
}

/** Says where the licence is kept. */
export class Redirect extends AwsError {
  readonly location: string;

  constructor(location: string) {
    super('RedirectException', 'This is not the correct Region for the resource. Try again.');
    this.location = location;
  }
}
