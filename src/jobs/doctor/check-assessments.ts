import { catalogScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import { type DoctorCheck, failedCheck } from './doctor-check.ts';

/**
 * Whether a verification is given AWS's own assessments: asked for as it does, of the first product. The name of the right: Service
 * Authorization Reference, "AWS Marketplace Catalog".
 * @param product its id; undefined when there is none to ask about
 */
export async function checkAssessments(
  product: string | undefined,
  target: PlanTarget,
  { aws }: Pick<Gateways, 'aws'>,
  of: string,
  signal: AbortSignal | undefined,
): Promise<DoctorCheck> {
  const name = `right aws-marketplace:ListAssessments${of}`;
  if (product === undefined) return { name, state: 'skipped', message: 'no product to ask about' };
  try {
    await aws.assessments.list(catalogScope(target), { entityId: product }, signal);
    return { name, state: 'ok', message: 'granted' };
  } catch (error) {
    // Without it a verification has less to tell; nothing fails by it.
    return failedCheck(name, error, signal, 'warning');
  }
}
