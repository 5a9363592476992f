import { quote } from '#formats';
import { type ImageFinding, imageFindings } from './image-finding.ts';
import { finalFile } from './layers/final-file.ts';
import type { PlatformLayers } from './layers-evidence.ts';
import { ruleOn } from './rule.ts';
import { endsTaken, systemEnds } from './system-ends.ts';

const hint = 'Build the image again on a release of the system that gets security updates.';

/**
 * The system of an image by its os-release(5): /etc/os-release, else /usr/lib/os-release. Systems and releases that the table does not
 * have are not judged, but for those older than all that it has.
 */
export const eolBase = ruleOn(
  'layers',
  {
    code: 'eol-base',
    why: 'A system without security updates collects known vulnerabilities, and AWS Marketplace refuses end-of-life systems and packages.',
    source: `AWS Marketplace seller guide, "Container-based product requirements"; dates from endoflife.date, taken ${endsTaken}`,
    severity: { marketplace: 'error', ecr: 'warning', oci: 'warning' },
  },
  ({ image, today, platforms }, severity) =>
    imageFindings(image, platforms, { rule: 'eol-base', severity, awsCode: 'SCAN_ERROR' }, ({ layers }) =>
      endFinding(layers, today),
    ),
);

function endFinding(layers: PlatformLayers['layers'], today: string): ImageFinding[] {
  const [etc, usr] = [finalFile(layers, 'etc/os-release'), finalFile(layers, 'usr/lib/os-release')];
  const file = etc === 'absent' ? usr : etc;
  if (typeof file !== 'object') return [];
  const fields = osRelease(file.text);
  const id = fields.get('ID')?.toLowerCase() ?? '';
  // Both call themselves centos.
  const isStream = id === 'centos' && fields.get('NAME') === 'CentOS Stream';
  const system = own(systemEnds, isStream ? 'centos stream' : id);
  const version = fields.get('VERSION_ID');
  if (!system || version === undefined || !/^\d+(\.\d+)*$/.test(version)) return [];
  const release = version.split('.').slice(0, system.parts).join('.');
  const ended = own(system.releases, release);
  const name = `${system.name} ${quote(release)}`;
  if (ended !== undefined) {
    if (today <= ended) return [];
    return [{ what: `is built on ${name}, which has had no security updates since ${ended}`, hint }];
  }
  const isOlder = Object.keys(system.releases).every((known) => compareReleases(release, known) < 0);
  return isOlder ? [{ what: `is built on ${name}, which has had no security updates for years`, hint }] : [];
}

/** What a table has under a name that somebody else chose: every object has a `constructor`. */
function own<T>(table: Readonly<Partial<Record<string, T>>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** `NAME=value` lines with shell quotes. Of a name that stands twice the last counts. */
function osRelease(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]+)=(.*)$/.exec(line.trim());
    if (match?.[1] && match[2] !== undefined) fields.set(match[1], match[2].replace(/^(["'])(.*)\1$/, '$2'));
  }
  return fields;
}

function compareReleases(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0);
}
