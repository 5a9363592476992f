import { ReleaseError, type Severity } from '#problem';
import type { ResolvedImage } from '#release';
import type { Item } from '../item.ts';
import type { Judge, SeenImage } from './judge.ts';
import type { Finding, Judgement } from './judgement.ts';

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/**
 * Asks all judges about an image, at the same time, and says it in its item. An error fails what would be written. What is there already
 * can't be taken back, so of that it is a warning, unless the job is there to find just that (`strict`).
 * @throws the signal's reason
 */
export async function applyJudgements(
  item: Item,
  { image, seen }: { readonly image: ResolvedImage; readonly seen: SeenImage },
  {
    judges,
    strict = false,
    signal,
  }: { readonly judges: readonly Judge[]; readonly strict?: boolean; readonly signal?: AbortSignal | undefined },
): Promise<Item> {
  const judgements = await Promise.all(judges.map((judge) => judgementOf(judge, image, seen, signal)));
  const found = judgements.flatMap(({ findings = [] }) => findings);
  const isWritten = item.outcome === 'copy';
  const findings = found
    .map((one) => (isWritten || strict || one.severity !== 'error' ? one : { ...one, severity: 'warning' as const }))
    .sort((a, b) => ranks[a.severity] - ranks[b.severity]);
  const silenced = judgements.flatMap((one) => one.silenced ?? []);
  const attestation = judgements.find((one) => one.attestation)?.attestation;
  const known: Item = {
    ...item,
    ...(attestation ? { attestation } : {}),
    ...(findings.length === 0 ? {} : { findings }),
    ...(silenced.length === 0 ? {} : { silenced }),
    ...(judgements.some(({ scanned }) => scanned) ? { scanned: true } : {}),
  };
  const [worst] = findings;
  if (worst?.severity !== 'error') return known;
  const { hint: _, ...rest } = known;
  const { rule: code, message, hint } = worst;
  return { ...rest, outcome: 'failed', code, message, ...(hint === undefined ? {} : { hint }) };
}

/** What could not be learned is an error of its own code, never "there is none". */
async function judgementOf(
  judge: Judge,
  image: ResolvedImage,
  seen: SeenImage,
  signal: AbortSignal | undefined,
): Promise<Judgement> {
  try {
    return await judge.judge(image, seen, signal);
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message, hint } = ReleaseError.from(error);
    const finding: Finding = { rule: code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
    return { findings: [finding] };
  }
}
