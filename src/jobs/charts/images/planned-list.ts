import * as z from 'zod/mini';
import { type DecodedText, decodeText, parseImageList, updateImageList } from '#formats';
import { inFile } from '#problem';
import { formatReference } from '#reference';
import { resolveRelease } from '#release';
import type { Files } from '../../gateways.ts';
import { inputInvalid } from '../../gather/input-invalid.ts';
import type { ImageMapping, MappedImage } from './map-images.ts';

/** What an image list becomes. */
export const plannedListSchema = z.object({
  file: z.string(),
  /** Absent for a list that is not there yet. */
  before: z.optional(z.string()),
  after: z.string(),
  changes: z.array(
    z.object({
      what: z.enum(['replaced', 'added', 'unneeded']),
      line: z.int(),
      before: z.optional(z.string()),
      after: z.optional(z.string()),
    }),
  ),
});

type PlannedList = z.infer<typeof plannedListSchema>;

/** What an image list is brought up to date with. */
interface ListWish {
  readonly mapped: readonly MappedImage[];
  /** Targets that are needed besides, whatever their source is: nobody but the list's writer knows that. */
  readonly besides: ReadonlySet<string>;
  readonly mapping: ImageMapping;
}

/**
 * What an image list becomes, and which of the targets that are needed besides it has a line for.
 * @param file as the user names it
 * @throws ReleaseError `input-invalid` when the file is no image list
 */
export async function plannedList(
  file: string,
  { mapped, besides, mapping: { settings, target } }: ListWish,
  files: Pick<Files, 'kindOf' | 'read'>,
): Promise<{ readonly list: PlannedList; readonly held: ReadonlySet<string> }> {
  const before = await textOfList(file, files);
  const { text, bare, problems: ofText } = before ?? { text: '', bare: '', problems: [] };
  const { model, problems: ofLines } = parseImageList(bare);
  // A file that is something else is not written to.
  const problems = [...ofText, ...ofLines];
  if (problems.some(({ severity }) => severity === 'error')) throw inputInvalid(inFile(file, problems));
  const { images } = resolveRelease({
    settings: { ...settings, files: { ...settings.files, unpaired: 'sources' } },
    target,
    files: [{ file, kind: 'images', model }],
  });
  const ours = images.filter((image) => besides.has(formatReference(image.target)));
  const lines = new Set(ours.flatMap(({ origins }) => origins.map(({ line }) => line)));
  const wanted = mapped.flatMap(({ image, refused, isOwn }) => (refused || isOwn ? [] : [image.reference]));
  const { text: after, changes } = updateImageList(text, wanted, lines);
  return {
    list: { file, ...(before ? { before: text } : {}), after, changes: [...changes] },
    held: new Set(ours.map((image) => formatReference(image.target))),
  };
}

/** The text of an image list as it stands in its file, and without the byte order mark that it may have there. */
interface ListText extends DecodedText {
  readonly bare: string;
}

/** The text of a list; undefined when it is not there. */
export async function textOfList(file: string, files: Pick<Files, 'kindOf' | 'read'>): Promise<ListText | undefined> {
  if ((await files.kindOf(file)) === undefined) return undefined;
  const bytes = await files.read(file);
  const { text: bare, problems } = decodeText(bytes);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { text: hasMark ? `\uFEFF${bare}` : bare, bare, problems };
}
