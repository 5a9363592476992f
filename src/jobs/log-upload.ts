import { ReleaseError } from '#problem';
import { isLoopbackHost } from '#registry';
import { awsScope } from './aws-scope.ts';
import type { Gateways } from './gateways.ts';
import type { PlanTarget } from './plan-target.ts';
import type { Shard } from './shard.ts';
import { bucketAndKey, type LogUpload, uploadPlace } from './upload-place.ts';

/**
 * What the settings ask for, with `{region}` filled in; `{account}` may still stand in it.
 * @param setting `report.upload`
 * @param defaultRegion when neither the target nor its registry names one
 */
export function wishedUpload(
  setting: string | undefined,
  target: Pick<PlanTarget, 'registry' | 'region' | 'kind'>,
  defaultRegion: string | undefined,
): LogUpload | undefined {
  if (setting === undefined) return undefined;
  const own = target.kind === 'oci' ? (target.region ?? defaultRegion) : undefined;
  const { region } = awsScope(own === undefined ? target : { ...target, region: own });
  return { to: setting.replaceAll('{region}', region), region };
}

/**
 * The same with the account filled in; AWS is asked whose it is where the target is no place of AWS.
 * @throws ReleaseError `sandbox-guard`, AWS login trouble
 */
export async function plannedUpload(
  wish: LogUpload | undefined,
  target: PlanTarget,
  gateways: Pick<Gateways, 'aws' | 'registries'>,
  signal?: AbortSignal,
): Promise<LogUpload | undefined> {
  if (!wish) return undefined;
  refuseRealStorage(wish, gateways);
  if (!wish.to.includes('{account}')) return wish;
  const scope = { ...awsScope(target), region: wish.region };
  const account = target.account ?? (await gateways.aws.callerIdentity(scope, signal)).account;
  return { ...wish, to: wish.to.replaceAll('{account}', account) };
}

/**
 * Puts the text of an error log where a plan says, as the one that pushes to its target.
 * @throws ReleaseError `upload-failed`, `sandbox-guard`; the signal's reason
 */
export async function uploadLog(
  {
    upload,
    target,
    shard,
  }: { readonly upload: LogUpload; readonly target: PlanTarget; readonly shard?: Shard | undefined },
  text: string,
  gateways: Pick<Gateways, 'aws' | 'registries'>,
  signal?: AbortSignal,
): Promise<void> {
  refuseRealStorage(upload, gateways);
  const place = uploadPlace(upload, shard);
  const scope = { ...awsScope(target), region: upload.region };
  try {
    await gateways.aws.putObject(scope, { ...bucketAndKey(place), text }, signal);
  } catch (error) {
    signal?.throwIfAborted();
    const { message, hint, theirCode } = ReleaseError.from(error);
    throw new ReleaseError('upload-failed', `The error log could not be uploaded to ${place}: ${message}`, {
      cause: error,
      ...(hint === undefined ? {} : { hint }),
      ...(theirCode === undefined ? {} : { theirCode }),
    });
  }
}

/** A rehearsal's log has no place among real ones. @throws ReleaseError `sandbox-guard` */
export function refuseRealStorage({ to }: LogUpload, { aws, registries }: Pick<Gateways, 'aws' | 'registries'>): void {
  if (!registries.isSandbox) return;
  if (aws.endpoint !== undefined && isLoopbackHost(new URL(aws.endpoint).hostname)) return;
  throw new ReleaseError('sandbox-guard', `A sandbox is in play, but ${to} would be at AWS`, {
    hint: 'Use the hosts map of the sandbox as it is printed.',
  });
}
