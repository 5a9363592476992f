import { ReleaseError } from '#problem';
import { catalogScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { Item } from '../item.ts';
import type { JobOptions } from '../job-options.ts';
import { isLoginEnd } from '../login-ended.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { FoundProducts } from '../products/find-products.ts';
import type { Product } from '../products/product.ts';
import type { Report, ReportWarning } from '../report.ts';
import { failedAssessment } from './failed-assessment.ts';
import { productAssessments } from './product-assessments.ts';

export interface AssessOptions extends JobOptions {
  readonly target: PlanTarget;
  readonly gateways: Pick<Gateways, 'aws'>;
  /** The images that the job was about: an assessment may name one. */
  readonly items: readonly Item[];
}

/** What a report says of AWS's own assessments. */
export interface Assessed extends Pick<Report, 'assessments' | 'assessmentsNotGiven'> {
  readonly warnings: readonly ReportWarning[];
}

/**
 * AWS's own assessments of the products that a job was about. A failed one is a warning. Not every account is given them: why not is
 * told, and nothing fails by it; that a login has ended is a warning.
 * @throws the signal's reason
 */
export async function assessProducts(
  { products, failure: unfound }: FoundProducts,
  { target, gateways, items, emit, signal }: AssessOptions,
): Promise<Assessed> {
  const question = { scope: catalogScope(target), gateways, emit, signal };
  const assessments: NonNullable<Report['assessments']>[number][] = [];
  const given: Product[] = [];
  let failure: ReleaseError | undefined;
  for (const product of products) {
    try {
      assessments.push(...(await productAssessments(product, question)));
      given.push(product);
    } catch (error) {
      signal?.throwIfAborted();
      failure ??= ReleaseError.from(error);
      if (isLoginEnd(error)) break;
    }
  }
  const failed = assessments.flatMap((one) => (one.result === 'FAIL' ? [failedAssessment(one, items)] : []));
  const told = given.length === 0 ? {} : { assessments };
  const why = failure ?? unfound ?? (products.length === 0 ? ofNobody() : undefined);
  if (why === undefined) return { ...told, warnings: failed };
  const names = failure ? products.filter((product) => !given.includes(product)).map(({ title }) => title) : [];
  const of = given.length === 0 ? '' : ` of ${names.length === 0 ? 'other products' : names.join(', ')}`;
  const notGiven = { code: why.code, message: `AWS's own assessments${of} were not given: ${why.message}` };
  if (isLoginEnd(why)) return { ...told, warnings: [notGiven, ...failed] };
  return { ...told, assessmentsNotGiven: notGiven, warnings: failed };
}

function ofNobody(): ReleaseError {
  return new ReleaseError('repository-missing', 'The account has no product with these repositories');
}
