import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { parseForeignJson } from '#registry';

/** AWS documents 16,384 characters for the text form; a product with many versions may well have more. */
const maxTextBytes = 4_194_304;

/** One odd value must not cost the others: what is no text counts as absent. */
const text = z.catch(z.nullish(z.string()), undefined);
const description = z.looseObject({ ProductTitle: text, Visibility: text });
const repository = z.looseObject({ Url: text });

/**
 * What is used of a `ContainerProduct@1.0` (awslabs/aws-marketplace-catalog-api-shapes-for-python, entity types). Every field may be
 * absent.
 */
const productSchema = z.looseObject({
  Description: z.catch(z.nullish(description), undefined),
  Repositories: z.nullish(z.array(z.catch(z.nullish(repository), undefined))),
});

interface EntityDocument {
  readonly title: string | undefined;
  readonly visibility: string | undefined;
  /** With their registry, each once. */
  readonly repositories: readonly string[];
}

/**
 * Reads a container product as DescribeEntity gives it.
 * @param document `DetailsDocument`
 * @param details the same as a text, which is the older form; used when there is no document
 * @returns undefined when neither can be read
 */
export function entityDocument(document: unknown, details: string | undefined): EntityDocument | undefined {
  const read = productSchema.safeParse(document ?? fromText(details));
  if (!read.success) return undefined;
  const { Description: described, Repositories: repositories } = read.data;
  return {
    title: described?.ProductTitle ?? undefined,
    visibility: described?.Visibility ?? undefined,
    repositories: [...new Set((repositories ?? []).flatMap((entry) => entry?.Url ?? []))],
  };
}

function fromText(details: string | undefined): unknown {
  if (details === undefined) return undefined;
  const unreadable = (why: string) => new ReleaseError('aws-error', `The details of a product cannot be read: ${why}`);
  return parseForeignJson(new TextEncoder().encode(details), maxTextBytes, unreadable);
}
