import { createHash } from 'node:crypto';
import { isRecord } from '../store/narrow.ts';
import type { EntityState } from '../store/sandbox-state.ts';
import { containerProductType } from './container-product.ts';

/** An assessment that AWS has made of a product. */
export interface AssessmentState {
  readonly id: string;
  readonly entityId: string;
  readonly changeSetId: string;
  readonly deliveryOptionId: string;
  readonly isPassed: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly controls: readonly unknown[];
}

/** The framework that container products are assessed by, with its version. Its name: API Reference, FrameworkFilters. */
export const containerFramework = 'ContainerSecurity@1.0';

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * What AWS has found of a product: of each delivery option that has images two assessments, because the first one
 * failed and was mended. Ids of controls, and names of scopes that are about images, AWS does not publish: these are the sandbox's own.
 * @param isFailing whether the newest ones fail too, by one control
 */
export function containerAssessments(
  id: string,
  { type, document }: EntityState,
  isFailing: boolean,
): AssessmentState[] {
  if (type !== containerProductType) return [];
  return recordsOf(document.Versions).flatMap((version) =>
    recordsOf(version.DeliveryOptions).flatMap((option) => {
      const [image] = recordsOf(version.Sources)
        .filter((source) => source.Id === option.SourceId)
        .flatMap(({ Images: images }) => (Array.isArray(images) ? images : []));
      const at = Date.parse(String(version.CreationDate));
      if (typeof image !== 'string' || Number.isNaN(at)) return [];
      const common = { entityId: id, deliveryOptionId: String(option.Id) };
      // A scan takes 20 to 45 minutes; for how long it holds is not published.
      const newest = { createdAt: at + 30 * minute, expiresAt: at + 3650 * day, isPassed: !isFailing };
      const mended = { createdAt: at - day, expiresAt: at + 29 * day, isPassed: false };
      return [newest, mended].map((one) => ({
        ...common,
        ...one,
        id: `assessment-${shortId(`${common.deliveryOptionId} ${one.createdAt}`)}`,
        changeSetId: shortId(`change set of ${common.deliveryOptionId} ${one.createdAt}`),
        controls: controlsOf(image, one.isPassed),
      }));
    }),
  );
}

function controlsOf(image: string, isPassed: boolean): unknown[] {
  const failure = {
    Code: 'ROOT_USER',
    Message: 'The image runs as root. Set a user that is not root.',
    Scope: [
      { Name: 'IMAGE', Value: image },
      { Name: 'FILE_PATH', Value: '/etc/passwd' },
    ],
  };
  return [
    control('NON_ROOT_USER', isPassed ? 'PASS' : 'FAIL', isPassed ? [] : [failure]),
    control('NO_SECRETS', 'PASS'),
    control('NO_MALWARE', 'PASS'),
    control('SUPPORTED_SOFTWARE', 'EXEMPTION_PASS'),
  ];
}

function control(id: string, result: string, errors: readonly unknown[] = []): unknown {
  return { ControlId: id, ControlAssessmentResult: result, Errors: errors };
}

function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function shortId(text: string): string {
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString(36)
    .slice(-13);
}
