import { randomUUID } from 'node:crypto';
import type { SandboxSwitches } from '../../sandbox-switches.ts';
import type { LicenseState, LicensesState } from '../../store/license-state.ts';
import { AwsError } from '../aws-error.ts';
import type { Caller } from './caller.ts';
import { checkOut } from './checkout.ts';
import { readLicenseToken, writeLicenseToken } from './license-jwt.ts';
import { licenseLimits } from './license-limits.ts';
import { listDistributedGrants, listReceivedGrants, listReceivedLicenses } from './license-lists.ts';
import { consumedOf, grantOnWire, isOut, isSame, licenseOnWire, receivedBy, time } from './license-view.ts';
import { type CheckedRequest, withinLimits } from './within-limits.ts';

type LicenseOperation = keyof typeof licenseLimits;

/** AWS License Manager, as far as installations and lists use it. */
export interface LicenseService {
  /** The response object of an operation; `caller` is absent where nobody has signed. Throws `AwsError`. */
  answer(operation: string, caller: Caller | undefined, body: unknown): Promise<unknown>;
  /** Whether nobody answers at all. */
  readonly isSilent: boolean;
}

/** What License Manager looks at. */
export interface LicenseParts {
  readonly state: LicensesState;
  readonly switches: SandboxSwitches;
  readonly save: () => Promise<void>;
  readonly now: () => number;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** AWS License Manager's calls about granted licences (AWS License Manager API Reference), of the accounts here. */
export function licenseService({ state, switches, save, now }: LicenseParts): LicenseService {
  return {
    get isSilent() {
      return switches.licenses === 'unreachable';
    },
    answer: async (operation, caller, body) => {
      if (!isOperation(operation)) throw new AwsError('UnknownOperationException', '');
      if (switches.licenses === 'throttled')
        throw new AwsError(
          'RateLimitExceededException',
          'Too many requests have been submitted. Try again after a brief wait.',
        );
      if (operation === 'GetAccessToken') return accessToken(withinLimits(body, licenseLimits[operation]), now());
      if (!caller) throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
      if (isDenied(operation, switches)) throw denied(operation, caller);
      const request = withinLimits(body, licenseLimits[operation]);
      const result = answer(operation, request, caller, state, now());
      if (/^Check|^Extend/.test(operation)) await save();
      return result;
    },
  };
}

function isOperation(operation: string): operation is LicenseOperation {
  return Object.hasOwn(licenseLimits, operation);
}

function isDenied(operation: LicenseOperation, { licenses }: SandboxSwitches): boolean {
  return licenses === 'denied' || (licenses === 'checkout only' && operation !== 'CheckoutLicense');
}

function answer(
  operation: Exclude<LicenseOperation, 'GetAccessToken'>,
  request: CheckedRequest,
  caller: Caller,
  state: LicensesState,
  now: number,
): unknown {
  switch (operation) {
    case 'CheckoutLicense':
      return checkOut(state, request, caller, now);
    case 'CheckInLicense':
      return checkIn(state, request, caller, now);
    case 'ExtendLicenseConsumption':
      return extend(state, request, caller, now);
    case 'ListReceivedLicenses':
      return listReceivedLicenses(state, request, caller, now);
    case 'ListReceivedGrants':
      return listReceivedGrants(state, request, caller);
    case 'ListDistributedGrants':
      return listDistributedGrants(state, request, caller);
    case 'GetGrant':
      return getGrant(state, request, caller);
    case 'GetLicense':
      return { License: licenseOnWire(...own(state, request, caller), now) };
    case 'GetLicenseUsage': {
      const [arn, license] = own(state, request, caller);
      return { LicenseUsage: { EntitlementUsages: usages(state, arn, license, now) } };
    }
    default:
      return createToken(state, request, caller, now);
  }
}

function held(
  { checkouts }: LicensesState,
  { LicenseConsumptionToken }: CheckedRequest,
  { identity }: Caller,
  now: number,
) {
  const token = String(LicenseConsumptionToken);
  const checkout = checkouts.get(token);
  if (checkout && checkout.account === identity.account && isOut(checkout, now)) return { token, checkout };
  throw new AwsError('ResourceNotFoundException', 'The resource cannot be found.');
}

function checkIn(state: LicensesState, request: CheckedRequest, caller: Caller, now: number): unknown {
  const { token, checkout } = held(state, request, caller, now);
  if (checkout.expiresAt === undefined)
    throw new AwsError('InvalidParameterValueException', 'A perpetual checkout cannot be checked in');
  const entitlements = state.licenses.get(checkout.license)?.entitlements ?? [];
  const fixed = entitlements.find(
    (one) => one.unit !== 'None' && one.allowCheckIn !== true && checkout.taken.some((taken) => isSame(one, taken)),
  );
  if (fixed) throw new AwsError('ValidationException', `Check-in is not allowed for the entitlement ${fixed.name}`);
  state.checkouts.delete(token);
  return {};
}

function extend(state: LicensesState, request: CheckedRequest, caller: Caller, now: number): unknown {
  const { token, checkout } = held(state, request, caller, now);
  if (checkout.expiresAt === undefined)
    throw new AwsError('InvalidParameterValueException', 'A perpetual checkout cannot be extended');
  const minutes = state.licenses.get(checkout.license)?.minutes ?? 0;
  const expiresAt = now + minutes * minuteMs;
  if (request.DryRun !== true) state.checkouts.set(token, { ...checkout, expiresAt });
  return { LicenseConsumptionToken: token, Expiration: time(expiresAt) };
}

/** A licence that the caller has received or issued. */
function own(state: LicensesState, { LicenseArn }: CheckedRequest, { identity }: Caller): [string, LicenseState] {
  const arn = String(LicenseArn);
  const license = state.licenses.get(arn);
  const isReceived = receivedBy(state, identity.account).some((one) => one.arn === arn);
  if (license && (isReceived || license.issuer.account === identity.account)) return [arn, license];
  throw new AwsError('AccessDeniedException', 'Access to resource denied.');
}

function usages(state: LicensesState, arn: string, license: LicenseState, now: number): unknown[] {
  const counted = license.entitlements.filter(({ maxCount }) => maxCount !== undefined);
  return counted.map((one) => ({
    Name: one.name,
    ConsumedValue: String(consumedOf(state, arn, one, now)),
    MaxCount: String(one.maxCount),
    Unit: one.unit,
  }));
}

function getGrant({ grants, licenses }: LicensesState, { GrantArn }: CheckedRequest, { identity }: Caller): unknown {
  const arn = String(GrantArn);
  const grant = grants.get(arn);
  const license = grant && licenses.get(grant.license);
  if (license && (grant.grantee === identity.account || license.issuer.account === identity.account))
    return { Grant: grantOnWire(arn, grant, license) };
  throw new AwsError('AccessDeniedException', 'Access to resource denied.');
}

/** A token lasts as many days as is asked for, 365 by default (API Reference, CreateToken). */
function createToken(state: LicensesState, request: CheckedRequest, caller: Caller, now: number): unknown {
  const [license, { homeRegion }] = own(state, request, caller);
  if (homeRegion !== caller.region) throw new AwsError('ValidationException', `The licence is kept in ${homeRegion}`);
  const days = typeof request.ExpirationInDays === 'number' ? request.ExpirationInDays : 365;
  const token = writeLicenseToken({
    kind: 'refresh',
    account: caller.identity.account,
    license,
    roles: texts(request.RoleArns),
    properties: texts(request.TokenProperties),
    expiresAt: now + days * dayMs,
  });
  return { TokenId: randomUUID(), TokenType: 'REFRESH_TOKEN', Token: token };
}

/** Nobody signs this call: the token says who asks. Access tokens are valid for an hour (API Reference, GetAccessToken). */
function accessToken(request: CheckedRequest, now: number): unknown {
  const token = readLicenseToken(String(request.Token));
  if (token?.kind !== 'refresh' || token.expiresAt <= now)
    throw new AwsError('AuthorizationException', 'The token is not valid or has expired.');
  if (texts(request.TokenProperties).some((property) => !token.properties.includes(property)))
    throw new AwsError('ValidationException', 'The token does not have these properties');
  return { AccessToken: writeLicenseToken({ ...token, kind: 'access', expiresAt: now + 60 * minuteMs }) };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** In IAM's words (IAM User Guide, "Troubleshoot access denied error messages"). */
function denied(operation: string, { identity, region }: Caller): AwsError {
  const action = `license-manager:${operation}`;
  const resource = `arn:aws:license-manager:${region}:${identity.account}:*`;
  const message = `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  return new AwsError('AuthorizationException', message);
}
