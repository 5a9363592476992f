import { type Path, type SettingKey, settingAt } from '#formats';
import { canonicalRegistry, isRegistryHost, parseEcrHost } from '#reference';
import type { Facts } from '../facts.ts';
import type { Completion } from '../language.ts';
import { type SettingPlace, settingPlaceAt } from './setting-place.ts';
import { settingWords } from './setting-words.ts';
import { folderOf } from './settings-links.ts';
import { nodesBelow, type SettingsTree } from './settings-tree.ts';

/** More files than this are no help in a list. */
const mostFiles = 200;

/** What can be written at an offset of a settings file: keys with what they mean, values, hosts that the file speaks of, files beside it. */
export function completeSettings(tree: SettingsTree, offset: number, facts: Facts): Completion[] {
  const place = settingPlaceAt(tree.text, offset);
  const setting = place && settingAt(place.path);
  if (!place || !setting) return [];
  const offers = place.kind === 'key' ? keysAt(place, setting, tree) : [];
  // An entry of a list begins as a key would: what it is, the schema knows.
  return offers.length > 0 || setting.shapes.includes('group') ? offers : valuesAt(place, setting, tree, facts);
}

function keysAt(place: SettingPlace, setting: SettingKey, tree: SettingsTree): Completion[] {
  const written = tree.text.slice(place.start, place.end);
  const there = new Set(tree.find(place.path)?.children.map(({ path }) => String(path.at(-1))));
  if (isRegistries(place.path)) {
    const hosts = hostsOf(tree).filter((host) => host === written || !there.has(host));
    return hosts.map((host) => keyOffer(host, 'a registry of this file', undefined, place, tree, ':'));
  }
  return setting.keys.flatMap((key, position) => {
    if (there.has(key) && key !== written) return [];
    const inner = settingAt([...place.path, key]);
    const takesOne = inner?.shapes.some((shape) => shape === 'text' || shape === 'number' || shape === 'flag') ?? true;
    const detail = setting.required.includes(key) ? 'needed' : undefined;
    const offer = keyOffer(key, detail, inner, place, tree, takesOne ? ': ' : ':');
    return [{ ...offer, sortText: String(position).padStart(3, '0') }];
  });
}

function keyOffer(
  key: string,
  detail: string | undefined,
  setting: SettingKey | undefined,
  place: SettingPlace,
  tree: SettingsTree,
  ending: string,
): Completion {
  return {
    label: key,
    kind: 'key',
    ...(detail === undefined ? {} : { detail }),
    ...(setting ? { documentation: settingWords(setting) } : {}),
    edit: { range: tree.index.range(place.start, place.end), text: place.hasColon ? key : `${key}${ending}` },
  };
}

function valuesAt(place: SettingPlace, setting: SettingKey, tree: SettingsTree, facts: Facts): Completion[] {
  // What an entry of a list can be, its list tells.
  const named = setting.note ? setting : (settingAt(place.path.slice(0, -1)) ?? setting);
  const range = tree.index.range(place.start, place.end);
  const offer = (text: string, detail?: string): Completion => ({
    label: text,
    kind: 'value',
    ...(detail === undefined ? {} : { detail }),
    ...(named.note ? { documentation: settingWords(named) } : {}),
    edit: { range, text },
  });
  const isDefault = (value: string) => (named.note?.fallback === value ? 'default' : undefined);
  const texts = [
    ...setting.values.map((value) => offer(value, isDefault(value))),
    ...(place.path.at(-1) === 'region' ? regionsOf(tree) : []).map((region) => offer(region, 'of this file')),
    ...(isTokenRegistry(place.path) ? loginsOf(tree) : []).map((host) => offer(host, 'a registry of this file')),
    ...(named.note?.examples ?? []).map((text) => offer(text, 'example')),
    ...(named.note?.isFile ? filesBeside(facts).map((file) => offer(file, 'file')) : []),
  ];
  const seen = new Set<string>();
  return texts.flatMap((one, position) => {
    if (seen.has(one.label)) return [];
    seen.add(one.label);
    return [{ ...one, sortText: String(position).padStart(3, '0') }];
  });
}

function isRegistries(path: Path): boolean {
  return path.length === 1 && path[0] === 'registries';
}

/** `attestations.<position>.token.registry`: where the password of a registry is the token. */
function isTokenRegistry(path: Path): boolean {
  return path.length === 4 && path[0] === 'attestations' && path[2] === 'token' && path[3] === 'registry';
}

/** The hosts that a settings file has something to say of: those with a password first. */
function loginsOf(tree: SettingsTree): string[] {
  const hosts = tree.find(['registries'])?.children ?? [];
  const hasPassword = ({ children }: (typeof hosts)[number]) => children.some(({ path }) => path.at(-1) === 'password');
  const sorted = [...hosts.filter(hasPassword), ...hosts.filter((host) => !hasPassword(host))];
  return sorted.map(({ path }) => String(path.at(-1)));
}

/** The registries that a settings file speaks of: those of its targets, and those that images come from. */
function hostsOf(tree: SettingsTree): string[] {
  const hosts = new Set<string>();
  for (const { path, scalar } of nodesBelow(tree.root)) {
    if (typeof scalar !== 'string') continue;
    const [first, key] = [path[0], path.at(-1)];
    const isPlace =
      key === 'registry' || (first === 'names' && key === 'from') || (first === 'originals' && key === 'to');
    const host = scalar.split('/', 1)[0] ?? '';
    if (isPlace && /[.:]|^localhost$/.test(host) && isRegistryHost(host)) hosts.add(canonicalRegistry(host));
  }
  return [...hosts].sort();
}

/** The regions of the hosts that a settings file speaks of. */
function regionsOf(tree: SettingsTree): string[] {
  return [...new Set(hostsOf(tree).flatMap((host) => parseEcrHost(host)?.region ?? []))];
}

/** The files in the folder of the settings and below, as the settings would name them. */
function filesBeside({ neighbours }: Facts): string[] {
  if (!neighbours) return [];
  const folder = folderOf(neighbours.file);
  return (
    neighbours.files
      .filter((file) => file.startsWith(folder) && file !== neighbours.file)
      .map((file) => file.slice(folder.length))
      // A text with anything else in it would have to stand in quotes.
      .filter((file) => /^[A-Za-z0-9_][\w./-]*$/.test(file))
      .sort()
      .slice(0, mostFiles)
  );
}
