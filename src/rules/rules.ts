import { architectureUnsupported } from './architecture-unsupported.ts';
import { architecturesIncomplete } from './architectures-incomplete.ts';
import { attestationEntry } from './attestation-entry.ts';
import { attestationManifests } from './attestation-manifests.ts';
import { authorizedKeysInImage } from './authorized-keys-in-image.ts';
import { chartRules } from './chart/chart-rules.ts';
import { credentialsInImage } from './credentials-in-image.ts';
import { eolBase } from './eol-base.ts';
import { imageNotLinux } from './image-not-linux.ts';
import { layerPathUnsafe } from './layer-path-unsafe.ts';
import { nonRoot } from './non-root.ts';
import { passwordInImage } from './password-in-image.ts';
import { platformNotLinux } from './platform-not-linux.ts';
import { privateKeyInImage } from './private-key-in-image.ts';
import { repositoryName } from './repository-name.ts';
import type { Rule } from './rule.ts';
import { runTimeDownloads } from './run-time-downloads.ts';
import { secretInEnvironment } from './secret-in-environment.ts';
import { secretInHistory } from './secret-in-history.ts';
import { tagLatest } from './tag-latest.ts';
import { unreadLayers } from './unread-layers.ts';

/** Every rule, in the order of their page. A new one is a file, a line here and its code. */
export const rules: readonly Rule[] = [
  tagLatest,
  repositoryName,
  attestationManifests,
  platformNotLinux,
  nonRoot,
  secretInEnvironment,
  secretInHistory,
  privateKeyInImage,
  passwordInImage,
  authorizedKeysInImage,
  credentialsInImage,
  attestationEntry,
  imageNotLinux,
  architecturesIncomplete,
  architectureUnsupported,
  eolBase,
  runTimeDownloads,
  layerPathUnsafe,
  ...unreadLayers,
  ...chartRules,
];
