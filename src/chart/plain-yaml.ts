import type { Document } from 'yaml';

/** A YAML document as plain data; undefined where aliases lead nowhere, or to too much. */
export function plainYaml(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}
