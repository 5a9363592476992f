import type { AcceptedVulnerability, ScanSettings, VulnerabilitySeverity } from '#formats';
import type { Vulnerability } from '#scan';
import type { Finding, Judgement, SilencedRule } from '../trust/judgement.ts';
import { hasEnded } from './has-ended.ts';

const severities: readonly VulnerabilitySeverity[] = ['critical', 'high', 'medium', 'low'];
/** Named in one message at most. */
const maxNamed = 5;
/** Of a package or a version. */
const maxNameLength = 80;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;

/** What was found for one platform. */
interface PlatformFindings {
  readonly platform: string | undefined;
  readonly vulnerabilities: readonly Vulnerability[];
}

/** A vulnerability of an image, and the platforms that have it. */
interface Found extends Vulnerability {
  readonly platforms: ReadonlySet<string | undefined>;
}

/**
 * What vulnerabilities mean for a release: those that stop it are one error, the others one warning; those that are accepted are told
 * with the reason, as long as that holds.
 * @param name of the image: messages begin with it, as those of rules do
 * @param now ms since the epoch: an acceptance holds through its last day, in UTC
 */
export function weighVulnerabilities(
  name: string,
  findings: readonly PlatformFindings[],
  { block, unfixed, accept }: Pick<ScanSettings, 'block' | 'unfixed' | 'accept'>,
  now: number,
): Required<Pick<Judgement, 'findings' | 'silenced'>> {
  const all = merged(findings);
  const blocking = (one: Found) =>
    severities.indexOf(one.severity) <= severities.indexOf(block) && (unfixed || one.fixedIn !== undefined);
  const acceptances = all.map((one) => ({ one, accepted: acceptanceOf(one, accept) }));
  const isOver = (accepted: AcceptedVulnerability) => accepted.until !== undefined && hasEnded(accepted.until, now);
  const open = acceptances.filter(({ accepted }) => !accepted || isOver(accepted)).map(({ one }) => one);
  const ended = acceptances.flatMap(({ accepted }) => (accepted && isOver(accepted) ? [accepted] : []));
  const lived = acceptances.flatMap(({ accepted }) => (accepted && !isOver(accepted) ? [accepted] : []));
  const worst = open.filter(blocking);
  const rest = open.filter((one) => !blocking(one));
  const count = findings.length;
  return {
    findings: [
      ...(worst.length === 0 ? [] : [vulnerable(name, worst, count)]),
      ...[...new Set(ended)].map((one) => endedAcceptance(name, one)),
      ...(rest.length === 0 ? [] : [below(name, rest, { block, unfixed })]),
    ],
    silenced: [...new Set(lived)].map(
      (accepted): SilencedRule => ({
        rule: 'vulnerable',
        reason: `${accepted.id}: ${accepted.reason}${accepted.until === undefined ? '' : ` (until ${accepted.until})`}`,
        count: lived.filter((one) => one === accepted).length,
        ...(accepted.until === undefined ? {} : { until: accepted.until }),
      }),
    ),
  };
}

/** Each vulnerability of a package once, gravest first; of several opinions the gravest counts, and a known fix. */
function merged(findings: readonly PlatformFindings[]): Found[] {
  const byKey = new Map<string, Found>();
  for (const { platform, vulnerabilities } of findings) {
    for (const one of vulnerabilities) {
      const key = JSON.stringify([one.ids[0], one.package, one.version]);
      const held = byKey.get(key);
      const [first, second] =
        held && severities.indexOf(held.severity) <= severities.indexOf(one.severity) ? [held, one] : [one, held];
      const fixedIn = first.fixedIn ?? second?.fixedIn;
      byKey.set(key, {
        ...first,
        ids: [first.ids[0], ...new Set([...first.ids.slice(1), ...(second?.ids.slice(1) ?? [])])],
        ...(fixedIn === undefined ? {} : { fixedIn }),
        platforms: new Set([...(held?.platforms ?? []), platform]),
      });
    }
  }
  const rank = ({ severity, fixedIn }: Found) => severities.indexOf(severity) * 2 + (fixedIn === undefined ? 1 : 0);
  return [...byKey.values()].sort((a, b) => rank(a) - rank(b) || (a.ids[0] < b.ids[0] ? -1 : 1));
}

/** The acceptance of a vulnerability by any of its names: of several, one that lasts longer. */
function acceptanceOf(
  { ids }: Vulnerability,
  accept: readonly AcceptedVulnerability[],
): AcceptedVulnerability | undefined {
  const names = new Set(ids.map((id) => id.toLowerCase()));
  const found = accept.filter(({ id }) => names.has(id.toLowerCase()));
  const lasting = (one: AcceptedVulnerability) => one.until ?? '9999-12-31';
  return found.sort((a, b) => (lasting(a) < lasting(b) ? 1 : -1))[0];
}

function vulnerable(image: string, worst: readonly Found[], platforms: number): Finding {
  const named = worst.slice(0, maxNamed).map((one) => described(one, platforms));
  const more = worst.length > maxNamed ? `, and ${worst.length - maxNamed} more` : '';
  const fixable = worst.filter(({ fixedIn }) => fixedIn !== undefined).length;
  const hint =
    fixable === 0
      ? 'There is no fix yet. What can be lived with is accepted in scan.accept, with the reason.'
      : 'Release a version of the image with the fixes. What can be lived with is accepted in scan.accept, with the reason.';
  const message = `${image} has ${counted(worst)}: ${named.join(', ')}${more}`;
  return { rule: 'vulnerable', severity: 'error', message, hint };
}

function endedAcceptance(image: string, { id, until }: AcceptedVulnerability): Finding {
  return {
    rule: 'acceptance-ended',
    severity: 'warning',
    message: `${image} has ${id}, which was accepted until ${until} and counts again`,
    hint: 'Look at it anew: a version without it, or another day in scan.accept.',
  };
}

function below(
  image: string,
  rest: readonly Found[],
  { block, unfixed }: Pick<ScanSettings, 'block' | 'unfixed'>,
): Finding {
  const without = unfixed ? '' : ', or without a fix';
  const limit = block === 'low' ? 'without a fix' : `below ${block}${without}`;
  return { rule: 'vulnerable-below', severity: 'warning', message: `${image} has ${counted(rest)} (${limit})` };
}

/** `2 critical, 1 high` */
function counted(found: readonly Found[]): string {
  const words = severities.flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return `${words.join(', ')} ${found.length === 1 ? 'vulnerability' : 'vulnerabilities'}`;
}

/** `CVE-2024-1 in openssl 3.0.1 (fixed in 3.0.2) on linux/arm64` */
function described({ ids, package: name, version, fixedIn, platforms }: Found, all: number): string {
  const where = name === '' ? '' : ` in ${[name, version].map(inSentence).filter(Boolean).join(' ')}`;
  const fix = fixedIn === undefined ? '' : ` (fixed in ${inSentence(fixedIn)})`;
  const some = [...platforms].filter((one) => one !== undefined);
  return `${inSentence(ids[0])}${where}${fix}${platforms.size < all && some.length > 0 ? ` on ${some.join(', ')}` : ''}`;
}

/** A name of somebody else's, for a sentence: without control characters, and not without end. */
function inSentence(text: string): string {
  const plain = text.replace(controls, ' ').trim();
  return plain.length > maxNameLength ? `${plain.slice(0, maxNameLength)}…` : plain;
}
