import type { ReleaseError } from '#problem';
import { type BaseImage, baseKeys, type ImageChange } from './image-change.ts';
import {
  type JsonList,
  type JsonMap,
  type JsonNode,
  jsonTree,
  parseJsonTree,
  stringIn,
  valueAt,
  withValue,
  writeJsonTree,
} from './json-tree.ts';
import type { PackedLayer } from './pack-layer.ts';

type Fail = (why: string, hint?: string) => ReleaseError;

interface Wanted {
  readonly change: ImageChange;
  readonly layer: PackedLayer | undefined;
  /** Of the platform that the config is of. */
  readonly base: BaseImage;
  /** How many layers the base has. */
  readonly layers: number;
}

/**
 * The config of a derived image. Everything that the change does not mean stays as it is written, `created` too, so that the bytes depend on
 * the base and the change alone. The form is frozen, words of the history included. Golden tests hold it.
 * @param maxBytes of the base's config
 * @param fail makes the error to throw from the reason
 */
export function derivedConfig(
  bytes: Uint8Array,
  { change, layer, base, layers }: Wanted,
  maxBytes: number,
  fail: Fail,
): Uint8Array {
  const tree = parseJsonTree(bytes, maxBytes, fail);
  if (tree.kind !== 'map') throw fail('its config is no object');
  const os = stringIn(valueAt(tree, 'os', fail));
  if (os !== undefined && os !== 'linux') throw fail(`it is made for ${os.slice(0, 40)}`);
  const run = mapIn(tree, 'config', fail);
  const rootfs = mapIn(tree, 'rootfs', fail);
  const diffIds = listIn(rootfs, 'diff_ids', fail);
  if (diffIds.items.length !== layers)
    throw fail(`it has ${layers} layers, and its config names ${diffIds.items.length}`);
  const added = layer ? withValue(rootfs, 'diff_ids', list(diffIds, jsonTree(layer.diffId))) : rootfs;
  const changed = withValue(tree, 'config', withRun(run, change, base, fail));
  const written = withValue(
    withValue(changed, 'rootfs', added),
    'history',
    withHistory(tree, layers, { change, layer }, fail),
  );
  return new TextEncoder().encode(writeJsonTree(written));
}

/** What a change is, in words: of variables and labels only the names. */
function changeWords({ change, layer }: Pick<Wanted, 'change' | 'layer'>): string {
  const { user, labels, environment, entrypoint, command } = change;
  return [
    ...(user === undefined ? [] : [`user ${user}`]),
    ...names(labels).map((name) => `label ${name}`),
    ...names(environment).map((name) => `environment ${name}`),
    ...(entrypoint ? ['entrypoint'] : []),
    ...(command ? ['command'] : []),
    ...(layer?.paths ?? []).map((path) => `file ${path}`),
  ].join(', ');
}

function withRun(run: JsonMap, change: ImageChange, base: BaseImage, fail: Fail): JsonMap {
  const { user, labels, environment, entrypoint, command } = change;
  const set = (map: JsonMap, key: string, value: JsonNode | undefined) => {
    // Refuses what another reader would take for the same key.
    valueAt(map, key, fail);
    return withValue(map, key, value);
  };
  let next = run;
  if (user !== undefined) next = set(next, 'User', jsonTree(user));
  if (names(environment).length > 0) next = set(next, 'Env', withVariables(listIn(run, 'Env', fail), environment));
  if (entrypoint) next = set(next, 'Entrypoint', jsonTree(entrypoint));
  if (command) next = set(next, 'Cmd', jsonTree(command));
  else if (entrypoint) next = set(next, 'Cmd', undefined);
  if ((entrypoint || command) && !startsSomething(next, fail)) {
    throw fail(
      'nothing would be left that it starts',
      'Name a program: entrypoint or command under derive in marketplace.yaml.',
    );
  }
  return set(next, 'Labels', withLabels(mapIn(run, 'Labels', fail), labels, base));
}

/** A runtime starts the entry point and the command together; with neither it refuses the image. */
function startsSomething(run: JsonMap, fail: Fail): boolean {
  return ['Entrypoint', 'Cmd'].some((key) => {
    const words = valueAt(run, key, fail);
    return words?.kind === 'list' ? words.items.length > 0 : words !== undefined;
  });
}

/** The base stands in labels too: Docker's manifests have no annotations, and a label that the base has would name the base's own base. */
function withLabels(held: JsonMap, labels: ImageChange['labels'], base: BaseImage): JsonMap {
  const recorded = withValue(held, baseKeys.digest, jsonTree(base.digest));
  const named = withValue(recorded, baseKeys.name, base.name === undefined ? undefined : jsonTree(base.name));
  return names(labels).reduce((map, name) => withValue(map, name, jsonTree(labels[name] ?? '')), named);
}

/** In place, the first time that a name is there; what came after it would have overridden it. */
function withVariables(held: JsonList, environment: ImageChange['environment']): JsonList {
  const left = new Set(names(environment));
  const text = (name: string) => jsonTree(`${name}=${environment[name]}`);
  const items = held.items.flatMap((item) => {
    const name = stringIn(item)?.split('=', 1)[0];
    if (name === undefined || !Object.hasOwn(environment, name)) return [item];
    return left.delete(name) ? [text(name)] : [];
  });
  return { kind: 'list', items: [...items, ...[...left].map(text)] };
}

/** One step for the change. Layers that the base's history does not tell of get one each, so that both count the same. */
function withHistory(tree: JsonMap, layers: number, made: Pick<Wanted, 'change' | 'layer'>, fail: Fail): JsonList {
  const held = listIn(tree, 'history', fail);
  const told = held.items.filter((step) => step.kind !== 'map' || !isEmptyLayer(step, fail)).length;
  const untold = Array.from({ length: Math.max(0, layers - told) }, () => jsonTree({ created_by: 'unknown' }));
  const created = valueAt(tree, 'created', fail);
  const begun = created ? withValue(nothing, 'created', created) : nothing;
  const words = withValue(begun, 'created_by', jsonTree(`marketplace-release derive: ${changeWords(made)}`));
  const step = made.layer ? words : withValue(words, 'empty_layer', jsonTree(true));
  return list(held, ...untold, step);
}

function isEmptyLayer(step: JsonMap, fail: Fail): boolean {
  const value = valueAt(step, 'empty_layer', fail);
  return value?.kind === 'scalar' && value.text === 'true';
}

const nothing: JsonMap = { kind: 'map', entries: [] };

function mapIn(map: JsonMap, key: string, fail: Fail): JsonMap {
  const value = valueAt(map, key, fail);
  if (value === undefined) return nothing;
  if (value.kind !== 'map') throw fail(`${key} of its config is no object`);
  return value;
}

function listIn(map: JsonMap, key: string, fail: Fail): JsonList {
  const value = valueAt(map, key, fail);
  if (value === undefined) return { kind: 'list', items: [] };
  if (value.kind !== 'list') throw fail(`${key} of its config is no list`);
  return value;
}

function list(held: JsonList, ...more: readonly JsonNode[]): JsonList {
  return { kind: 'list', items: [...held.items, ...more] };
}

/** Sorted, so that their order in the settings is of no account. */
function names(record: Readonly<Record<string, string>>): string[] {
  return Object.keys(record).sort();
}
