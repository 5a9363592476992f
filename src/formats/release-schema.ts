import * as z from 'zod/mini';
import { jsonKeywords, patterns } from './json-keywords.ts';

/**
 * A release file as a schema, for editors that know only JSON Schema. The parser reads the tree itself, for the places; a test holds the two
 * against each other. Whatever else a vendor's file carries is left alone.
 */
export const releaseSchema = z.looseObject({
  metadata: z
    .looseObject({
      images: z
        .record(
          z.string(),
          z.looseObject({
            source: z.string().register(jsonKeywords, {
              description: 'Where the image is had from, pinned: `registry/path[:tag]@sha256:…`.',
              pattern: patterns.pinnedSource,
            }),
            dest: z.string().register(jsonKeywords, {
              description: 'Where it goes under the prefix of the target: `path:tag`.',
              pattern: patterns.destination,
            }),
          }),
        )
        .register(jsonKeywords, { description: 'The images of the release, by keys of the vendor.' }),
    })
    .register(jsonKeywords, { description: 'What the vendor says of the release.' }),
});
