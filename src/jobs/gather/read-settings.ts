import { decodeText, parseSettings, type Settings } from '#formats';
import { inFile } from '#problem';
import type { LoadedFile } from '../loaded-file.ts';
import { inputInvalid } from './input-invalid.ts';

/** Reads the settings of a job. @throws ReleaseError `input-invalid` */
export function readSettings(file: LoadedFile): Settings {
  const { text, problems: ofBytes } = decodeText(file.bytes);
  const { model, problems } = ofBytes.length > 0 ? { model: undefined, problems: [] } : parseSettings(text);
  if (!model) throw inputInvalid(inFile(file.file, [...ofBytes, ...problems]));
  return model;
}
