import { ReleaseError } from '#problem';
import type { PackedLayer, Placement } from '#registry';
import type { AddedFiles } from './added-layers.ts';
import type { DerivedPlacement } from './derivation.ts';

/** The layers of added files, where each platform of a base has its place for them. */
export interface PlacedLayers {
  /** The layer that a platform gets, by the digest of the base's manifest. @throws ReleaseError `derive-impossible`, `plan-stale` */
  layerOn(platform: string): PackedLayer;
  /** How an item tells of the places: platforms that have the same ones together. */
  readonly told: DerivedPlacement[];
}

/** @param placements by the digest of the base's manifest */
export function placedLayers(added: AddedFiles, placements: ReadonlyMap<string, Placement>): PlacedLayers {
  const together = new Map<string, DerivedPlacement>();
  for (const [platform, { places, folders }] of placements) {
    const key = JSON.stringify([places, folders]);
    const platforms = [...(together.get(key)?.platforms ?? []), platform];
    together.set(key, { platforms, places: [...places], folders: folders.map((folder) => ({ ...folder })) });
  }
  return {
    layerOn(platform) {
      const placement = placements.get(platform);
      if (placement) return added.layerAt(placement);
      throw new ReleaseError('plan-stale', `The plan does not say where files come to lie in ${platform}`, {
        hint: 'The plan was made by another version of this program. Make a new one.',
      });
    },
    told: [...together.values()],
  };
}

/** As an item tells of them. */
export function plannedPlacements(told: readonly DerivedPlacement[]): ReadonlyMap<string, Placement> {
  return new Map(told.flatMap(({ platforms, ...placement }) => platforms.map((one) => [one, placement] as const)));
}
