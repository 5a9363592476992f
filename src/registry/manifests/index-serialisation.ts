/** Keys in the order of the OCI image specification's own structures; keys it does not know follow, sorted. */
const indexOrder = ['schemaVersion', 'mediaType', 'artifactType', 'manifests', 'subject', 'annotations'];
const descriptorOrder = ['mediaType', 'artifactType', 'digest', 'size', 'urls', 'annotations', 'data', 'platform'];
const platformOrder = ['architecture', 'os', 'os.version', 'os.features', 'variant', 'features'];

/**
 * The bytes of an index that lost entries. The form is frozen, because its digest is what gets released and compared for years:
 * compact JSON, keys in a fixed order, no trailing newline. Golden tests hold it.
 */
export function serialiseIndex(index: Readonly<Record<string, unknown>>): Uint8Array {
  const ordered = inOrder(index, indexOrder, (key, value) => {
    if (key === 'manifests' && Array.isArray(value)) return value.map(orderedDescriptor);
    return key === 'subject' ? orderedDescriptor(value) : sorted(value);
  });
  return new TextEncoder().encode(JSON.stringify(ordered));
}

function orderedDescriptor(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return inOrder(value, descriptorOrder, (key, inner) =>
    key === 'platform' && isRecord(inner) ? inOrder(inner, platformOrder, (_, item) => sorted(item)) : sorted(inner),
  );
}

function inOrder(
  record: Readonly<Record<string, unknown>>,
  order: readonly string[],
  map: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  const unknown = Object.keys(record)
    .filter((key) => !order.includes(key))
    .sort();
  const keys = [...order.filter((key) => record[key] !== undefined), ...unknown];
  return Object.fromEntries(keys.map((key) => [key, map(key, record[key])]));
}

/** Maps (annotations) sorted by key, lists as they are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
