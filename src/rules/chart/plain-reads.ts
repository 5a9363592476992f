import type { ActionEvidence } from './chart-evidence.ts';

type Token = ActionEvidence['tokens'][number];

/**
 * The actions of a template, with each chain of fields that leads into a built-in object (`Release`, say) written out from it, whatever way the
 * template goes: by `index`, in parentheses, by a variable, or by a `with` around it.
 */
export function plainReads(actions: readonly ActionEvidence[], object: string): readonly ActionEvidence[] {
  // Of the root, of a variable that holds it, or of what a helper is given as `context`.
  const leadsThere = new RegExp(String.raw`^(?:\$\w*|(?:\$\w*)?\.(?:context|root|ctx|top))?\.${object}(?:\.\w+)*$`);
  const chainOf = (token: Token | undefined) =>
    token?.kind === 'field' && leadsThere.test(token.text) ? token.text : undefined;
  const variables = new Map<string, string>();
  const dots: { readonly depth: number; readonly chain: string | undefined }[] = [];
  return actions.map((action) => {
    while (dots.length > 0 && (dots.at(-1)?.depth ?? 0) >= action.depth) dots.pop();
    const known = action.tokens.map((token, at) =>
      resolved(token, action.tokens[at + 1], variables, dots.at(-1)?.chain),
    );
    const tokens = joined(known, chainOf);
    const [word] = tokens;
    const variable = tokens.findIndex(({ kind }) => kind === 'variable');
    const isAssigned = variable >= 0 && [':=', '='].includes(tokens[variable + 1]?.text ?? '');
    const value = tokens.length === variable + 3 ? chainOf(tokens[variable + 2]) : undefined;
    if (isAssigned && value !== undefined) variables.set(tokens[variable]?.text ?? '', value);
    else if (isAssigned) variables.delete(tokens[variable]?.text ?? '');
    if (word?.kind === 'name' && (word.text === 'with' || word.text === 'range')) {
      const chain =
        word.text === 'with' ? (value ?? (tokens.length === 2 ? chainOf(tokens[1]) : undefined)) : undefined;
      dots.push({ depth: action.depth, chain });
    }
    return { ...action, tokens };
  });
}

/** A token with what its variable, or the dot, stands for. */
function resolved(
  token: Token,
  next: Token | undefined,
  variables: ReadonlyMap<string, string>,
  dot: string | undefined,
): Token {
  const { kind, text } = token;
  if (kind === 'variable') {
    const isAssigned = next?.text === ':=' || next?.text === '=';
    const chain = isAssigned ? undefined : variables.get(text);
    return chain === undefined ? token : { kind: 'field', text: chain };
  }
  if (kind === 'mark' && text === '.' && dot !== undefined) return { kind: 'field', text: dot };
  if (kind !== 'field') return token;
  const [first = '', ...rest] = text.split('.');
  const chain = first === '' ? dot : variables.get(first);
  return chain === undefined ? token : { kind, text: [chain, ...rest].join('.') };
}

/** Fields of the root: behind a parenthesis they are the next argument. */
const ofRoot = /^\.(?:Values|Chart|Release|Files|Capabilities|Template|Subcharts)\b/;

/** `index .Release "Service"` and `(.Release).Service` as one chain. */
function joined(tokens: readonly Token[], chainOf: (token: Token | undefined) => string | undefined): Token[] {
  const found: Token[] = [];
  let isClosed = false;
  for (const token of tokens) {
    const chain = chainOf(found.at(-1));
    const opening = found.at(-2)?.text === 'index' ? 3 : 2;
    const wasClosed = isClosed;
    isClosed = chain !== undefined && token.text === ')' && found.at(-opening)?.text === '(';
    if (chain === undefined) found.push(token);
    else if (isClosed) found.splice(-opening, opening, { kind: 'field', text: chain });
    else if (token.kind === 'text' && found.at(-2)?.text === 'index' && /^\w+$/.test(token.text))
      found.splice(-1, 1, { kind: 'field', text: `${chain}.${token.text}` });
    else if (wasClosed && token.kind === 'field' && token.text.startsWith('.') && !ofRoot.test(token.text))
      found.splice(-1, 1, { kind: 'field', text: chain + token.text });
    else found.push(token);
  }
  return found;
}
