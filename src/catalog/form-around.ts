import type { Settings, TargetSettings } from '#formats';

/** What forms are held against beside themselves. What nobody knows is not checked. */
export interface FormAround {
  /** Places of AWS Marketplace that the release can go to. */
  readonly places?: readonly FormPlace[];
  readonly lists?: FormLists;
}

/** A registry of AWS Marketplace, and what stands before every repository there. */
export type FormPlace = Pick<TargetSettings, 'registry' | 'prefix'>;

/** What the image lists come to that forms name behind an `@`, by that name; one that is not here was not looked for. */
export type FormLists = ReadonlyMap<string, FormList>;

/** The targets of a list, as references; or why they are not known. `faulty`: the list itself has errors, which are told there. */
export type FormList = { readonly targets: readonly string[] } | { readonly fault: 'missing' | 'faulty' };

/** What settings say of forms. */
export interface FormSettings extends Pick<Settings, 'names' | 'originals' | 'files'> {
  readonly places: readonly FormPlace[];
  /** Where the images of lists go: to AWS Marketplace, whatever other targets there are and whichever is chosen. */
  readonly target: Pick<TargetSettings, 'registry' | 'prefix' | 'kind'>;
}

/** Without a target repositories are named as lists name them. */
const noTarget = { registry: 'registry.invalid', prefix: '', kind: 'oci' } as const;

/** What the settings say of forms. */
export function formSettingsOf({
  names,
  originals,
  files,
  targets,
}: Pick<Settings, 'names' | 'originals' | 'files' | 'targets'>): FormSettings {
  const places = targets.filter(({ kind }) => kind === 'marketplace');
  return { names, originals, files, places, target: places[0] ?? targets[0] ?? noTarget };
}
