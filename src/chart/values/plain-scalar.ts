/**
 * What a text without quotes means to Helm. It reads YAML by sigs.k8s.io/yaml (go-yaml v2), which knows the truth values and the numbers of YAML 1.1
 * where YAML 1.2 has texts: https://yaml.org/type/bool.html, https://yaml.org/type/int.html, https://yaml.org/type/float.html.
 * @param value what YAML 1.2 makes of it
 */
export function plainScalar(source: string, value: unknown): null | boolean | number | string {
  if (value === null || typeof value === 'boolean') return value;
  if (isTrue.test(source)) return true;
  if (isFalse.test(source)) return false;
  const bare = source.replaceAll('_', '');
  const [, sign = '', octal] = /^([-+]?)0o?([0-7]+)$/.exec(bare) ?? [];
  if (octal !== undefined) return signed(sign, Number.parseInt(octal, 8));
  const [, minus = '', binary] = /^([-+]?)0b([01]+)$/.exec(bare) ?? [];
  if (binary !== undefined) return signed(minus, Number.parseInt(binary, 2));
  if (typeof value === 'number') return value;
  if (/^[-+]?(?:\d+|\d*\.\d+|\d+\.)(?:e[-+]?\d+)?$/i.test(bare) && /\d/.test(source[0] === '_' ? '' : source))
    return Number(bare);
  return source === '' ? null : String(value ?? source);
}

/** Whether some reader of YAML, 1.1 or 1.2, takes a text without quotes for something else than that text. */
export function readsOtherwise(text: string): boolean {
  return others.some((other) => other.test(text));
}

const isTrue = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const isFalse = /^(?:n|N|no|No|NO|off|Off|OFF)$/;

const others = [
  /^(?:~|null|=|<<|)$/i,
  /^(?:y|yes|n|no|on|off|true|false)$/i,
  // Whole numbers and fractions, underscores and sexagesimal ones among them.
  /^[-+]?[\d][\d_,]*(?::[\d_.]+)*(?:\.[\d_]*)?(?:e[-+]?\d+)?$/i,
  /^[-+]?\.[\d_]+(?:e[-+]?\d+)?$/i,
  /^[-+]?0(?:x[\da-f_]+|[ob][\d_]+)$/i,
  /^[-+]?\.(?:inf|nan)$/i,
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s].*)?$/,
];

function signed(sign: string, value: number): number {
  return sign === '-' ? -value : value;
}
