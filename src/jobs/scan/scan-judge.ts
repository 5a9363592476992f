import type { ScanSettings } from '#formats';
import { ReleaseError } from '#problem';
import { parseReference, type Reference } from '#reference';
import type { ResolvedImage } from '#release';
import { scannerTitles } from '#scan';
import type { Gateways } from '../gateways.ts';
import type { Sessions } from '../sessions.ts';
import type { Judge, SeenContent, SeenImage } from '../trust/judge.ts';
import type { Finding, Judgement } from '../trust/judgement.ts';
import type { FoundReport } from './load-findings.ts';
import { coveredBy, type ScanSubject, type SubjectPlatform, scanSubject } from './scan-subject.ts';
import { ScannerRuns } from './scanner-runs.ts';
import { weighVulnerabilities } from './weigh-vulnerabilities.ts';

/** What the settings say of scans, and the findings that are there already. */
interface ScanWish {
  readonly scan: ScanSettings;
  readonly reports: readonly FoundReport[];
}

/** What outside scanners say of images: in the files that there are, else when they are run. One for a job. */
export class ScanJudge implements Judge {
  readonly #scan: ScanSettings;
  readonly #gateways: Pick<Gateways, 'manifests' | 'clock'>;
  readonly #runs: ScannerRuns | undefined;
  readonly #byDigest = new Map<string, FoundReport[]>();
  /** By tag: `docker.io/library/alpine:3.20`. */
  readonly #byName = new Map<string, FoundReport[]>();

