/**
 * Whether two policies mean the same, whatever their blanks, the order of their keys and lists, and whether a single value stands in a
 * list. IAM's lists are sets, an account stands for its root (IAM user guide, "AWS JSON policy elements: Principal"), and numbers and
 * booleans are kept as text.
 */
export function samePolicy(one: string, other: string): boolean {
  try {
    return canonical(JSON.parse(one)) === canonical(JSON.parse(other));
  } catch {
    // What is no JSON is another policy.
    return false;
  }
}

/** The same text for policies that mean the same, in the sense of {@link samePolicy}; what is no JSON stays as it is. */
export function canonicalPolicy(text: string): string {
  try {
    return canonical(JSON.parse(text));
  } catch {
    return text;
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const members = [...new Set(value.map(canonical))].sort();
    return members.length === 1 ? (members[0] ?? '') : `[${members.join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
  }
  const [, account] = /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(String(value)) ?? [];
  return JSON.stringify(account ?? String(value));
}
