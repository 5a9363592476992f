/** One character of a pattern, or what stands for one or for many. */
type Token = '*' | { fits(character: string): boolean };

/**
 * A pattern of Go's `filepath.Match`: `*` and `?` do not go across a slash, `[a-z]` and `[^a-z]` are one character, a backslash takes the next one as it
 * is. Time grows with the lengths of pattern and path multiplied, whatever the pattern is.
 * @returns undefined for a pattern that Go calls bad
 */
export function globMatcher(pattern: string): ((path: string) => boolean) | undefined {
  const parts = pattern.split('/').map(tokensOf);
  if (parts.some((tokens) => tokens === undefined)) return undefined;
  return (path) => {
    const names = path.split('/');
    return names.length === parts.length && names.every((name, at) => fits(parts[at] ?? [], Array.from(name)));
  };
}

function fits(tokens: readonly Token[], characters: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  // Where to go on when the last * has to take one character more.
  let star: { readonly token: number; at: number } | undefined;
  while (at < characters.length) {
    const here = tokens[token];
    if (here === '*') {
      star = { token, at };
      token++;
    } else if (here?.fits(characters[at] ?? '')) {
      token++;
      at++;
    } else if (star) {
      star.at++;
      token = star.token + 1;
      at = star.at;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === '*');
}

function tokensOf(pattern: string): readonly Token[] | undefined {
  const characters = Array.from(pattern);
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at];
    if (character === '*') tokens.push('*');
    else if (character === '?') tokens.push({ fits: () => true });
    else if (character === '[') {
      const found = classAt(characters, at + 1);
      if (!found) return undefined;
      tokens.push(found.token);
      at = found.last;
    } else {
      const literal = character === '\\' ? characters[++at] : character;
      if (literal === undefined) return undefined;
      tokens.push({ fits: (one) => one === literal });
    }
  }
  return tokens;
}

/** A class, whose bracket stands before `start`; `last` is where its other bracket is. */
function classAt(characters: readonly string[], start: number): { token: Token; last: number } | undefined {
  let at = start;
  const isNegated = characters[at] === '^';
  if (isNegated) at++;
  const ranges: (readonly [low: string, high: string])[] = [];
  const one = (): string | undefined => {
    const character = characters[at++];
    if (character === '-' || character === ']') return undefined;
    return character === '\\' ? characters[at++] : character;
  };
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = one();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (characters[at] === '-') {
      at++;
      high = one();
    }
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  }
  const fits = (character: string) =>
    ranges.some(([low, high]) => order(low, character) <= 0 && order(character, high) <= 0);
  return { token: { fits: (character) => fits(character) !== isNegated }, last: at };
}

function order(left: string, right: string): number {
  return (left.codePointAt(0) ?? 0) - (right.codePointAt(0) ?? 0);
}
