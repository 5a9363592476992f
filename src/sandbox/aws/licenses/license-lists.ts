import type { LicensesState } from '../../store/license-state.ts';
import { isRecord } from '../../store/narrow.ts';
import { AwsError } from '../aws-error.ts';
import { paginate } from '../paginate.ts';
import type { Caller } from './caller.ts';
import { grantOnWire, receivedBy, receivedOnWire, statusOf } from './license-view.ts';
import type { CheckedRequest } from './within-limits.ts';

/** What an entry is filtered by, by the names of the filters. */
type Filtered = Readonly<Record<string, string>>;

/** ListReceivedLicenses: those that are kept in the region of the call. */
export function listReceivedLicenses(state: LicensesState, request: CheckedRequest, caller: Caller, now: number) {
  const received = receivedBy(state, caller.identity.account).filter((one) => isHere(one, caller));
  const entries = received.map((one) => ({
    arn: one.arn,
    filtered: {
      ProductSKU: one.license.sku,
      Status: statusOf(one.license, now),
      Fingerprint: one.license.issuer.fingerprint,
      IssuerName: one.license.issuer.name,
      Beneficiary: `arn:aws:iam::${one.grant.grantee}:root`,
    },
    shown: receivedOnWire(one, now),
  }));
  const { page, ...next } = pageOf(entries, request, request.LicenseArns);
  return { Licenses: page, ...next };
}

/** ListReceivedGrants. */
export function listReceivedGrants(state: LicensesState, request: CheckedRequest, caller: Caller) {
  const received = receivedBy(state, caller.identity.account).filter((one) => isHere(one, caller));
  const entries = received.map(({ grantArn, grant, license, arn }) => ({
    arn: grantArn,
    filtered: {
      ProductSKU: license.sku,
      LicenseIssuerName: license.issuer.name,
      LicenseArn: arn,
      GrantStatus: grant.status,
      GranterAccountId: license.issuer.account,
    },
    shown: grantOnWire(grantArn, grant, license),
  }));
  const { page, ...next } = pageOf(entries, request, request.GrantArns);
  return { Grants: page, ...next };
}

/** ListDistributedGrants: of the licences that the caller has issued. */
export function listDistributedGrants({ licenses, grants }: LicensesState, request: CheckedRequest, caller: Caller) {
  const entries = [...grants].flatMap(([arn, grant]) => {
    const license = licenses.get(grant.license);
    if (!license || license.issuer.account !== caller.identity.account || !isHere({ license }, caller)) return [];
    const filtered = {
      LicenseArn: grant.license,
      GrantStatus: grant.status,
      GranteePrincipalARN: `arn:aws:iam::${grant.grantee}:root`,
      ProductSKU: license.sku,
      LicenseIssuerName: license.issuer.name,
    };
    return [{ arn, filtered, shown: grantOnWire(arn, grant, license) }];
  });
  const { page, ...next } = pageOf(entries, request, request.GrantArns);
  return { Grants: page, ...next };
}

function isHere({ license }: { readonly license: { readonly homeRegion: string } }, { region }: Caller): boolean {
  return license.homeRegion === region;
}

interface Entry {
  readonly arn: string;
  readonly filtered: Filtered;
  readonly shown: unknown;
}

function pageOf(entries: readonly Entry[], { Filters, MaxResults, NextToken }: CheckedRequest, arns: unknown) {
  const filters = Array.isArray(Filters) ? Filters.filter(isRecord) : [];
  const known = new Set(entries.flatMap(({ filtered }) => Object.keys(filtered)));
  const found = filters.reduce<readonly Entry[]>(
    (left, { Name, Values }) => {
      const wanted = Array.isArray(Values) ? Values : [];
      if (typeof Name !== 'string' || (known.size > 0 && !known.has(Name)))
        throw new AwsError('InvalidParameterValueException', `The filter ${Name} is not valid`);
      return left.filter(({ filtered }) => wanted.includes(filtered[Name]));
    },
    entries.filter(({ arn }) => !Array.isArray(arns) || arns.length === 0 || arns.includes(arn)),
  );
  const made = JSON.stringify([Filters ?? null, arns ?? null]);
  const { page, nextToken } = paginate(found, { maxResults: MaxResults, nextToken: NextToken }, made, {
    most: 100,
    usual: 100,
    refuse: (parameter, rule) => new AwsError('InvalidParameterValueException', `${parameter}: ${rule}`),
  });
  return { page: page.map(({ shown }) => shown), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}
