import type { Files } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import { placeFrom } from './place-from.ts';
import type { ResolvedTarget } from './resolve-target.ts';

/** The target with the whole name of its layout's folder, which the settings name from where they are. */
export function withPlace(
  { target, settings: { layout } }: ResolvedTarget,
  folder: string,
  files: Pick<Files, 'absolute'>,
): PlanTarget {
  return layout === undefined ? target : { ...target, layout: placeFrom(folder, layout, files) };
}
