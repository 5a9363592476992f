import type { ChartDraft } from './chart-draft.ts';
import type { InjectionWish } from './injection-wish.ts';

/** What the vendor should know of a check that asks for a number of something: for a moment that many have to be free. */
export function tellOfSeats(draft: ChartDraft, { delivery, parts }: InjectionWish): void {
  for (const part of parts) {
    if (part.kind !== 'license-check' || part.consumption !== 'provisional') continue;
    const counted = part.entitlements.filter(({ value }) => value !== undefined);
    if (counted.length === 0) continue;
    const asked = counted.map(({ name, value }) => `${value} of ${name}`).join(' and ');
    const message =
      delivery === 'helm'
        ? `Each upgrade asks for ${asked} that are free, while the running release may have all of them in use. Then it stops at the check.`
        : `Each pod asks for ${asked} that are free. Pods that start when all are in use wait for others to give them back.`;
    draft.finding({ code: 'license-check-counts', severity: 'info', message, hint, file: 'values.yaml' });
  }
}

const hint =
  'Ask for a tier or a feature, an entitlement without a value, where it is enough to know that the licence is valid. awsmp.licenseCheck.checkIn gives back at once what was taken.';
