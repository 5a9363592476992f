import { parseEcrHost } from '#reference';
import { awsScope, catalogScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import { checkAssessments } from './check-assessments.ts';
import { type DoctorCheck, failedCheck } from './doctor-check.ts';

/** As whom AWS knows us at a target, and what of our rights shows without writing anything. */
export async function checkIdentity(
  target: PlanTarget,
  { aws }: Gateways,
  of: string,
  signal: AbortSignal | undefined,
): Promise<DoctorCheck[]> {
  if (target.kind === 'oci') return [];
  const name = `identity${of}`;
  try {
    const { account, arn } = await aws.callerIdentity(awsScope(target), signal);
    const identity: DoctorCheck =
      target.account === undefined || target.account === account
        ? { name, state: 'ok', message: `account ${account}, ${arn}` }
        : {
            name,
            state: 'error',
            code: 'account-mismatch',
            message: `The target names account ${target.account}, the credentials belong to ${account} (${arn})`,
            hint: 'Choose the profile of the right account, or correct target.account in marketplace.yaml.',
          };
    return [identity, ...(await checkRights(target, aws, of, signal))];
  } catch (error) {
    return [failedCheck(name, error, signal), { name: `rights${of}`, state: 'skipped', message: 'nobody to ask as' }];
  }
}

/** Rights to write are not tried: nothing is written to find out. */
async function checkRights(
  target: PlanTarget,
  aws: Gateways['aws'],
  of: string,
  signal: AbortSignal | undefined,
): Promise<DoctorCheck[]> {
  const registryId = parseEcrHost(target.registry)?.account;
  const login = { what: 'ecr:GetAuthorizationToken', ask: () => aws.ecrLogin(awsScope(target), signal), needed: true };
  let product: string | undefined;
  const list =
    target.kind === 'marketplace'
      ? {
          what: 'aws-marketplace:ListEntities',
          ask: async () => {
            const { items } = await aws.containerProducts(catalogScope(target), {}, signal);
            product = items[0]?.id;
          },
          needed: false,
        }
      : {
          what: 'ecr:DescribeRepositories',
          ask: () => aws.ecrRepositories(awsScope(target), { registryId: registryId ?? '', pageSize: 1 }, signal),
          needed: false,
        };
  const asked = registryId === undefined ? [] : [login, list];
  const checks = await Promise.all(
    asked.map(async ({ what, ask, needed }): Promise<DoctorCheck> => {
      const name = `right ${what}${of}`;
      try {
        await ask();
        return { name, state: 'ok', message: 'granted' };
      } catch (error) {
        // Without the second a list has less to show; nothing is released by it.
        return failedCheck(name, error, signal, needed ? 'error' : 'warning');
      }
    }),
  );
  if (target.kind !== 'marketplace' || registryId === undefined) return checks;
  return [...checks, await checkAssessments(product, target, { aws }, of, signal)];
}
