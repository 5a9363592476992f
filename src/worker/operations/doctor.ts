import { diagnose, versioned } from '#jobs';
import { doctorDocument, formatLine } from '#text';
import type { Operate } from '../operation.ts';

/** Of a document, which is read in an editor of any width. */
const width = 100;

/** What the doctor finds, as a text to read. */
export const doctor: Operate<'doctor'> = async ({ place, folder }, { world, places, signal, emit }) => {
  const found = await diagnose(await places.doctor(place, folder), { emit: versioned(emit), signal });
  const where = world === 'sandbox' ? 'In the sandbox on this machine' : 'At AWS, with your credentials';
  const lines = doctorDocument(found, where, width).map((line) => `${formatLine(line, false)}\n`);
  return { ok: found.ok, text: lines.join('') };
};
