import {
  type Endpoint,
  type Item,
  identityWords,
  type MirrorPlan,
  neededRepositories,
  type PlanTarget,
  type Report,
  uploadPlace,
} from '#jobs';
import { isLoopbackHost } from '#registry';
import { fileWarnings } from './file-warnings.ts';
import { countTags } from './final-writes.ts';
import { flow } from './flow.ts';
import { itemPassages } from './item-rows.ts';
import { type Line, line, span } from './line.ts';
import { nameIn } from './name-in.ts';
import { linesOf, type Passage } from './passage.ts';
import { referrerWarnings } from './referrer-words.ts';
import { plannedRepositoryLines } from './repository-rows.ts';
import { shardWords } from './shard-words.ts';
import { ignoredWords, planSummary } from './summary-words.ts';
import { targetPlace } from './target-place.ts';
import { trustLines } from './trust-words.ts';
import { wrap } from './wrap.ts';

/** A plan as a person reads it before confirming: every write with its consequence, then the sum, then where credentials go. */
export function planText(plan: MirrorPlan, width: number): Line[] {
  return linesOf(planPassages(plan, width, (file) => file));
}

/**
 * The same, with what its lines lead to.
 * @param fileName the name to show for a file
 */
export function planPassages(plan: MirrorPlan, width: number, fileName: (file: string) => string): Passage[] {
  const rows = itemPassages(plan.items, plan.target, width);
  return [
    { lines: placeLines(planTitle(plan), plan.target, width) },
    {
      lines: [
        ...promotionLines(plan, width),
        ...rehearsal(plan, width),
        ...shardLines(plan, width),
        ...productLines(plan, width),
        ...finality(plan, width),
        line(),
      ],
    },
    ...rows,
    { lines: plannedRepositoryLines(plan, width), group: 'repositories' },
    { lines: ignoredLines(plan.items, width, fileName) },
    ...fileWarnings(plan, width, fileName),
    { lines: referrerWarnings(plan).flatMap((warning) => warningLines(warning, plan.target, width)) },
    { lines: rows.length > 0 ? [line()] : [] },
    { lines: indented(planSummary(plan.summary, neededRepositories(plan).length), width) },
    { lines: trustLines(plan, width) },
    { lines: credentialLines(plan.endpoints, width) },
    { lines: uploadLines(plan, width) },
  ];
}

/**
 * What follows a plan that was only made: how it can be kept and run.
 * @param options what the run has to be told again, in front a blank
 */
export function planEnding(saved: string | undefined, options: string, width: number): Line[] {
  const words =
    saved === undefined
      ? 'Nothing has been written. Save it with -o plan.json, run it with:'
      : `Nothing has been pushed. The plan is saved in ${saved}; run it with:`;
  const command = `marketplace-release mirror --plan ${saved ?? 'plan.json'}${options}`;
  return flow([{ spans: [span(`  ${words}`)] }, { spans: [span(command)] }], { indent: 4, width, gap: 1 });
}

function planTitle({ target, promotedFrom }: MirrorPlan): string {
  const title = `Plan for target ${target.name ?? target.kind}`;
  return promotedFrom ? `${title}, promoted from ${promotedFrom.name ?? promotedFrom.registry}` : title;
}

/** Where the images come from, when it is not for the files to say. */
function promotionLines({ promotedFrom }: MirrorPlan, width: number): Line[] {
  if (!promotedFrom) return [];
  return wrap(`Images come from: ${targetPlace(promotedFrom)}`, width).map((text) => line(text));
}

/** A title and where and as whom: `709…/camunda/camunda8  as 123456789012 (profile seller)`. */
export function placeLines(title: string, target: PlanTarget, width: number): Line[] {
  const { account, profile, role } = target;
  const identity = identityWords({ profile, role });
  const identified = account === undefined ? `with ${identity}` : `as ${account} (${identity})`;
  const who = identity === undefined ? (account === undefined ? '' : `as ${account}`) : identified;
  const cells = [
    { spans: [span(title, 'strong')] },
    { spans: [span(targetPlace(target))] },
    { spans: who === '' ? [] : [span(who)] },
  ];
  return flow(cells, { indent: 4, width });
}

