import type { KubernetesField, KubernetesTypes } from './kubernetes-types.ts';

/**
 * An OpenAPI 2 document with Kubernetes' types, in the protocol buffers that an API server serves it in and kubectl reads it from.
 * It has no paths, so kubectl finds no server that would check fields and checks them itself.
 * Source: google/gnostic-models, openapiv2/OpenAPIv2.proto (the numbers of the fields).
 */
export function openApiDocument({ types, kinds }: KubernetesTypes): Uint8Array {
  const definitions = [...types].map(([name, fields]) => {
    const of = kinds.filter(({ type }) => type === name);
    const named = of.map(({ group, version, kind }) => ({ group, version, kind }));
    // JSON is YAML too.
    const gvk = named.length > 0 ? [message(31, vendorExtension('x-kubernetes-group-version-kind', named))] : [];
    return message(1, [text(1, name), message(2, [...objectSchema(fields), ...gvk])]);
  });
  const info = message(2, [text(1, 'Kubernetes'), text(2, 'v1')]);
  return concat([text(1, '2.0'), info, message(8, []), message(9, definitions)]);
}

type Bytes = Uint8Array<ArrayBufferLike>;

function vendorExtension(name: string, value: unknown): Bytes[] {
  return [text(1, name), message(2, [text(2, JSON.stringify(value))])];
}

function objectSchema(fields: readonly KubernetesField[]): Bytes[] {
  const properties = fields.map((field) =>
    message(1, [text(1, field.name), message(2, schema(field.type, field.format))]),
  );
  const required = fields.flatMap(({ name, required }) => (required ? [text(19, name)] : []));
  return [...required, type('object'), message(25, properties)];
}

function schema(written: string, format: string): Bytes[] {
  const list = /^Array<(.*)>$/.exec(written);
  if (list) return [type('array'), message(23, [message(1, schema(list[1] ?? '', format))])];
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(written);
  if (map) return [type('object'), message(21, [message(1, schema(map[1] ?? '', format))])];
  switch (written) {
    case 'string':
      return [...(format ? [text(2, format)] : []), type('string')];
    case 'Date':
    case 'V1MicroTime':
      return [text(2, 'date-time'), type('string')];
    case 'IntOrString':
      return [text(2, 'int-or-string'), type('string')];
    case 'boolean':
      return [type('boolean')];
    case 'number':
      return [text(2, format), type(format === 'double' ? 'number' : 'integer')];
    case 'any':
    case 'object':
      return [];
    default:
      return [text(1, `#/definitions/${written}`)];
  }
}

function type(name: string): Bytes {
  return message(22, [text(1, name)]);
}

function message(field: number, parts: readonly Bytes[]): Bytes {
  const body = concat(parts);
  return concat([variable((field << 3) | 2), variable(body.length), body]);
}

function text(field: number, value: string): Bytes {
  return message(field, [Buffer.from(value)]);
}

function variable(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}

function concat(parts: readonly Bytes[]): Bytes {
  return Buffer.concat(parts);
}
