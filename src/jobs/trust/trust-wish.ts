import type { AttestationRule, DerivedImage, RuleGrade, ScanSettings, Settings, TargetSettings } from '#formats';
import type { FoundReport } from '../scan/load-findings.ts';
import type { Depth } from './depth.ts';
import type { SilencedRule } from './judgement.ts';

/** What the settings want to be known of images before they are released. */
export interface TrustSettings {
  readonly attestations: readonly AttestationRule[];
  /** How images are changed on their way: what is judged is what comes of it. */
  readonly derive: readonly DerivedImage[];
  readonly grades: readonly RuleGrade[];
  readonly scan?: ScanSettings;
  /** What scanners have found already, in the files that the settings and the user name. */
  readonly findings?: readonly FoundReport[];
  /** As the rules know it. */
  readonly target: TargetSettings;
  /** Set where a chart of the settings is delivered so: an EKS add-on has stricter rules. */
  readonly delivery?: 'helm' | 'eks-add-on';
  /** Absolute; paths in the settings are relative to it. */
  readonly folder: string;
  /** Rules that are off and found something in the files, before any image was looked at. */
  readonly silenced?: readonly SilencedRule[];
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
    derive: settings.derive,
    grades: settings.rules,
    ...(settings.scan ? { scan: settings.scan } : {}),
    target,
    ...(delivery ? { delivery } : {}),
    folder,
  };
}
