import type { TargetSettings } from '#formats';
import type { RuleId } from '#problem';
import type { ResolvedImage } from '#release';
import type { LayerFindings } from './layers/layer-findings.ts';

/** One layer of an image: what was found in it, or why it could not be looked into. */
export type LayerKnowledge = { readonly digest: string } & (
  | { readonly findings: LayerFindings }
  | {
      readonly unread: {
        readonly code: Extract<RuleId, 'layer-malformed' | 'layer-too-large' | 'layer-compression'>;
        /** The rest of a sentence that begins with the layer. */
        readonly why: string;
      };
    }
);

/** The layers of one platform of an image. */
export interface PlatformLayers {
  /** `linux/amd64`. */
  readonly platform: string;
  /** Digest of its manifest. */
  readonly digest: string;
  /** From the lowest up. */
  readonly layers: readonly LayerKnowledge[];
}

/** What is in the layers of one image. */
export interface LayersEvidence {
  readonly target: TargetSettings;
  readonly image: ResolvedImage;
  /** The day, as `2026-11-21`: rules have no clock. */
  readonly today: string;
  readonly platforms: readonly PlatformLayers[];
}
