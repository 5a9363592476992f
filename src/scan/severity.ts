import type { VulnerabilitySeverity } from '#formats';

const known: ReadonlySet<string> = new Set<VulnerabilitySeverity>(['critical', 'high', 'medium', 'low']);

/**
 * A scanner's word for how grave a vulnerability is. What it has no opinion of, or finds negligible, is `low`, as Grype's own SARIF has
 * it: its SARIF writer (grype/presenter/sarif/presenter.go, `severityText`) knows no other.
 */
export function severityOf(word: string | null | undefined): VulnerabilitySeverity {
  const lower = (word ?? '').toLowerCase();
  return isSeverity(lower) ? lower : 'low';
}

/**
 * The severity of a CVSS score, as GitHub reads `security-severity` of SARIF (GitHub documentation, "SARIF support for code scanning",
 * `reportingDescriptor` object).
 */
export function severityOfScore(score: number): VulnerabilitySeverity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

function isSeverity(word: string): word is VulnerabilitySeverity {
  return known.has(word);
}
