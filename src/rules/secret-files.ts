import { quote } from '#formats';
import type { Problem } from '#problem';
import { imageFindings } from './image-finding.ts';
import { takesAway } from './layers/final-file.ts';
import type { SecretFile, SecretKind } from './layers/layer-findings.ts';
import type { PlatformLayers } from './layers-evidence.ts';
import { type Rule, type RuleAbout, ruleOn } from './rule.ts';

/** Files that one finding names; the rest is counted. */
const mostNamed = 5;
const longestPath = 200;

interface PlacedSecret extends SecretFile {
  /** From 1, the lowest, and how many there are. */
  readonly layer: number;
  /** The layer that takes it away again; it is in the image all the same. */
  readonly removedIn?: number;
}

/**
 * A rule about files with secrets of certain kinds, in whatever layer. What a later layer deletes stays in the image: whoever pulls it
 * gets every layer. Of files that look like examples it says so, as information.
 */
export function ruleOnSecretFiles(about: RuleAbout, kinds: readonly SecretKind[], hint: string): Rule {
  return ruleOn('layers', about, ({ image, platforms }, severity): Problem[] =>
    imageFindings(image, platforms, { rule: about.code, severity }, (platform) => {
      const found = secretsOf(platform, kinds);
      const count = platform.layers.length;
      const isCut = platform.layers.some((layer) => 'findings' in layer && layer.findings.isCut);
      const real = found.filter(({ isSample }) => !isSample);
      const likely = found.filter(({ isSample }) => isSample);
      return [
        ...(real.length > 0 ? [{ what: `has ${listed(real, count, isCut)}`, hint }] : []),
        ...(likely.length > 0
          ? [{ what: `has what may be an example: ${listed(likely, count, isCut)}`, hint, severity: 'info' as const }]
          : []),
      ];
    }),
  );
}

function secretsOf({ layers }: PlatformLayers, kinds: readonly SecretKind[]): PlacedSecret[] {
  return layers.flatMap((layer, at) => {
    if ('unread' in layer) return [];
    const above = layers.slice(at + 1);
    return layer.findings.secrets
      .filter(({ kind }) => kinds.includes(kind))
      .map((secret): PlacedSecret => {
        const later = above.findIndex((one) => 'findings' in one && takesAway(one.findings, secret.path));
        return { ...secret, layer: at + 1, ...(later < 0 ? {} : { removedIn: at + 2 + later }) };
      });
  });
}

/** @param isCut there were more in some layer than are kept */
function listed(secrets: readonly PlacedSecret[], count: number, isCut: boolean): string {
  const named = secrets.slice(0, mostNamed).map(({ path, kind, layer, removedIn }) => {
    const later = removedIn === undefined ? '' : `; layer ${removedIn} deletes it, but it is still in the image`;
    return `${described[kind]} in ${quote(`/${path}`.slice(0, longestPath))} (layer ${layer} of ${count}${later})`;
  });
  const more = secrets.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${isCut ? 'at least ' : ''}${more} more` : ''}`;
}

const described: Readonly<Record<SecretKind, string>> = {
  'private key': 'a private key',
  'encrypted private key': 'an encrypted private key',
  'password hash': 'the hash of a password',
  'blank password': 'a blank password',
  'authorized keys': 'keys that may log in',
  credentials: 'a login',
};
