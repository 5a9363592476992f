import { escapeInvisible } from '#formats';
import { redact } from '#problem';

/** Control sequences of ECMA-48, as ESC and a character or as the one character that C1 has for both. */
const sequences = new RegExp(
  [
    // CSI …: colours, cursor, erasing
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    // OSC …: titles, links, clipboard; up to its end, or what there is of it
    String.raw`(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

/**
 * Text from anywhere (files, registries, AWS), fit for one line of a terminal: no secrets, no control sequences; what other
 * invisible characters there are is written out.
 */
export function cleanText(text: string): string {
  return escapeInvisible(redact(text).replace(sequences, ''));
}
