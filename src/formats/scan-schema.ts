import * as z from 'zod/mini';
import { given, jsonKeywords, patterns } from './json-keywords.ts';
import { reason } from './reason.ts';
import { optionalKey, requiredKey } from './setting-notes.ts';
import { matching, word } from './target-schema.ts';

/** A day that the calendar has. */
function isDay(value: string): boolean {
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

const accepted = z.strictObject({
  id: requiredKey(matching(patterns.vulnerability, 'must be the id of a vulnerability, such as CVE-2024-1234'), {
    description: 'Id of the vulnerability, as the scanner gives it: `CVE-2024-1234`, `GHSA-…`.',
  }),
  reason: requiredKey(reason(), { description: 'Why it is lived with; the report tells it.' }),
  until: optionalKey(matching(patterns.day, 'must be a day, such as 2026-12-31', isDay), {
    description: 'The last day on which it is accepted.',
    fallback: 'no end',
  }),
});

/** `scan` of the settings. */
export const scanSchema = z
  .strictObject({
    with: optionalKey(z.enum(['trivy', 'grype']), {
      description: 'Scanner that is run for images that no file has findings of. It has to be installed.',
      fallback: 'none is run',
    }),
    findings: optionalKey(word, {
      description: 'Files of findings: SARIF, or JSON of Trivy or Grype. A pattern, relative to `marketplace.yaml`.',
      examples: ['"scans/*.json"'],
    }),
    block: optionalKey(z.enum(['critical', 'high', 'medium', 'low']), {
      description: 'From which severity on an image is not released.',
      fallback: 'critical',
    }),
    unfixed: optionalKey(z.boolean(), {
      description: 'Whether what has no fix yet counts too.',
      fallback: 'true',
    }),
    missing: optionalKey(z.enum(['error', 'warning']), {
      description: 'What an image is that nobody has findings of.',
      fallback: 'error with a scanner, else warning',
    }),
    accept: optionalKey(z.array(accepted), {
      description: 'Vulnerabilities that are lived with, each with the reason.',
    }),
  })
  .check(
    z.refine((value) => value.with !== undefined || value.findings !== undefined, {
      error: 'needs with (a scanner) or findings (files of one)',
    }),
  )
  .register(jsonKeywords, { anyOf: [given('with'), given('findings')] });

/** `scan` as the schema has accepted it. */
export type RawScan = z.infer<typeof scanSchema>;
