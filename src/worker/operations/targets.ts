import { readSettings } from '#jobs';
import type { Operate } from '../operation.ts';

/** The targets of a settings file, as it says them. */
export const targets: Operate<'targets'> = async ({ settings: file }, { files }) => {
  const { settings } = readSettings({ file, bytes: await files.read(file) });
  return settings.targets.map(({ name, kind, registry, layout, prefix, account, profile }) => ({
    name,
    kind,
    registry: layout === undefined ? registry : `oci:${layout}`,
    prefix,
    ...(account === undefined ? {} : { account }),
    ...(profile === undefined ? {} : { profile }),
  }));
};
