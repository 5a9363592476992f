import { quote } from '#formats';
import type { ValueFault } from '../field-spec.ts';

/** Whether the text is a range of IPv4 addresses, `10.0.0.0/8`, without bits set behind its length: EC2 would drop those. */
export function cidrFault(text: string): ValueFault | undefined {
  const awsCode = 'INVALID_CIDR_IP';
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [, ...parts] = (match ?? []).map(Number);
  const length = parts.pop() ?? 33;
  if (!match || length > 32 || parts.some((part) => part > 255))
    return { message: `${quote(text)} is no range of IPv4 addresses.`, hint: 'Write it as 0.0.0.0/0.', awsCode };
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - length);
  if (address % size === 0) return undefined;
  const first = address - (address % size);
  const plain = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
  return { message: `${text} begins at ${plain}.`, hint: `Write ${plain}/${length}.`, awsCode, isWarning: true };
}
