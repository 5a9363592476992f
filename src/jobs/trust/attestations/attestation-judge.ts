import type { AttestationVerdict } from '#attestation';
import type { AttestationRule, RequiredAttestation } from '#formats';
import { type Code, ReleaseError } from '#problem';
import { formatReference } from '#reference';
import { askedAttestation, type ResolvedImage } from '#release';
import type { Endpoint } from '../../mirror/mirror-plan.ts';
import type { Judge, SeenImage } from '../judge.ts';
import type { Finding, Judgement } from '../judgement.ts';
import { Attestor, type AttestorContext, attestorName } from './attestor.ts';

/** An image has one or two attestations; a release must not drown in those that are of no use. */
const maxDetails = 10;

/**
 * Holds images against the attestations that the settings ask for, by their destination. What is attested is the digest at the source, in
 * the repository that the release names: neither the mirror that it is pulled from nor the target counts, so that whoever edits a host in
 * release.json has an image that nobody attested.
 */
export class AttestationJudge implements Judge {
  readonly #rules: readonly AttestationRule[];
  readonly #context: AttestorContext;
  readonly #attestors = new Map<string, Attestor>();

  constructor(rules: readonly AttestationRule[], context: AttestorContext) {
    this.#rules = rules;
    this.#context = context;
  }

  endpoints(): readonly Endpoint[] {
    return [...this.#attestors.values()].flatMap(({ endpoint }) => endpoint ?? []);
  }

  async judge(image: ResolvedImage, seen: SeenImage, signal?: AbortSignal): Promise<Judgement> {
    const rule = askedAttestation(this.#rules, image);
    if (!rule) return { attestation: { state: 'unasked' } };
    const { ask } = rule;
    if ('exempt' in ask) return { attestation: { state: 'exempt', reason: ask.exempt } };
    const { registry, repository } = image.released ?? image.source;
    const named = formatReference({ registry, repository });
    const made = seen.released ?? { digest: seen.sourceDigest };
    if ('unknown' in made) return unproven(ask, unlinked(named, made.unknown));
    try {
      const verdict = await this.#attestor(ask).verdict({ repository: named, digest: made.digest }, signal);
      const details = detailFindings(verdict);
      const { findings = [], ...judged } = verdict.ok ? verified(verdict) : unproven(ask, verdict);
      return { ...judged, findings: [...findings, ...details] };
    } catch (error) {
      signal?.throwIfAborted();
      // No verdict: the code says that nothing could be learned. What is released without an attestation is released without an answer too.
      return { findings: [finding(ask, ReleaseError.from(error))] };
    }
  }

  #attestor(ask: RequiredAttestation): Attestor {
    const name = attestorName(ask);
    const attestor = this.#attestors.get(name) ?? new Attestor(ask, this.#context);
    this.#attestors.set(name, attestor);
    return attestor;
  }
}

interface Fault {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string | undefined;
}

function verified({
  repository,
  digest,
  fingerprint,
  signedBy,
  signedAt,
  occurrence,
}: Extract<AttestationVerdict, { readonly ok: true }>): Judgement {
  const image = `${repository}@${digest}`;
  return { attestation: { state: 'verified', image, fingerprint, signedBy, signedAt, occurrence } };
}

function unproven(ask: RequiredAttestation, fault: Fault): Judgement {
  return { attestation: { state: 'unproven', code: fault.code }, findings: [finding(ask, fault)] };
}

function finding({ require }: RequiredAttestation, { code, message, hint }: Fault): Finding {
  return {
    rule: code,
    severity: require ? 'error' : 'warning',
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** What was found beside that is no proof either, one by one: the verdict tells the failure that says most. */
function detailFindings(verdict: AttestationVerdict): Finding[] {
  const beside = verdict.details.filter(({ message }) => verdict.ok || !verdict.message.endsWith(`: ${message}`));
  const told = beside.slice(0, maxDetails).map(({ code, message }) => info(code, message));
  const [more] = beside.slice(maxDetails);
  if (!more) return told;
  return [...told, info(more.code, `${beside.length - maxDetails} more attestations of it are no proof either`)];
}

function info(rule: Code, message: string): Finding {
  return { rule, severity: 'info', message };
}

function unlinked(repository: string, why: string): Fault {
  return {
    code: 'attestation-unlinked',
    message: `${repository} may be attested, but not for what is promoted: ${why}`,
    hint: 'Promote where the source of the release can be read, or mirror the release to the second target from there.',
  };
}
