import { ReleaseError } from '#problem';
import { parseReference, shortDigest } from '#reference';
import { headManifest } from '#registry';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { Item } from '../item.ts';
import type { Sessions } from '../sessions.ts';
import type { MirrorPlan } from './mirror-plan.ts';

/**
 * Holds a plan against the world as it is now: account, endpoints, source tags, target tags. A target that holds already what the
 * plan would write is no difference: that is how an interrupted run goes on.
 * @throws ReleaseError `plan-stale` with every difference
 */
export async function recheck(
  plan: MirrorPlan,
  gateways: Gateways,
  sessions: Sessions,
  signal?: AbortSignal,
): Promise<void> {
  const account = await movedAccount(plan, gateways, signal);
  // Under another account or at other endpoints the tags are other tags: there is no point in comparing them.
  const places = account.length > 0 ? account : await movedEndpoints(plan, gateways);
  const moved =
    places.length > 0
      ? places
      : (await Promise.all(plan.items.map((item) => movedTags(item, sessions, signal)))).flat();
  if (moved.length === 0) return;
  const count = moved.length === 1 ? 'one difference' : `${moved.length} differences`;
  throw new ReleaseError(
    'plan-stale',
    `The plan of ${plan.createdAt} no longer fits the world: ${count}. Nothing was written`,
    {
      details: moved,
      hint: 'Make a new plan and look at it before running it.',
    },
  );
}

async function movedAccount({ target }: MirrorPlan, gateways: Gateways, signal?: AbortSignal): Promise<string[]> {
  if (target.account === undefined) return [];
  const { account, arn } = await gateways.aws.callerIdentity(awsScope(target), signal);
  return account === target.account
    ? []
    : [`account: the plan was made as ${target.account}, the credentials now belong to ${account} (${arn})`];
}

async function movedEndpoints({ endpoints }: MirrorPlan, gateways: Gateways): Promise<string[]> {
  const compared = endpoints.map(async ({ name, origin }) => {
    if (name === 'aws')
      return gateways.aws.endpoint === undefined || gateways.aws.endpoint === origin
        ? []
        : [`endpoint of AWS: was ${origin}, is ${gateways.aws.endpoint}`];
    const access = await gateways.registries.access(name);
    return access.origin === origin ? [] : [`endpoint of ${name}: was ${origin}, is ${access.origin}`];
  });
  return (await Promise.all(compared)).flat();
}

async function movedTags(item: Item, sessions: Sessions, signal?: AbortSignal): Promise<string[]> {
  if (item.outcome !== 'copy' && item.outcome !== 'present' && item.outcome !== 'equivalent') return [];
  const source = parseReference(item.source);
  const target = parseReference(item.target);
  if (!source.ok || !target.ok)
    throw new ReleaseError(
      'plan-unreadable',
      `The plan names ${item.source} and ${item.target}, which are no references`,
    );
  const moved: string[] = [];
  if (source.reference.digest === undefined) {
    const { registry, repository, tag = 'latest' } = source.reference;
    const now = await held(sessions, registry, repository, tag, signal);
    if (now !== item.sourceDigest) moved.push(`source ${item.source}: was ${name(item.sourceDigest)}, is ${name(now)}`);
  }
  const { registry, repository, tag = '' } = target.reference;
  const now = await held(sessions, registry, repository, tag, signal);
  if (now !== item.digest && now !== item.targetDigest)
    moved.push(`target ${item.target}: was ${name(item.digest)}, is ${name(now)}`);
  return moved;
}

async function held(
  sessions: Sessions,
  registry: string,
  repository: string,
  tag: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const session = await sessions.at(registry);
  return sessions.requests.run(() => headManifest(session, repository, tag, signal), signal);
}

function name(digest: string | undefined): string {
  return digest === undefined ? 'nothing' : `${shortDigest(digest)} (${digest})`;
}
