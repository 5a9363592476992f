/**
 * JSON with line breaks and indentation, and else letter by letter what it was: reading and writing it again would order, round or drop
 * parts of it. A text that is no JSON is left as it is.
 */
export function indentJson(text: string): string {
  if (!isJson(text)) return text;
  let indent = '';
  let out = '';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    switch (token) {
      case '{':
      case '[':
        indent += '  ';
        out += `${token}\n${indent}`;
        break;
      case '}':
      case ']':
        indent = indent.slice(2);
        // Nothing was written since it was opened.
        out = /[{[]\n *$/.test(out) ? `${out.trimEnd()}${token}` : `${out}\n${indent}${token}`;
        break;
      case ',':
        out += `,\n${indent}`;
        break;
      case ':':
        out += ': ';
        break;
      default:
        out += token;
    }
  }
  return `${out}\n`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