export function indented(text: string, width: number): Line[] {
  return wrap(text, width - 2).map((part) => line(`  ${part}`));
}

export function ignoredLines(items: readonly Item[], width: number, fileName: (file: string) => string): Line[] {
  const indent = 13;
  return ignoredWords(items, fileName).flatMap((words) => {
    const [first = '', ...more] = wrap(words, width - indent);
    return [[span('  ignored    ', 'muted'), span(first)], ...more.map((text) => line(`${' '.repeat(indent)}${text}`))];
  });
}

/** Something that went wrong beside the images, of which image it is about. */
export function warningLines(
  { code, message, item }: Report['warnings'][number],
  target: PlanTarget,
  width: number,
): Line[] {
  const about = item === undefined ? '' : `${nameIn(target, item)}: `;
  return indented(`warning: ${code} ${about}${message}`, width);
}

/** A logical name that is not this machine's, at an origin that is, or another folder than the target's: a rehearsal. */
export function rehearsal({ endpoints, target }: Pick<MirrorPlan, 'endpoints' | 'target'>, width: number): Line[] {
  const origin = endpoints.find(({ name }) => name === target.registry)?.origin;
  const isHere = (place: string) => URL.canParse(place) && isLoopbackHost(new URL(place).hostname);
  const isFolder = target.layout !== undefined;
  const isReal = isFolder ? origin === `oci:${target.layout}` : isHere(`http://${target.registry}`);
  if (origin === undefined || isReal || !(isFolder || isHere(origin))) return [];
  const where = isFolder ? 'images go to a folder of the sandbox' : 'the registry is on this machine';
  const words = `A rehearsal: ${where} (${origin}), nothing real is written.`;
  return wrap(words, width).map((text) => line(text, 'warn'));
}

/** Which part of the release it is. */
export function shardLines(part: Parameters<typeof shardWords>[0], width: number): Line[] {
  return wrap(shardWords(part) ?? '', width).flatMap((text) => (text === '' ? [] : [line(text)]));
}

/** Whose customers will see it. */
export function productLines({ products = [] }: Pick<Report, 'products'>, width: number): Line[] {
  if (products.length === 0) return [];
  const names = products.map(({ id, title }) => `${title} (${id})`).join(', ');
  return wrap(`${products.length === 1 ? 'Product' : 'Products'}: ${names}`, width).map((text) => line(text));
}

function finality(plan: MirrorPlan, width: number): Line[] {
  if (plan.target.kind !== 'marketplace' || countTags(plan) === 0) return [];
  return wrap('Tags marked final can never be replaced or deleted.', width).map((text) => line(text));
}

/** Every host that a credential was sent to while planning; a run sends them to the same ones. */
export function credentialLines(endpoints: readonly Endpoint[], width: number): Line[] {
  const places = endpoints.filter(({ sentTo }) => sentTo.length > 0).map(credentialPlace);
  if (places.length === 0) return indented('No credentials are sent to anyone.', width);
  const cells = places.map((place, at) => ({ spans: [span(at === places.length - 1 ? place : `${place},`)] }));
  return flow([{ spans: [span('  Credentials go to:')] }, ...cells], { indent: 4, width, gap: 1 });
}

function uploadLines({ upload, shard }: MirrorPlan, width: number): Line[] {
  return upload ? indented(`A run puts its error log to ${uploadPlace(upload, shard)}.`, width) : [];
}

function credentialPlace({ name, origin, credentials, sentTo }: Endpoint): string {
  if (name === 'aws') return `AWS at ${sentTo.join(', ')} (${credentials})`;
  if (name === 'catalog') return `the Marketplace Catalog at ${sentTo.join(', ')} (${credentials})`;
  const attested = /^https?:\/\/(.+)$/.exec(name)?.[1];
  const others = sentTo.filter((host) => host !== (attested ?? name));
  const isOwn = others.length === 1 && others[0] === new URL(origin).host;
  const at = others.length === 0 ? '' : ` ${isOwn ? 'at' : 'and'} ${others.join(', ')}`;
  return `${attested === undefined ? name : `the attestations of ${attested}`}${at} (${credentials})`;
}
