import type { Item } from '#jobs';
import { attestationNote, silencedWords } from '#text';
import { problemCount } from './problem-count.ts';

/** What is known of how an image is made, who released it, and what was found in it, as short as a row has room for. */
export function trustWords(item: Item): string[] {
  const { attestation, code, findings = [] } = item;
  // What the state says already is not said twice.
  const isSaid = attestation?.state === 'unproven' && attestation.code === code;
  const note = isSaid ? '' : attestationNote(item);
  const others = findings.length > 1 ? findings : findings.filter(({ rule }) => rule !== code);
  return [item.derived ? 'derived' : '', note, problemCount(others)].filter((text) => text !== '');
}

/** Who released it in full, for a tooltip; nothing where the settings ask for no attestation. */
export function attestationDetail({ attestation }: Item): string | undefined {
  switch (attestation?.state) {
    case 'verified': {
      const { fingerprint, signedBy, signedAt, occurrence } = attestation;
      const by = signedBy === fingerprint ? '' : ` by its sub-key ${signedBy}`;
      return `of the key ${fingerprint}, signed ${signedAt}${by}: ${occurrence}`;
    }
    case 'exempt':
      return `exempt: ${attestation.reason}`;
    case 'unproven':
      return `none that proves it: ${attestation.code}`;
    default:
      return undefined;
  }
}

/** What was found, a sentence each, but for what the item says itself; then what the settings have off, with their reason. */
export function findingSentences({ code, message: own, findings = [], silenced = [] }: Item): string[] {
  const others = findings.filter(({ rule, message }) => rule !== code || message !== own);
  return [
    ...others.map(
      ({ rule, severity, message, hint }) =>
        `${severity} ${rule}: ${[message, ...(hint === undefined ? [] : [hint])].join('. ')}`,
    ),
    ...silenced.map(silencedWords),
  ];
}

/** Whether something was found that stops nothing and that somebody should know. */
export function hasWarnings(item: Pick<Item, 'findings'> | undefined): boolean {
  return item?.findings?.some(({ severity }) => severity === 'warning') ?? false;
}
