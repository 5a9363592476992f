import type { ScanReport, Vulnerability } from '#scan';

/**
 * Vulnerabilities that many reports have, each once in memory: images share their packages, and thousands of reports would else take
 * gigabytes. One for a job.
 */
export class SharedVulnerabilities {
  readonly #held = new Map<string, Vulnerability>();

  /** The report with those that are held, each once. */
  share<T extends ScanReport>(report: T): T {
    const vulnerabilities = report.vulnerabilities.map((one) => this.#shared(one));
    return { ...report, vulnerabilities: [...new Set(vulnerabilities)] };
  }

  #shared(one: Vulnerability): Vulnerability {
    const key = JSON.stringify(one);
    const held = this.#held.get(key);
    if (held) return held;
    // A copy: a text that was cut out of a longer one keeps that in memory as a whole.
    const copy: Vulnerability = JSON.parse(key);
    this.#held.set(key, copy);
    return copy;
  }
}