  constructor(
    { scan, reports }: ScanWish,
    gateways: Pick<Gateways, 'manifests' | 'clock' | 'programs' | 'registries'>,
    sessions: Sessions,
  ) {
    this.#scan = scan;
    this.#gateways = gateways;
    this.#runs = scan.with && new ScannerRuns(scan.with, gateways, sessions);
    for (const report of reports) {
      for (const digest of report.digests) add(this.#byDigest, digest, report);
      for (const name of taggedNames(report)) add(this.#byName, name, report);
    }
  }

  /**
   * Of an image that is there under its pinned digest while nothing else was asked, files that name this digest are heard, and nobody is
   * run.
   * @throws what reading manifests throws; the signal's reason
   */
  async judge(image: ResolvedImage, { sourceDigest, content }: SeenImage, signal?: AbortSignal): Promise<Judgement> {
    if (!content) return this.#weigh(image, new Map([[undefined, this.#byDigest.get(sourceDigest) ?? []]]));
    const subject = await scanSubject({ sourceDigest, content }, this.#gateways.manifests, signal);
    const known = this.#known(subject);
    const unknown = subject.platforms.filter((platform) => !isCovered(known.get(platform)));
    const failures: Finding[] = unknown.length === 0 ? [] : this.#strangers(image, subject);
    const missing: SubjectPlatform[] = [];
    const scanned = await Promise.all(unknown.map((platform) => this.#scanned(platform, content, signal)));
    for (const [at, platform] of unknown.entries()) {
      const result = scanned[at];
      if (result === undefined) {
        // Bare findings are told as what they are.
        if (known.get(platform)?.length === 0) missing.push(platform);
      } else if (ReleaseError.is(result)) failures.push(failed(result));
      else known.get(platform)?.push(result);
    }
    const { findings, ...rest } = this.#weigh(image, known);
    const unseen = missing.length === 0 ? [] : [this.#unseen(missing, image, subject)];
    return { findings: distinct([...findings, ...failures, ...unseen]), ...rest };
  }

  #known(subject: ScanSubject): Map<SubjectPlatform, FoundReport[]> {
    const known = new Map(subject.platforms.map((platform) => [platform, [] as FoundReport[]]));
    const digests = [...subject.roots, ...subject.platforms.flatMap((platform) => [...platform.digests])];
    const candidates = new Set(digests.flatMap((digest) => this.#byDigest.get(digest) ?? []));
    for (const report of candidates)
      for (const platform of coveredBy(report, subject)) known.get(platform)?.push(report);
    return known;
  }

  /** Undefined where there is nobody to ask, or nothing to be pulled. A failure is a result: the other platforms count all the same. */
  async #scanned(
    { pulled, name }: SubjectPlatform,
    content: SeenContent,
    signal: AbortSignal | undefined,
  ): Promise<FoundReport | ReleaseError | undefined> {
    if (!this.#runs || pulled === undefined) return undefined;
    try {
      return await this.#runs.report({ content, digest: pulled, name: name ?? 'the image' }, signal);
    } catch (error) {
      signal?.throwIfAborted();
      return ReleaseError.from(error);
    }
  }

  #weigh(
    image: ResolvedImage,
    known: ReadonlyMap<SubjectPlatform | undefined, readonly FoundReport[]>,
  ): Judgement & { readonly findings: readonly Finding[] } {
    const name = nameOf(image);
    const findings = [...known].map(([platform, reports]) => ({
      platform: platform?.name,
      vulnerabilities: reports.flatMap(({ vulnerabilities }) => vulnerabilities),
    }));
    const judged = weighVulnerabilities(name, findings, this.#scan, this.#gateways.clock.now());
    const heard = [...known.values()].flat();
    return {
      findings: [...judged.findings, ...this.#bare(name, [...known.values()])],
      silenced: judged.silenced,
      ...(heard.length === 0 ? {} : { scanned: true }),
    };
  }

  /** Bare findings alone are as grave as none at all. */
  #bare(image: string, known: readonly (readonly FoundReport[])[]): Finding[] {
    const alone = new Set(known.filter((reports) => !isCovered(reports)).flat());
    const reports = known.flat().filter(({ isBare }) => isBare);
    const beside = reports.filter((report) => !alone.has(report));
    // Of those that read the same, the last one stays: the graver.
    return distinct([
      ...beside.map((report) => bare(image, report, 'warning')),
      ...[...alone].map((report) => bare(image, report, this.#scan.missing)),
    ]);
  }

  /** Files that are of this image by name only. */
  #strangers({ source, target }: ResolvedImage, subject: ScanSubject): Finding[] {
    const names = [source, target].flatMap((place) => taggedName(place) ?? []);
    const reports = new Set(names.flatMap((name) => this.#byName.get(name) ?? []));
    return [...reports].flatMap((report): Finding[] => {
      const { file, scanner, digests } = report;
      if (coveredBy(report, subject).length > 0) return [];
      const what = digests.length === 0 ? 'names this image by its tag only' : 'is of another digest under this tag';
      return [
        {
          rule: 'scan-not-this-image',
          severity: 'warning',
          message: `${file ?? scanner} ${what}, and does not count`,
          hint: 'Scan the image by its digest: a tag may have moved since.',
        },
      ];
    });
  }

  #unseen(missing: readonly SubjectPlatform[], image: ResolvedImage, { platforms }: ScanSubject): Finding {
    const names = missing.flatMap(({ name }) => name ?? []);
    const isAll = missing.length === platforms.length || names.length === 0;
    return {
      rule: 'scan-missing',
      severity: this.#scan.missing,
      message: `${nameOf(image)}${isAll ? '' : ` (${names.join(', ')})`} was not scanned: nobody has findings of it`,
      hint: this.#scan.with
        ? `${scannerTitles[this.#scan.with]} cannot pull what is made here. Scan it by hand, and put the file where scan.findings says.`
        : 'Scan each platform by its digest and put the file where scan.findings says, or have a scanner run: scan.with.',
    };
  }
}

/** As the messages of rules name it. */
function nameOf({ target: { repository, tag } }: ResolvedImage): string {
  return tag === undefined ? repository : `${repository}:${tag}`;
}

function add(map: Map<string, FoundReport[]>, key: string, report: FoundReport): void {
  const held = map.get(key);
  if (held) held.push(report);
  else map.set(key, [report]);
}

function taggedNames({ names }: FoundReport): string[] {
  const found = names.flatMap((name) => {
    const parsed = parseReference(name.split('@')[0] ?? '');
    return parsed.ok ? (taggedName(parsed.reference) ?? []) : [];
  });
  return [...new Set(found)];
}

function taggedName({ registry, repository, tag }: Reference): string | undefined {
  return tag === undefined ? undefined : `${registry}/${repository}:${tag}`;
}

/** Whether vulnerabilities were looked for: a report tells it, or it comes from the scanner that we have run for them. */
function isCovered(reports: readonly FoundReport[] = []): boolean {
  return reports.some(({ isBare, file }) => !isBare || file === undefined);
}

function bare(image: string, { file, scanner }: FoundReport, severity: Finding['severity']): Finding {
  return {
    rule: 'scan-bare',
    severity,
    message: `${image} has findings that do not tell whether vulnerabilities were looked for (${file ?? scanner})`,
    hint: 'Scan it again for vulnerabilities, and write JSON: of an image with packages that tells the two apart.',
  };
}

function failed({ code, message, hint }: ReleaseError): Finding {
  return { rule: code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [`${one.rule} ${one.message}`, one])).values()];
}
