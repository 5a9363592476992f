import { diagnose, versioned } from '#jobs';
import { doctorText, formatLine } from '#text';
import type { Operate } from '../operation.ts';

/** Of a document, which is read in an editor of any width. */
const width = 100;

/** What the doctor finds, as a text to read. */
export const doctor: Operate<'doctor'> = async ({ place }, { places, signal, emit }) => {
  const found = await diagnose(await places.doctor(place), { emit: versioned(emit), signal });
  const lines = doctorText(found, width).map((line) => `${formatLine(line, false)}\n`);
  return { ok: found.ok, text: lines.join('') };
};
