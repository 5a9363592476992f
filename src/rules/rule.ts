import type { TargetSettings } from '#formats';
import type { Problem, RuleId, Severity } from '#problem';
import type { TargetKind } from '#reference';
import type { ResolvedImage } from '#release';
import type { ChartEvidence, RenderedEvidence } from './chart/chart-evidence.ts';
import type { ConfigEvidence } from './config-evidence.ts';
import type { LayersEvidence } from './layers-evidence.ts';

/**
 * What is known when rules are asked. Each member is a kind of evidence that a rule can need; whoever asks gives those it has.
 * Rules do no I/O: what it takes to get evidence is the jobs' work.
 */
export interface Evidence {
  /** The images of a release and the target they go to. */
  readonly release?: { readonly target: TargetSettings; readonly images: readonly ResolvedImage[] };
  /** The settings of one target, and the file they stand in. */
  readonly target?: { readonly file: string; readonly settings: TargetSettings };
  /** What one image says of itself: its index and its configs. */
  readonly config?: ConfigEvidence;
  /** What is in the layers of one image; the same image, when `config` is given as well. */
  readonly layers?: LayersEvidence;
  /** A Helm chart, by its files alone. */
  readonly chart?: ChartEvidence;
  /** What helm makes of the same chart; absent where no helm is at hand. */
  readonly rendered?: RenderedEvidence;
}

export type Need = keyof Evidence;

/** What a rule is, apart from its check. */
export interface RuleAbout {
  readonly code: RuleId;
  /** Why it is asked for, in one or two sentences. */
  readonly why: string;
  /** Who says so: the page of AWS, or another. */
  readonly source: string;
  /** How grave a finding is, at most, by the kind of target; where there is none the rule is not asked. */
  readonly severity: Readonly<Partial<Record<TargetKind, Severity>>>;
  /** Evidence with which it finds more, and without which it is asked all the same. */
  readonly helpedBy?: Need;
}

/** One requirement of a target. It is asked only when all it needs is there. */
export interface Rule extends RuleAbout {
  readonly needs: readonly Need[];
  check(evidence: Evidence): Problem[];
}

/**
 * A rule that needs one kind of evidence.
 * @param check finds what is wrong; `severity` is that for the kind of this target, and `all` may hold what helps but is not needed
 */
export function ruleOn<N extends Need>(
  need: N,
  about: RuleAbout,
  check: (given: NonNullable<Evidence[N]>, severity: Severity, all: Evidence) => Problem[],
): Rule {
  return {
    ...about,
    needs: [need],
    check(evidence) {
      const given = evidence[need];
      const severity = given && about.severity[kindOf(given)];
      return given && severity ? check(given, severity, evidence) : [];
    },
  };
}

function kindOf(given: NonNullable<Evidence[Need]>): TargetKind {
  return 'settings' in given ? given.settings.kind : given.target.kind;
}
