import { lineIndex } from '#formats';
import { largestText } from '../largest-text.ts';
import { type ActionPart, splitActions } from './split-actions.ts';
import { templateKeys } from './template-keys.ts';
import type { TemplateAction, TemplateFault, TemplateScan } from './template-token.ts';

const asking = new Set(['if', 'range', 'with']);
const opening = new Set(['if', 'range', 'with', 'define', 'block']);

/**
 * Reads a Go template without rendering it: its actions, the YAML keys between them, and what is certain not to work (braces, texts and blocks
 * that are not closed). Linear in the length of the text; of one that is too large nothing is told.
 * Source: Go, package text/template; Helm documentation, "The Chart Template Developer's Guide".
 * @param isYaml whether it writes YAML: not so NOTES.txt
 */
export function scanTemplate(text: string, isYaml: boolean): TemplateScan {
  if (text.length > largestText) return { actions: [], faults: [], keys: [] };
  const index = lineIndex(text);
  const parts = splitActions(text);
  const open: { readonly word: string; readonly part: ActionPart }[] = [];
  let definitions = 0;
  const actions: TemplateAction[] = [];
  const faults: TemplateFault[] = [];
  const fault = (message: string, start: number, end: number) =>
    faults.push({ message, range: index.range(start, end) });
  for (const part of parts) {
    const { start, end, tokens } = part;
    if (part.fault) fault(part.fault.message, part.fault.at, Math.min(end, part.fault.at + 2));
    if (!tokens) continue;
    const [first] = tokens;
    const word = first?.kind === 'name' ? first.text : '';
    if (asking.has(word) && tokens.length === 1) fault(`this {{ ${word} }} asks for nothing`, start, end);
    if (word === 'end') {
      const closed = open.pop();
      if (!closed) fault('this {{ end }} closes nothing', start, end);
      if (closed?.word === 'define') definitions--;
    }
    if (word === 'else' && open.length === 0) fault('this {{ else }} belongs to nothing', start, end);
    const depth = open.length - definitions;
    actions.push({ tokens, range: index.range(start, end), depth, isDefinition: definitions > 0 });
    if (word === 'define') definitions++;
    if (opening.has(word)) open.push({ word, part });
  }
  // A part that could not be read may have held what opens or closes.
  if (faults.length > 0) return { actions, faults, keys: isYaml ? templateKeys(text, parts, index) : [] };
  for (const { word, part } of open) fault(`this {{ ${word} }} has no {{ end }}`, part.start, part.end);
  return { actions, faults, keys: isYaml ? templateKeys(text, parts, index) : [] };
}
