import * as z from 'zod/mini';

/** What people are told of a setting: in the editor, and in the JSON Schema made of the run-time schema. */
export interface SettingNote {
  /** Markdown, one or two sentences. */
  readonly description: string;
  /** What holds when the key is left out, as it would be written, or in words. */
  readonly fallback?: string;
  /** Set when a text here names a file, relative to the settings file. */
  readonly isFile?: true;
  /** Texts that are often right here, where no enumeration stands. */
  readonly examples?: readonly string[];
}

/** The note of each key, by the schema of its value. It stands beside the schema, so that one cannot change without the other in sight. */
export const settingNotes = z.registry<SettingNote>();

/** A key that may be left out, with its note. */
export function optionalKey<Schema extends z.ZodMiniType>(
  schema: Schema,
  note: SettingNote,
): z.ZodMiniOptional<Schema> {
  return requiredKey(z.optional(schema), note);
}

/** A key that must be there. Pass a schema of its own: a note belongs to one place. */
export function requiredKey<Schema extends z.ZodMiniType>(schema: Schema, note: SettingNote): Schema {
  settingNotes.add(schema, note);
  return schema;
}
