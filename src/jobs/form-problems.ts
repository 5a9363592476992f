import { checkForms, type FormAround } from '#catalog';
import { decodeText, parseLoadForm } from '#formats';
import { inFile, type Problem } from '#problem';
import type { LoadedFile } from './loaded-file.ts';

/** What is wrong with a file of load forms: how it is written, and what each form says. */
export function formProblems({ file, bytes }: LoadedFile, around: FormAround): Problem[] {
  const { text, problems } = decodeText(bytes);
  // Too large a file was not decoded: its empty text says nothing.
  if (problems.some(({ rule }) => rule === 'text-too-large')) return inFile(file, problems);
  const read = parseLoadForm(text);
  const found = checkForms(read.model.forms, around);
  return inFile(file, [...problems, ...read.problems, ...found]);
}
