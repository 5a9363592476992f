import { randomUUID } from 'node:crypto';
import { licenseReport } from '#jobs';
import { marketplaceFingerprint } from '#license';
import { licenseScope } from '../license-scope.ts';
import type { Operate } from '../operation.ts';

/** Somebody waits for the answer. */
const patienceMs = 30_000;

/** Asks AWS whether a product may be used, as an installation does. */
export const checkLicense: Operate<'checkLicense'> = (
  { place, product, entitlements, consumption, checkIn, fingerprint = marketplaceFingerprint },
  { places, signal },
) =>
  places.at(place, ({ target, gateways }) => {
    const wish = { product, entitlements, consumption, fingerprint, clientToken: randomUUID() };
    return licenseReport({ wish, scope: licenseScope(target), checkIn, patienceMs }, gateways, { signal });
  });
