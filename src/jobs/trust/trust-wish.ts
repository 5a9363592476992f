import type { AttestationRule, RuleGrade, ScanSettings, Settings, TargetSettings } from '#formats';
import type { Gateways } from '../gateways.ts';
import type { Sessions } from '../sessions.ts';
import type { Judge } from './judge.ts';

/** How much of an image is read to judge it: `manifests` and configs, a small request each, or all its layers too. */
export type Depth = 'manifests' | 'layers';

/** What the settings want to be known of images before they are released. */
export interface TrustSettings {
  readonly attestations: readonly AttestationRule[];
  readonly grades: readonly RuleGrade[];
  readonly scan?: ScanSettings;
  /** As the rules know it. */
  readonly target: TargetSettings;
  /** Set where a chart of the settings is delivered so: an EKS add-on has stricter rules. */
  readonly delivery?: 'helm' | 'eks-add-on';
  /** Absolute; paths in the settings are relative to it. */
  readonly folder: string;
}

export interface TrustWish extends TrustSettings {
  readonly depth: Depth;
}

/** What the settings say of trust, for one of their targets. */
export function trustSettings(settings: Settings, target: TargetSettings, folder: string): TrustSettings {
  const deliveries = settings.charts.map(({ delivery }) => delivery);
  const delivery = deliveries.includes('eks-add-on') ? 'eks-add-on' : deliveries[0];
  return {
    attestations: settings.attestations,
    grades: settings.rules,
    ...(settings.scan ? { scan: settings.scan } : {}),
    target,
    ...(delivery ? { delivery } : {}),
    folder,
  };
}

/** Those who have a say, for one job: what they read of keys, layers and findings they read once. */
export function judgesOf(_wish: TrustWish | undefined, _gateways: Gateways, _sessions: Sessions): readonly Judge[] {
  return [];
}
