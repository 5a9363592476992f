import { type Problem, ReleaseError } from '#problem';
import { isGlob } from '#release';
import { readFindings, type ScanReport } from '#scan';
import type { Files } from '../gateways.ts';
import { fitsPattern, splitPattern } from '../gather/file-names.ts';
import { placeFrom } from '../gather/place-from.ts';
import { SharedVulnerabilities } from './shared-vulnerabilities.ts';

/** What a scanner found, and the file that it stands in as the user would name it; a scanner that we have run has none. */
export interface FoundReport extends ScanReport {
  readonly file?: string;
}

export interface LoadedFindings {
  readonly reports: readonly FoundReport[];
  /** Of files that cannot be read or say nothing of an image, at their beginning. */
  readonly problems: readonly Problem[];
  /** As the user would name them. */
  readonly inputs: readonly string[];
}

const beginning = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/**
 * Reads the files of findings: those that the settings' pattern fits, of which there may be none yet, and those that are named besides. One
 * after the other: each may be large, and little of it is kept.
 * @param pattern from `folder`, the settings'
 * @param named names and patterns as the user writes them
 * @throws ReleaseError `file-not-found` when there is nothing under a given name
 */
export async function loadFindings(
  { pattern, folder, named }: { readonly pattern?: string; readonly folder: string; readonly named: readonly string[] },
  files: Files,
): Promise<LoadedFindings> {
  const usual = pattern === undefined ? [] : await placesOf(placeFrom(folder, pattern, files), files);
  const given = await Promise.all(named.map((name) => requirePlaces(name, files)));
  const places = [...new Set([...usual, ...given.flat()])];
  const shared = new SharedVulnerabilities();
  const reports: FoundReport[] = [];
  const problems: Problem[] = [];
  for (const place of places) {
    const file = files.displayed(place);
    try {
      const read = readFindings(await files.read(place), (why) => malformed(file, why));
      reports.push(...read.map((report) => shared.share({ ...report, file })));
      if (read.every(({ digests, names }) => digests.length + names.length === 0)) problems.push(ofNoImage(file));
    } catch (error) {
      const { code, message, hint } = ReleaseError.from(error);
      const rule = code === 'text-too-large' ? 'findings-malformed' : code;
      problems.push({ file, severity: 'error', rule, range: beginning, message, ...(hint ? { hint } : {}) });
    }
  }
  return { reports, problems, inputs: places.map((place) => files.displayed(place)) };
}

async function requirePlaces(name: string, files: Files): Promise<string[]> {
  const found = await placesOf(files.absolute(name), files);
  if (found.length > 0) return found;
  const what = isGlob(name) ? `No file fits ${name}` : `${name} does not exist`;
  throw new ReleaseError('file-not-found', what, {
    hint: 'Name the files that a scanner has written its findings to.',
  });
}

/** The files that an absolute name or pattern stands for. */
async function placesOf(place: string, files: Files): Promise<string[]> {
  if (!isGlob(place)) return (await files.kindOf(place)) === undefined ? [] : [place];
  const [folder, rest] = splitPattern(place);
  const names = await files.list(folder);
  return names.filter((name) => fitsPattern(rest, name)).map((name) => `${folder.replace(/\/$/, '')}/${name}`);
}

/** Grype's SARIF of an image without vulnerabilities is such a file. */
function ofNoImage(file: string): Problem {
  return {
    ...{ file, severity: 'warning', rule: 'scan-not-this-image', range: beginning },
    message: `${file} names no image, and counts for none`,
    hint: 'Have the scanner write JSON: that says of which image it is, also where nothing was found.',
  };
}

function malformed(file: string, why: string): ReleaseError {
  return new ReleaseError('findings-malformed', `${file} is no file of findings: ${why}`, {
    hint: 'It is JSON of Trivy or Grype, or SARIF of either. Write it again, or take it out of scan.findings.',
  });
}
