import type { Item } from '#jobs';
import { attestationNote, sentences, silencedWords } from '#text';
import { problemCount } from './problem-count.ts';

/** What is known of how an image is made, who released it, and what was found in it, as short as a row has room for. */
export function trustWords(item: Item): string[] {
  const { attestation, code } = item;
  // What the state says already is not said twice.
  const isSaid = attestation?.state === 'unproven' && attestation.code === code;
  const note = isSaid ? '' : attestationNote(item);
  return [item.derived ? 'derived' : '', note, problemCount(otherFindings(item))].filter((text) => text !== '');
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
export function findingSentences(item: Item): string[] {
  const { silenced = [] } = item;
  return [
    ...otherFindings(item).map(
      ({ rule, severity, message, hint }) => `${severity} ${rule}: ${sentences(message, hint)}`,
    ),
    ...silenced.map(silencedWords),
  ];
}

/** Without the one that the item's own state tells. */
function otherFindings({ code, message: own, findings = [] }: Item): NonNullable<Item['findings']> {
  return findings.filter(({ rule, message }) => rule !== code || message !== own);
}

/** Whether something was found that stops nothing and that somebody should know. */
export function hasWarnings(item: Pick<Item, 'findings'> | undefined): boolean {
  return item?.findings?.some(({ severity }) => severity === 'warning') ?? false;
}
