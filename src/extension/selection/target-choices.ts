import type { ReleaseError } from '#problem';
import type { TargetOutline } from '#worker';
import type { Selected } from './selection.ts';

/** A settings file with its targets, or why those could not be read. */
export interface SettingsTargets {
  /** Absolute. */
  readonly settings: string;
  readonly targets: readonly TargetOutline[];
  readonly failure?: ReleaseError;
}

/** Something that can be chosen, and what would be chosen by it. */
export type Choice =
  | { readonly kind: 'sandbox'; readonly isCurrent: boolean }
  /** Back to AWS, with what is chosen. */
  | { readonly kind: 'leave'; readonly selected: Selected; readonly isCurrent: false }
  | {
      readonly kind: 'target';
      readonly settings: string;
      readonly target: TargetOutline;
      readonly selected: Selected;
      readonly isCurrent: boolean;
    }
  | { readonly kind: 'unreadable'; readonly settings: string; readonly message: string; readonly isCurrent: false }
  | { readonly kind: 'profile'; readonly profile?: string; readonly selected: Selected; readonly isCurrent: boolean };

/**
 * What there is to choose from. A target is one of the world that is chosen: only what says so leads out of the sandbox, or into it.
 * @param current what is chosen, with the settings file that it comes to
 * @param profiles of this machine; of no account in the sandbox's world
 */
export function targetChoices(
  current: Selected,
  all: readonly SettingsTargets[],
  profiles: readonly string[],
): readonly Choice[] {
  const isReal = current.world === 'aws';
  return [
    { kind: 'sandbox', isCurrent: !isReal },
    ...(isReal ? [] : [{ kind: 'leave', selected: { ...current, world: 'aws' }, isCurrent: false } as const]),
    ...all.flatMap((one) => targetsOf(one, current)),
    ...(isReal ? profileChoices(current, profiles) : []),
  ];
}

function targetsOf({ settings, targets, failure }: SettingsTargets, current: Selected): Choice[] {
  if (failure) return [{ kind: 'unreadable', settings, message: failure.message, isCurrent: false }];
  const isHere = current.settings === settings;
  return targets.map((target): Choice => {
    const isOnly = targets.length === 1;
    const isCurrent = isHere && (isOnly || current.target === target.name);
    const selected: Selected = {
      world: current.world,
      settings,
      // The only one needs no name, and goes on when it is renamed.
      ...(isOnly ? {} : { target: target.name }),
      // A profile is chosen for one release's targets.
      ...(isHere && current.profile !== undefined ? { profile: current.profile } : {}),
    };
    return { kind: 'target', settings, target, selected, isCurrent };
  });
}

function profileChoices(current: Selected, profiles: readonly string[]): Choice[] {
  if (profiles.length === 0) return [];
  const { profile: chosen, ...rest } = current;
  const own: Choice = { kind: 'profile', selected: rest, isCurrent: chosen === undefined };
  return [
    own,
    ...profiles.map(
      (profile): Choice => ({
        kind: 'profile',
        profile,
        selected: { ...rest, profile },
        isCurrent: chosen === profile,
      }),
    ),
  ];
}
