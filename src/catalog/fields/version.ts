import type { FieldData, Requirement } from '../field-spec.ts';

/** What every version says of itself: `Version` of AddDeliveryOptions and UpdateDeliveryOptions, for containers and AMIs. */
const changes = ['AddDeliveryOptions', 'UpdateDeliveryOptions'];

export function versionFields(required: Requirement): readonly FieldData[] {
  return [
    {
      id: 'versionTitle',
      label: 'Version title',
      aliases: ['Version', 'VersionTitle'],
      required,
      shape: {
        kind: 'text',
        most: 64,
        pattern: { test: /^\S/, means: 'a text that does not begin with a blank' },
        isProse: true,
        sample: '8.4.1',
      },
      help: 'What buyers choose the version by. Each version of a product has its own, and once it is public it cannot be changed.',
      path: { changes, json: 'Version.VersionTitle' },
      awsCodes: {
        missing: 'INVALID_VERSION_TITLE',
        long: 'INVALID_VERSION_TITLE',
        form: 'INVALID_VERSION_TITLE',
        characters: 'INVALID_INPUT',
        remote: ['DUPLICATE_VERSION_TITLE', 'FIELD_NOT_ALLOWED_TO_CHANGE', 'MULTIPLE_VERSION_UPDATE'],
      },
    },
    {
      id: 'releaseNotes',
      label: 'Release notes',
      aliases: ['ReleaseNotes'],
      required,
      shape: { kind: 'text', most: 30_000, isProse: true, sample: 'Corrects what was wrong.' },
      help: 'What is new, and what to look out for. Security fixes belong here.',
      path: { changes, json: 'Version.ReleaseNotes' },
      awsCodes: { missing: 'INVALID_RELEASE_NOTES', long: 'INVALID_RELEASE_NOTES', characters: 'INVALID_INPUT' },
    },
    {
      id: 'upgradeInstructions',
      label: 'Upgrade instructions',
      aliases: ['UpgradeInstructions'],
      shape: { kind: 'text', isProse: true, sample: 'Install over the old version.' },
      help: 'How to get here from the version before. The portal takes it; no change of the Catalog API does.',
    },
  ];
}
