import type { Problem } from '#problem';
import type { ResolvedImage } from '#release';
import { gradeProblems, rulesReading, runRules, silencedRules } from '#rules';
import { ImageEvidence } from '../../evidence/image-evidence.ts';
import type { Gateways } from '../../gateways.ts';
import type { Judge, SeenImage } from '../judge.ts';
import type { Finding, Judgement } from '../judgement.ts';
import type { TrustWish } from '../trust-wish.ts';

type RuleWish = Pick<TrustWish, 'target' | 'grades' | 'depth' | 'delivery'>;

/**
 * What the rules find in images. One for a job: each config and each layer is read once, however many images have it; and neither when
 * no rule that is asked of this kind of target, and is not off, looks at them.
 */
export class RuleJudge implements Judge {
  readonly #wish: RuleWish;
  readonly #evidence: ImageEvidence;
  readonly #readsConfigs: boolean;
  readonly #readsLayers: boolean;

  constructor(wish: RuleWish, gateways: Pick<Gateways, 'clock' | 'manifests'>) {
    const { target, grades, depth } = wish;
    this.#wish = wish;
    this.#evidence = new ImageEvidence(gateways);
    this.#readsLayers = depth === 'layers' && rulesReading('layers', target.kind, grades).length > 0;
    this.#readsConfigs = this.#readsLayers || rulesReading('config', target.kind, grades).length > 0;
  }

  /**
   * Nothing of an artifact that is no image, and of content that nobody has looked at.
   * @throws what {@link ImageEvidence.of} throws
   */
  async judge(image: ResolvedImage, { content }: SeenImage, signal?: AbortSignal): Promise<Judgement> {
    if (!content || !this.#readsConfigs) return {};
    const { target, delivery, grades } = this.#wish;
    const depth = this.#readsLayers ? 'layers' : 'manifests';
    const inspected = { ...content, image, target, depth, ...(delivery ? { delivery } : {}) } as const;
    const found = runRules(await this.#evidence.of(inspected, signal));
    const { problems, suppressed } = gradeProblems(found, grades, target.kind);
    return { findings: findingsOf(problems), silenced: silencedRules(suppressed) };
  }
}

/** Rules tell a finding at every place that asks for the image; an image has it once. */
function findingsOf(problems: readonly Problem[]): Finding[] {
  const findings = problems.map(({ file: _, range: __, ...finding }): Finding => finding);
  return [...new Map(findings.map((one) => [`${one.rule} ${one.message}`, one])).values()];
}
