import { decodeText, parseSettings, type Settings } from '#formats';
import { inFile, type Problem } from '#problem';
import type { LoadedFile } from '../loaded-file.ts';
import { inputInvalid } from './input-invalid.ts';

/** Reads the settings of a job, with what is odd about them and no error. @throws ReleaseError `input-invalid` */
export function readSettings(file: LoadedFile): { readonly settings: Settings; readonly warnings: readonly Problem[] } {
  const { text, problems: ofBytes } = decodeText(file.bytes);
  const { model, problems } = ofBytes.length > 0 ? { model: undefined, problems: [] } : parseSettings(text);
  const told = inFile(file.file, [...ofBytes, ...problems]);
  if (!model) throw inputInvalid(told);
  return { settings: model, warnings: told };
}
