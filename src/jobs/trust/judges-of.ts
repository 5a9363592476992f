import type { Gateways } from '../gateways.ts';
import { ScanJudge } from '../scan/scan-judge.ts';
import type { Sessions } from '../sessions.ts';
import { AttestationJudge } from './attestations/attestation-judge.ts';
import type { Judge } from './judge.ts';
import { RuleJudge } from './rules/rule-judge.ts';
import type { TrustWish } from './trust-wish.ts';

/** Those who have a say, for one job: what they read of keys, layers and findings they read once. */
export function judgesOf(wish: TrustWish | undefined, gateways: Gateways, sessions: Sessions): readonly Judge[] {
  if (!wish) return [];
  const { attestations, folder, scan, findings = [] } = wish;
  const observer = (sent: (host: string) => void) => sessions.observer(sent);
  return [
    ...(attestations.length > 0 ? [new AttestationJudge(attestations, { gateways, folder, observer })] : []),
    new RuleJudge(wish, gateways),
    ...(scan ? [new ScanJudge({ scan, reports: findings }, gateways, sessions)] : []),
  ];
}
