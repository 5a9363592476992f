import { randomUUID } from 'node:crypto';
import { licenseReport } from '#jobs';
import { marketplaceFingerprint } from '#license';
import { licenseScope } from '../license-scope.ts';
import type { Operate } from '../operation.ts';
import { ownBeneficiary } from '../own-beneficiary.ts';

/** Somebody waits for the answer. */
const patienceMs = 30_000;

/** Asks AWS whether a product may be used, as an installation does. */
export const checkLicense: Operate<'checkLicense'> = (
  { place, product, entitlements, consumption, checkIn, fingerprint = marketplaceFingerprint },
  { places, signal },
) =>
  places.at(place, async ({ target, gateways }) => {
    const scope = licenseScope(target);
    const issuer = { fingerprint, ...(await ownBeneficiary(fingerprint, scope, gateways.aws, signal)) };
    const wish = { product, entitlements, consumption, clientToken: randomUUID(), ...issuer };
    return licenseReport({ wish, scope, checkIn, patienceMs }, gateways, { signal });
  });
