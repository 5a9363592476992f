import * as z from 'zod/mini';
import { namedDigests, otherNames } from './named-digests.ts';
import type { ScanReport, Vulnerability } from './scan-report.ts';
import { severityOf } from './severity.ts';

const text = z.nullish(z.string());
const texts = z.nullish(z.array(z.string()));

const matchSchema = z.looseObject({
  vulnerability: z.looseObject({
    id: z.string().check(z.minLength(1)),
    severity: text,
    fix: z.nullish(z.looseObject({ state: text, versions: texts })),
  }),
  relatedVulnerabilities: z.nullish(z.array(z.looseObject({ id: z.string() }))),
  artifact: z.looseObject({ name: text, version: text }),
});

/** Of an image; other kinds of sources have a path here. */
const targetSchema = z.looseObject({
  userInput: text,
  imageID: text,
  manifestDigest: text,
  tags: texts,
  repoDigests: texts,
  os: text,
  architecture: text,
});

/**
 * Grype's JSON (anchore/grype: grype/presenter/models/document.go, match.go, source.go; of an image, syft/source/image_metadata.go). What is
 * not read here may have any shape.
 */
export const grypeSchema = z.looseObject({
  matches: z.array(matchSchema),
  source: z.nullish(z.looseObject({ type: text, target: z.catch(z.nullish(targetSchema), undefined) })),
  descriptor: z.looseObject({ name: z.literal('grype'), version: text }),
});

/** What Grype says of one image. */
export function grypeReport({ matches, source, descriptor }: z.infer<typeof grypeSchema>): ScanReport {
  const target = source?.type === 'image' ? source.target : undefined;
  const names = [target?.userInput, ...(target?.tags ?? []), ...(target?.repoDigests ?? [])];
  return {
    scanner: /^\d/.test(descriptor.version ?? '') ? `Grype ${descriptor.version}` : 'Grype',
    digests: namedDigests([...names, target?.manifestDigest, target?.imageID]),
    names: otherNames(names),
    ...(target?.os && target.architecture ? { platform: { os: target.os, architecture: target.architecture } } : {}),
    vulnerabilities: matches.map(vulnerabilityOf),
  };
}

function vulnerabilityOf({
  vulnerability,
  relatedVulnerabilities,
  artifact,
}: z.infer<typeof matchSchema>): Vulnerability {
  const { fix } = vulnerability;
  // Versions may also stand beside what is not going to be fixed there.
  const fixedIn = fix?.state === 'fixed' ? (fix.versions ?? []).join(', ') : '';
  return {
    ids: [vulnerability.id, ...(relatedVulnerabilities ?? []).map(({ id }) => id)],
    severity: severityOf(vulnerability.severity),
    package: artifact.name ?? '',
    version: artifact.version ?? '',
    ...(fixedIn === '' ? {} : { fixedIn }),
  };
}
