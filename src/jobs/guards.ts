import { ReleaseError } from '#problem';
import { isEcrPublic } from '#reference';
import { isLoopbackHost } from '#registry';
import { awsScope } from './aws-scope.ts';
import type { Gateways } from './gateways.ts';
import type { PlanTarget } from './plan-target.ts';

/**
 * As which account AWS knows us, checked against the one that the target names. Targets outside AWS have none.
 * @throws ReleaseError `account-mismatch`, and what the identity call throws
 */
export async function requireAccount(
  target: PlanTarget,
  gateways: Gateways,
  signal?: AbortSignal,
): Promise<string | undefined> {
  // Whoever pushes to ECR Public need not be known to AWS here: docker's login is what counts there.
  const isUnknown = isEcrPublic(target.registry) && target.account === undefined;
  if (target.kind === 'oci' || isUnknown) return undefined;
  const { account, arn } = await gateways.aws.callerIdentity(awsScope(target), signal);
  if (target.account !== undefined && target.account !== account) {
    throw new ReleaseError(
      'account-mismatch',
      `The target names account ${target.account}, but the credentials belong to ${account} (${arn})`,
      {
        hint: 'Choose the profile of the right account, or correct target.account in marketplace.yaml.',
      },
    );
  }
  return account;
}

/**
 * Keeps rehearsal and reality apart: with a sandbox or an AWS endpoint on this machine, a target that is not on this machine is
 * never written to.
 * @throws ReleaseError `sandbox-guard`
 */
export async function refuseMixedWorlds(target: PlanTarget, gateways: Gateways): Promise<void> {
  const { endpoint } = gateways.aws;
  const isRehearsal =
    gateways.registries.isSandbox || (endpoint !== undefined && isLoopbackHost(new URL(endpoint).hostname));
  if (!isRehearsal) return;
  const { origin, layout } = await gateways.registries.access(target.registry);
  // With AWS alone played, a folder of this machine is as good as a registry on it. A sandbox's is never the one that is handed over.
  const isApart =
    layout === undefined
      ? isLoopbackHost(new URL(origin).hostname)
      : !gateways.registries.isSandbox || layout !== target.layout;
  if (isApart) return;
  if (layout !== undefined) {
    throw new ReleaseError(
      'sandbox-guard',
      `A sandbox is in play, but the images would go to the real folder ${layout}`,
      {
        hint: 'Use --sandbox, or start the sandbox with --data DIR: then it has a folder for them.',
      },
    );
  }
  throw new ReleaseError(
    'sandbox-guard',
    `A sandbox or a loopback AWS endpoint is in play, but ${target.registry} is at ${origin}`,
    {
      hint: 'Use the hosts map of the sandbox, or leave the sandbox out altogether.',
    },
  );
}
