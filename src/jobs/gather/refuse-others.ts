import { ReleaseError } from '#problem';
import type { Files } from '../gateways.ts';
import { fitsPattern, folderOf, relativeTo, settingsName, splitPattern, within } from './file-names.ts';

/**
 * Says of a pattern that fits nothing of the release whose files it fits.
 * @throws ReleaseError `usage` when releases below have such files; what listing throws
 */
export async function refuseOthers(name: string, files: Pick<Files, 'absolute' | 'displayed' | 'list'>): Promise<void> {
  const [base, pattern] = splitPattern(name.replaceAll('\\', '/'));
  const root = files.absolute(base);
  const all = (await files.list(root)).map((file) => within(root, file));
  const fitting = all.filter((file) => fitsPattern(pattern, relativeTo(root, file)));
  const settings = all.filter((file) => file.endsWith(`/${settingsName}`) && folderOf(file) !== root);
  const others = settings.filter((one) => fitting.some((file) => file.startsWith(within(folderOf(one), ''))));
  if (others.length === 0) return;
  const governed = others.map((one) => files.displayed(one)).join(', ');
  throw new ReleaseError('usage', `What is at ${name} belongs to other releases: ${governed}`, {
    hint: 'Run one release at a time: name its folder, or its files.',
  });
}
