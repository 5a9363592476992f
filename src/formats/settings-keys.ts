import type * as z from 'zod/mini';
import { type SettingNote, settingNotes } from './setting-notes.ts';
import { settingsSchema } from './settings-schema.ts';
import type { Path } from './yaml-value.ts';

/** What can stand as a value: a `table` has keys of the writer's choice, a `group` those that are known. */
type SettingShape = 'text' | 'number' | 'flag' | 'group' | 'table' | 'list';

/** What the schema knows of one place in a settings file. */
export interface SettingKey {
  /** Absent for an entry of a list or of a table, which has no name of its own. */
  readonly note?: SettingNote;
  /** More than one where a value can be written in several ways. */
  readonly shapes: readonly SettingShape[];
  /** The values that there are, as they are written; empty when there is no such list. */
  readonly values: readonly string[];
  /** The keys of a group, in the order of the schema, and those that it cannot do without. */
  readonly keys: readonly string[];
  readonly required: readonly string[];
}

/** What may stand at a path of a settings file; undefined where nothing is known. An empty path is the file itself. */
export function settingAt(path: Path): SettingKey | undefined {
  let found: z.core.$ZodType[] = [settingsSchema];
  for (const part of path) found = found.flatMap(variants).flatMap((schema) => partOf(schema, part) ?? []);
  if (found.length === 0) return undefined;
  const note = found.map((schema) => settingNotes.get(schema)).find((one) => one !== undefined);
  const all = found.flatMap(variants);
  const groups = all.map(({ _zod: { def } }) => def).filter(isObject);
  return {
    ...(note ? { note } : {}),
    shapes: [...new Set(all.flatMap(({ _zod: { def } }) => shapes[def.type] ?? []))],
    values: all.flatMap(valuesOf),
    keys: groups.flatMap(({ shape }) => Object.keys(shape)),
    required: groups.flatMap(({ shape }) =>
      Object.entries(shape).flatMap(([key, schema]) => (schema._zod.def.type === 'optional' ? [] : [key])),
    ),
  };
}

const shapes: Readonly<Partial<Record<z.core.$ZodTypeDef['type'], SettingShape>>> = {
  string: 'text',
  enum: 'text',
  number: 'number',
  int: 'number',
  literal: 'number',
  boolean: 'flag',
  object: 'group',
  record: 'table',
  array: 'list',
};

/** The schemas that a value can be of, without what makes them optional. */
function variants(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { def } = schema._zod;
  if (def.type === 'optional') return variants((def as z.core.$ZodOptionalDef).innerType);
  if (def.type === 'union') return (def as z.core.$ZodUnionDef).options.flatMap(variants);
  return [schema];
}

function partOf(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType | undefined {
  const { def } = schema._zod;
  const key = String(part);
  // The shape is an object like any other: `constructor` is no setting.
  if (isObject(def)) return Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
  if (def.type === 'record') return (def as z.core.$ZodRecordDef).valueType;
  return def.type === 'array' ? (def as z.core.$ZodArrayDef).element : undefined;
}

function valuesOf({ _zod: { def } }: z.core.$ZodType): string[] {
  if (def.type === 'boolean') return ['true', 'false'];
  if (def.type === 'enum') return Object.values((def as z.core.$ZodEnumDef).entries).map(String);
  return def.type === 'literal' ? (def as z.core.$ZodLiteralDef<z.core.util.Literal>).values.map(String) : [];
}

function isObject(def: z.core.$ZodTypeDef): def is z.core.$ZodObjectDef {
  return def.type === 'object';
}
