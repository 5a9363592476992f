import type { AwsScope } from '../aws-scope.ts';
import type { Page } from '../page.ts';

/** One assessment of AWS's own, without what its controls found. */
export interface AssessmentSummary {
  readonly id: string;
  /** With its version: `ContainerSecurity@1.0`. */
  readonly framework: string;
  /** `PASS` or `FAIL`; whatever AWS adds to these stays as it is. */
  readonly result: string;
  /** ISO 8601 */
  readonly createdAt?: string;
  readonly expiresAt?: string;
  /** The id of the delivery option that was assessed. */
  readonly deliveryOption?: string;
}

/** What AWS found wrong by one control. */
interface AssessmentError {
  readonly code?: string;
  readonly message: string;
  /** What it is about: `FILE_PATH`, `PACKAGE_NAME` and others that AWS names. */
  readonly scope: readonly { readonly name: string; readonly value: string }[];
}

/** The result of one control. */
export interface AssessedControl {
  readonly id: string;
  /** `PASS`, `FAIL`, `EXEMPTION_PASS` or `NOT_EXECUTED`; whatever AWS adds to these stays as it is. */
  readonly result: string;
  readonly errors: readonly AssessmentError[];
  /** How many more errors AWS has than are here. */
  readonly moreErrors?: number;
}

/** AWS's own assessments of products, as the Marketplace Catalog gives them. Throws as the other calls of AWS do. */
export interface AssessmentGateway {
  /** ListAssessments: those of an entity, the newest first, a page of at most 100. */
  list(
    scope: AwsScope,
    query: { readonly entityId: string; readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<AssessmentSummary>>;
  /** DescribeAssessment: the controls of one, a page of at most 100. */
  controls(
    scope: AwsScope,
    query: { readonly id: string; readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<AssessedControl>>;
}
