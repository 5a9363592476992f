import { isRecord } from '../../store/narrow.ts';
import { AwsError } from '../aws-error.ts';
import type { Limit, StructureLimit } from './license-limits.ts';

/** A request whose values are of the right kinds and within the model's limits. */
export type CheckedRequest = Readonly<Record<string, unknown>>;

/** @throws AwsError `SerializationException` for a value of the wrong kind, `ValidationException` for one outside its limits */
export function withinLimits(request: unknown, limit: StructureLimit): CheckedRequest {
  check(request, limit, '');
  return isRecord(request) ? request : {};
}

function check(value: unknown, limit: Limit, at: string): void {
  switch (limit.kind) {
    case 'text':
      checkText(value, limit, at);
      return;
    case 'number': {
      if (typeof value !== 'number') throw wrongKind(at);
      const { min, max } = limit;
      if (min !== undefined && value < min)
        throw invalid(value, at, `Member must have value greater than or equal to ${min}`);
      if (max !== undefined && value > max)
        throw invalid(value, at, `Member must have value less than or equal to ${max}`);
      return;
    }
    case 'flag':
      if (typeof value !== 'boolean') throw wrongKind(at);
      return;
    case 'list': {
      if (!Array.isArray(value)) throw wrongKind(at);
      if (limit.max !== undefined && value.length > limit.max)
        throw invalid(value.length, at, `Member must have length less than or equal to ${limit.max}`);
      for (const [index, one] of value.entries()) check(one, limit.of, `${at}.${index + 1}.member`);
      return;
    }
    default: {
      if (!isRecord(value)) throw wrongKind(at);
      for (const name of limit.required) {
        if (value[name] === undefined || value[name] === null)
          throw invalid('null', inPath(at, name), 'Member must not be null');
      }
      for (const [name, member] of Object.entries(limit.members)) {
        if (value[name] !== undefined && value[name] !== null) check(value[name], member, inPath(at, name));
      }
    }
  }
}

function checkText(value: unknown, { max, pattern, oneOf }: Extract<Limit, { kind: 'text' }>, at: string): void {
  if (typeof value !== 'string') throw wrongKind(at);
  if (max !== undefined && value.length > max)
    throw invalid(value, at, `Member must have length less than or equal to ${max}`);
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value))
    throw invalid(value, at, `Member must satisfy regular expression pattern: ${pattern}`);
  if (oneOf && !oneOf.includes(value))
    throw invalid(value, at, `Member must satisfy enum value set: [${oneOf.join(', ')}]`);
}

/** AWS writes members in its messages with a small first letter. */
function inPath(at: string, name: string): string {
  const small = name.slice(0, 1).toLowerCase() + name.slice(1);
  return at === '' ? small : `${at}.${small}`;
}

function wrongKind(at: string): AwsError {
  return new AwsError('SerializationException', `${at || 'The request'} is of the wrong type`);
}

function invalid(value: unknown, at: string, rule: string): AwsError {
  const message = `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: ${rule}`;
  return new AwsError('ValidationException', message.replace("Value 'null'", 'Value null'));
}
