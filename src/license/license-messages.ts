import type { Entitlement, ReceivedLicense } from './license.ts';
import type { CheckedOut } from './license-service.ts';
import type { LicenseWish, WantedEntitlement } from './license-wish.ts';

type Maybe<T> = T | undefined;

/** CheckoutLicense as it is sent. */
export function checkoutInput<U extends string>(wish: LicenseWish) {
  return {
    ProductSKU: wish.product,
    CheckoutType: wish.consumption === 'perpetual' ? ('PERPETUAL' as const) : ('PROVISIONAL' as const),
    KeyFingerprint: wish.fingerprint,
    Entitlements: wish.entitlements.map(({ name, unit, value }) => ({
      Name: name,
      // AWS adds to the units; it is AWS that knows them.
      Unit: unit as U,
      ...(value === undefined ? {} : { Value: value }),
    })),
    ClientToken: wish.clientToken,
    ...(wish.beneficiary === undefined ? {} : { Beneficiary: wish.beneficiary }),
    ...(wish.nodeId === undefined ? {} : { NodeId: wish.nodeId }),
  };
}

/** The answer of CheckoutLicense, as far as it is used. */
interface CheckoutAnswer {
  readonly LicenseArn?: Maybe<string>;
  readonly LicenseConsumptionToken?: Maybe<string>;
  readonly Expiration?: Maybe<string>;
  readonly NodeId?: Maybe<string>;
  readonly EntitlementsAllowed?: Maybe<
    readonly { readonly Name?: Maybe<string>; readonly Value?: Maybe<string>; readonly Unit?: Maybe<string> }[]
  >;
}

/** What an answer of CheckoutLicense says. */
export function checkedOut(answer: CheckoutAnswer): CheckedOut {
  const allowed = (answer.EntitlementsAllowed ?? []).map(({ Name = '', Value, Unit = 'None' }): WantedEntitlement => {
    return { name: Name, unit: Unit, ...present('value', Value) };
  });
  return {
    allowed,
    ...present('licenseArn', answer.LicenseArn),
    ...present('consumptionToken', answer.LicenseConsumptionToken),
    ...present('expires', answer.Expiration),
    ...present('nodeId', answer.NodeId),
  };
}

/** A licence as AWS describes it (GrantedLicense). */
interface LicenseAnswer {
  readonly LicenseArn?: Maybe<string>;
  readonly LicenseName?: Maybe<string>;
  readonly ProductName?: Maybe<string>;
  readonly ProductSKU?: Maybe<string>;
  readonly Issuer?: Maybe<{ readonly Name?: Maybe<string>; readonly KeyFingerprint?: Maybe<string> }>;
  readonly HomeRegion?: Maybe<string>;
  readonly Status?: Maybe<string>;
  readonly Validity?: Maybe<{ readonly Begin?: Maybe<string>; readonly End?: Maybe<string> }>;
  readonly Entitlements?: Maybe<readonly EntitlementAnswer[]>;
  readonly ReceivedMetadata?: Maybe<{
    readonly ReceivedStatus?: Maybe<string>;
    readonly ReceivedStatusReason?: Maybe<string>;
    readonly AllowedOperations?: Maybe<readonly string[]>;
  }>;
}

interface EntitlementAnswer {
  readonly Name?: Maybe<string>;
  readonly Value?: Maybe<string>;
  readonly MaxCount?: Maybe<number>;
  readonly Overage?: Maybe<boolean>;
  readonly Unit?: Maybe<string>;
  readonly AllowCheckIn?: Maybe<boolean>;
}

/** A licence of AWS's answer; undefined when it has no ARN. */
export function receivedLicense(answer: LicenseAnswer): ReceivedLicense | undefined {
  const { LicenseArn: arn, Issuer: issuer, Validity: validity, ReceivedMetadata: received } = answer;
  if (arn === undefined) return undefined;
  return {
    arn,
    product: answer.ProductSKU ?? '',
    status: answer.Status ?? '',
    entitlements: (answer.Entitlements ?? []).map(entitlement),
    operations: received?.AllowedOperations ?? [],
    ...present('name', answer.LicenseName),
    ...present('productName', answer.ProductName),
    ...(issuer
      ? { issuer: { ...present('name', issuer.Name), ...present('fingerprint', issuer.KeyFingerprint) } }
      : {}),
    ...present('homeRegion', answer.HomeRegion),
    ...present('begin', validity?.Begin),
    ...present('end', validity?.End),
    ...present('receivedStatus', received?.ReceivedStatus),
    ...present('receivedReason', received?.ReceivedStatusReason),
  };
}

function entitlement({
  Name = '',
  Unit = 'None',
  Value,
  MaxCount,
  Overage,
  AllowCheckIn,
}: EntitlementAnswer): Entitlement {
  return {
    name: Name,
    unit: Unit,
    ...present('value', Value),
    ...present('maxCount', MaxCount),
    ...present('overage', Overage),
    ...present('allowCheckIn', AllowCheckIn),
  };
}

/** A member only where it has a value. */
function present<K extends string, T>(name: K, value: T | undefined): { readonly [key in K]?: T } {
  const found: { [key in K]?: T } = {};
  if (value !== undefined) found[name] = value;
  return found;
}
