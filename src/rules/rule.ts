import type { TargetSettings } from '#formats';
import type { Code, Problem } from '#problem';
import type { ResolvedImage } from '#release';

/**
 * What is known when rules are asked. Each member is a kind of evidence that a rule can need; whoever asks gives those it has.
 * Rules do no I/O: what it takes to get evidence is the jobs' work.
 */
export interface Evidence {
  /** The images of a release and the target they go to. */
  readonly release?: { readonly target: TargetSettings; readonly images: readonly ResolvedImage[] };
  /** The settings of one target, and the file they stand in. */
  readonly target?: { readonly file: string; readonly settings: TargetSettings };
}

export type Need = keyof Evidence;

/** One requirement of a target. It is asked only when all it needs is there. */
export interface Rule {
  readonly code: Code;
  readonly needs: readonly Need[];
  check(evidence: Evidence): Problem[];
}

/** A rule that needs one kind of evidence. */
export function ruleOn<N extends Need>(
  need: N,
  code: Code,
  check: (evidence: NonNullable<Evidence[N]>) => Problem[],
): Rule {
  return {
    code,
    needs: [need],
    check(evidence) {
      const given = evidence[need];
      return given ? check(given) : [];
    },
  };
}
