import { expect, it } from 'vitest';
import { licenseStanding, type ReceivedLicense } from '#license';

const license: ReceivedLicense = { arn: 'a', product: 'p', status: 'AVAILABLE', entitlements: [], operations: [] };
const now = Date.parse('2026-06-01T12:00:00Z');

it.each<[more: Partial<ReceivedLicense>, kind: string, daysLeft: number | undefined]>([
  [{}, 'valid', undefined],
  [{ end: '2026-07-02T12:00:00Z' }, 'valid', 31],
  [{ end: '2026-07-01T12:00:00Z' }, 'expiring', 30],
  [{ end: '2026-06-02T11:00:00Z' }, 'expiring', 0],
  [{ end: '2026-06-01T12:00:00Z' }, 'expired', 0],
  [{ end: 'nonsense' }, 'valid', undefined],
  [{ status: 'EXPIRED', end: '2026-05-01T12:00:00Z' }, 'expired', -31],
  [{ status: 'SUSPENDED' }, 'stopped', undefined],
  [{ status: 'DEACTIVATED', end: '2026-05-01T12:00:00Z' }, 'expired', -31],
  [{ status: 'PENDING_AVAILABLE' }, 'pending', undefined],
  [{ status: 'PENDING_DELETE' }, 'deleted', undefined],
  [{ receivedStatus: 'PENDING_ACCEPT' }, 'pending', undefined],
  [{ receivedStatus: 'WORKFLOW_COMPLETED' }, 'pending', undefined],
  [{ receivedStatus: 'DISABLED' }, 'stopped', undefined],
  [{ begin: '2026-06-01T12:00:01Z' }, 'pending', undefined],
])('%j is %s', (more, kind, daysLeft) => {
  expect(licenseStanding({ ...license, ...more }, now)).toEqual({
    kind,
    ...(daysLeft === undefined ? {} : { daysLeft }),
  });
});
