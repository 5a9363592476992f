import { type AwsScope, awsScope, type PlanTarget } from '#jobs';
import { marketplaceLicenseRegion } from '#license';

/** As whom a place's licences are asked for, and where AWS Marketplace keeps them: wherever the target's registry is. */
export function licenseScope(target: PlanTarget): AwsScope {
  return { ...awsScope(target), region: marketplaceLicenseRegion };
}
