import * as z from 'zod/mini';
import type { VulnerabilitySeverity } from '#formats';
import { namedDigests, otherNames } from './named-digests.ts';
import type { ScanReport, Vulnerability } from './scan-report.ts';
import { severityOf, severityOfScore } from './severity.ts';

const text = z.nullish(z.string());
const texts = z.catch(z.nullish(z.array(z.string())), undefined);
const message = z.nullish(z.looseObject({ text }));

const ruleSchema = z.looseObject({
  id: z.string(),
  help: message,
  properties: z.nullish(
    z.looseObject({
      'security-severity': z.catch(z.optional(z.union([z.string(), z.number()])), undefined),
      tags: texts,
    }),
  ),
});
const resultSchema = z.looseObject({ ruleId: text, level: text, message });

/** SARIF 2.1.0, as far as scanners of images use it (OASIS, "Static Analysis Results Interchange Format", §3.13 and following). */
export const sarifSchema = z.looseObject({
  version: z.literal('2.1.0'),
  runs: z.array(
    z.looseObject({
      tool: z.looseObject({
        driver: z.looseObject({ name: z.string(), version: text, rules: z.nullish(z.array(ruleSchema)) }),
      }),
      results: z.nullish(z.array(resultSchema)),
      properties: z.nullish(
        z.looseObject({
          imageName: z.catch(text, undefined),
          imageID: z.catch(text, undefined),
          repoTags: texts,
          repoDigests: texts,
        }),
      ),
    }),
  ),
});

type Run = z.infer<typeof sarifSchema>['runs'][number];
type Rule = z.infer<typeof ruleSchema>;
type Result = z.infer<typeof resultSchema>;

/** The text of a result of Trivy (aquasecurity/trivy: pkg/report/sarif.go, `Write`). */
const ofTrivy = /^Package: (.*)\nInstalled Version: (.*)\nVulnerability (.+)\nSeverity: (.*)\nFixed Version: (.*)\n/;
/** The text of a result of Grype (anchore/grype: grype/presenter/sarif/presenter.go, `resultMessage`); the image is what its user gave. */
const ofGrype = /^A (\w+) vulnerability in \S+ package: (.+), version (.*) was found in image (\S+) at: /;
/** Longer ones are none of theirs; a pattern is not tried on what may be megabytes. */
const longestText = 4096;
/** In the help of a rule of Grype (`helpText`). */
const fixOfGrype = /\nFix Version: (.*)\n/;

/**
 * What the runs of a SARIF log say of images, one each. The severity is the scanner's own where the log has it, else that of the score in
 * `security-severity`. Results that are about something else (secrets, licences) are passed over. A run that has no others is bare: Trivy
 * writes the same of an image without vulnerabilities and of one that it did not look for them in.
 */
export function sarifReports({ runs }: z.infer<typeof sarifSchema>): ScanReport[] {
  return runs.map((run) => {
    const { name, version } = run.tool.driver;
    const rules = run.tool.driver.rules ?? [];
    const vulnerabilities = vulnerabilitiesOf(run, new Map(rules.map((rule) => [rule.id, rule])));
    const isBare = vulnerabilities.length === 0 && rules.every(isOfOtherClass);
    const { imageName, imageID, repoTags, repoDigests } = run.properties ?? {};
    // Grype names the image in its findings alone: without any, nowhere.
    const given = (run.results ?? []).map((result) => ofGrype.exec(textOf(result.message))?.[4]);
    const names = [imageName, ...(repoTags ?? []), ...(repoDigests ?? []), ...new Set(given)];
    return {
      scanner: version ? `${name} ${version}` : name,
      digests: namedDigests([...names, imageID]),
      names: otherNames(names),
      ...(isBare ? { isBare } : {}),
      vulnerabilities,
    };
  });
}

/** Trivy scores its secrets, licences and misconfigurations too, and tags each as what it is. */
function isOfOtherClass({ properties }: Rule): boolean {
  return properties?.tags?.some((tag) => ['secret', 'license', 'misconfiguration'].includes(tag)) ?? false;
}

function vulnerabilitiesOf({ results }: Run, rules: ReadonlyMap<string, Rule>): Vulnerability[] {
  return (results ?? []).flatMap((result) => {
    const rule = rules.get(result.ruleId ?? '');
    return trivyResult(result) ?? grypeResult(result, rule) ?? otherResult(result, rule) ?? [];
  });
}

function trivyResult({ message }: Result): Vulnerability | undefined {
  const [, name, version, id, severity, fixedIn] = ofTrivy.exec(textOf(message)) ?? [];
  if (name === undefined || version === undefined || !id) return undefined;
  return { ids: [id], severity: severityOf(severity), package: name, version, ...(fixedIn ? { fixedIn } : {}) };
}

function grypeResult({ ruleId, message }: Result, rule: Rule | undefined): Vulnerability | undefined {
  const [, severity, name, version] = ofGrype.exec(textOf(message)) ?? [];
  if (!ruleId || name === undefined || version === undefined) return undefined;
  // A rule there is a vulnerability of a package: CVE-2024-1234-openssl.
  const id = ruleId.endsWith(`-${name}`) ? ruleId.slice(0, -name.length - 1) : ruleId;
  const fixedIn = fixOfGrype.exec(textOf(rule?.help))?.[1];
  return { ids: [id], severity: severityOf(severity), package: name, version, ...(fixedIn ? { fixedIn } : {}) };
}

function textOf(message: Result['message']): string {
  return message?.text?.slice(0, longestText) ?? '';
}

/** Of a scanner whose words are not known: whatever has a score. */
function otherResult({ ruleId, level }: Result, rule: Rule | undefined): Vulnerability | undefined {
  const score = rule?.properties?.['security-severity'];
  if (!ruleId || !rule || score === undefined || isOfOtherClass(rule)) return undefined;
  const number = Number(score);
  return {
    ids: [ruleId],
    severity: Number.isNaN(number) ? ofLevel(level) : severityOfScore(number),
    package: '',
    version: '',
  };
}

function ofLevel(level: string | null | undefined): VulnerabilitySeverity {
  if (level === 'error') return 'high';
  return level === 'note' || level === 'none' ? 'low' : 'medium';
}
