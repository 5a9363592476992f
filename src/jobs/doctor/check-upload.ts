import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import { refuseRealStorage } from '../log-upload.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { LogUpload } from '../upload-place.ts';
import { type DoctorCheck, failedCheck } from './doctor-check.ts';
import { untriedRight } from './untried-rights.ts';

/**
 * What shows, without writing, of the place that a run puts its error log to: that it fits the world we are in and, where the target is no
 * place of AWS, as whom AWS knows us there. A target at AWS is asked about that anyway, and with the same credentials.
 */
export async function checkUpload(
  target: PlanTarget,
  upload: LogUpload,
  { aws, registries }: Pick<Gateways, 'aws' | 'registries'>,
  of: string,
  signal: AbortSignal | undefined,
): Promise<DoctorCheck[]> {
  const right = untriedRight('s3:PutObject', `report.upload, to ${upload.to}`, of);
  const name = `report.upload${of}`;
  try {
    refuseRealStorage(upload, { aws, registries });
    if (target.kind !== 'oci') return [right];
    const { account, arn } = await aws.callerIdentity({ ...awsScope(target), region: upload.region }, signal);
    return [{ name, state: 'ok', message: `account ${account}, ${arn}` }, right];
  } catch (error) {
    return [failedCheck(name, error, signal), right];
  }
}
