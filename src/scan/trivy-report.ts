import * as z from 'zod/mini';
import type { Platform } from '#reference';
import { namedDigests, otherNames } from './named-digests.ts';
import type { ScanReport, Vulnerability } from './scan-report.ts';
import { severityOf } from './severity.ts';

const text = z.nullish(z.string());
const texts = z.nullish(z.array(z.string()));

const vulnerabilitySchema = z.looseObject({
  VulnerabilityID: z.string().check(z.minLength(1)),
  VendorIDs: texts,
  PkgName: text,
  InstalledVersion: text,
  FixedVersion: text,
  Severity: text,
});

/**
 * Trivy's JSON, schema version 2 (aquasecurity/trivy: pkg/types/report.go, `Report`; pkg/types/vulnerability.go, `DetectedVulnerability`).
 * What is not read here may have any shape.
 */
export const trivySchema = z.looseObject({
  SchemaVersion: z.literal(2),
  Trivy: z.catch(z.nullish(z.looseObject({ Version: text })), undefined),
  ArtifactName: text,
  ArtifactType: text,
  Metadata: z.nullish(
    z.looseObject({
      ImageID: text,
      RepoTags: texts,
      RepoDigests: texts,
      ImageConfig: z.nullish(z.looseObject({ os: text, architecture: text, variant: text })),
    }),
  ),
  Results: z.nullish(z.array(z.looseObject({ Class: text, Vulnerabilities: z.nullish(z.array(vulnerabilitySchema)) }))),
});

/** Kinds of results that a search for vulnerabilities does not give (pkg/types/report.go, `ResultClass`). */
const otherClasses: ReadonlySet<string> = new Set(['config', 'secret', 'license', 'license-file']);

/** What Trivy says of one image; undefined when it was asked for something else than vulnerabilities. */
export function trivyReport(report: z.infer<typeof trivySchema>): ScanReport | undefined {
  const { Trivy, ArtifactName, ArtifactType, Metadata, Results } = report;
  const results = Results ?? [];
  if (results.length > 0 && results.every(({ Class }) => otherClasses.has(Class ?? ''))) return undefined;
  const isImage = ArtifactType === 'container_image';
  const names = [ArtifactName, ...(Metadata?.RepoTags ?? []), ...(Metadata?.RepoDigests ?? [])];
  const platform = platformOf(Metadata?.ImageConfig);
  return {
    scanner: Trivy?.Version ? `Trivy ${Trivy.Version}` : 'Trivy',
    digests: isImage ? namedDigests([...names, Metadata?.ImageID]) : [],
    names: otherNames(names),
    ...(platform ? { platform } : {}),
    // An image from scratch has no results, and neither has one that a search for secrets found nothing in.
    ...(results.length === 0 ? { isBare: true } : {}),
    vulnerabilities: results.flatMap(({ Vulnerabilities }) => (Vulnerabilities ?? []).map(vulnerabilityOf)),
  };
}

function vulnerabilityOf(found: z.infer<typeof vulnerabilitySchema>): Vulnerability {
  return {
    ids: [found.VulnerabilityID, ...(found.VendorIDs ?? [])],
    severity: severityOf(found.Severity),
    package: found.PkgName ?? '',
    version: found.InstalledVersion ?? '',
    ...(found.FixedVersion ? { fixedIn: found.FixedVersion } : {}),
  };
}

type Metadata = NonNullable<z.infer<typeof trivySchema>['Metadata']>;

function platformOf(config: Metadata['ImageConfig']): Platform | undefined {
  if (!config?.os || !config.architecture) return undefined;
  const { os, architecture, variant } = config;
  return { os, architecture, ...(variant ? { variant } : {}) };
}
