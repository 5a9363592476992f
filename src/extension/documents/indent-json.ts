/** No manifest nests as deep; each further level would make every line of it longer. */
const deepest = 64;

/**
 * JSON with line breaks and indentation, and else letter by letter what it was: reading and writing it again would order, round or drop
 * parts of it. A text that is no JSON, or is nested beyond reason, is left as it is.
 */
export function indentJson(text: string): string {
  if (!isJson(text)) return text;
  const parts: string[] = [];
  let depth = 0;
  let before = '';
  const newLine = () => parts.push(`\n${'  '.repeat(depth)}`);
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const isEnd = token === '}' || token === ']';
    const isAfterStart = before === '{' || before === '[';
    if (isEnd) depth--;
    // Nothing stands between the two ends of what is empty.
    if (isEnd ? !isAfterStart : isAfterStart || before === ',') newLine();
    parts.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth++;
    if (depth > deepest) return text;
    before = token;
  }
  return `${parts.join('')}\n`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
