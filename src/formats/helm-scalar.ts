/**
 * What a text without quotes means to Helm. It reads YAML by sigs.k8s.io/yaml (go-yaml v2), which knows the truth values and the numbers of YAML 1.1
 * where YAML 1.2 has texts: https://yaml.org/type/bool.html, https://yaml.org/type/int.html, https://yaml.org/type/float.html.
 * @param value what YAML 1.2 makes of it
 */
export function helmScalar(source: string, value: unknown): null | boolean | number | string {
  if (value === null || typeof value === 'boolean') return value;
  if (isTrue.test(source)) return true;
  if (isFalse.test(source)) return false;
  const bare = source.replaceAll('_', '');
  for (const [pattern, base] of bases) {
    const [, sign = '', digits] = pattern.exec(bare) ?? [];
    if (digits !== undefined && /^[-+]?\d/.test(source)) return signed(sign, Number.parseInt(digits, base));
  }
  if (typeof value === 'number') return value;
  if (/^[-+]?(?:\d+|\d*\.\d+|\d+\.)(?:e[-+]?\d+)?$/i.test(bare) && /\d/.test(source[0] === '_' ? '' : source))
    return Number(bare);
  return source === '' ? null : String(value ?? source);
}

/** The text that a key without quotes is to Helm: `on:` is the key "true". Nothing is none; what is written stays then. */
export function helmKey(source: string, value: unknown): string {
  return value === null ? source : String(helmScalar(source, value));
}

const isTrue = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const isFalse = /^(?:n|N|no|No|NO|off|Off|OFF)$/;

/** Whole numbers that do not count by tens. */
const bases: readonly (readonly [RegExp, number])[] = [
  [/^([-+]?)0o?([0-7]+)$/i, 8],
  [/^([-+]?)0b([01]+)$/i, 2],
  [/^([-+]?)0x([\da-f]+)$/i, 16],
];

function signed(sign: string, value: number): number {
  return sign === '-' ? -value : value;
}
