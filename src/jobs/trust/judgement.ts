import * as z from 'zod/mini';
import { codeSchema } from '../code-schema.ts';

/** Something that a rule, an attestation or a scanner says of an image, at every place that asks for it. */
const findingSchema = z.object({
  rule: codeSchema,
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.optional(z.string()),
  awsCode: z.optional(z.string()),
});

/** What is known of who released an image. Attestations name the source's digest, whatever the target's is. */
const attestationSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('verified'),
    /** What is attested: `registry/repository@sha256:…`, as the release names it. */
    image: z.string(),
    /** Of the configured key, 40 hex digits in capitals. */
    fingerprint: z.string(),
    /** Of the key or sub-key that signed. */
    signedBy: z.string(),
    /** ISO 8601, as the signer says. */
    signedAt: z.string(),
    /** Name of the occurrence that proves it. */
    occurrence: z.string(),
  }),
  z.object({ state: z.literal('exempt'), reason: z.string() }),
  z.object({ state: z.literal('unproven'), code: codeSchema }),
  /** There are rules, but none is for this image. */
  z.object({ state: z.literal('unasked') }),
]);

export const silencedSchema = z.object({
  rule: codeSchema,
  reason: z.string(),
  count: z.int(),
  /** The last day that it is off, in UTC: `2026-12-31`. Absent where it has none. */
  until: z.optional(z.string()),
});

/** What is added to an item by those who judge the image. */
export const judgementShape = {
  /** Set where the settings say something of attestations. */
  attestation: z.optional(attestationSchema),
  /** What was found, the gravest first. Of an image that is there already, what would be errors are warnings. */
  findings: z.optional(z.array(findingSchema)),
  /** Rules that found something and are off, with the reason that the settings give. */
  silenced: z.optional(z.array(silencedSchema)),
  /** Set where a scanner has looked into the image. */
  scanned: z.optional(z.literal(true)),
};

export type Finding = z.infer<typeof findingSchema>;
type AttestationState = z.infer<typeof attestationSchema>;
export type SilencedRule = z.infer<typeof silencedSchema>;

/** What one judge says of an image. */
export interface Judgement {
  readonly attestation?: AttestationState;
  readonly findings?: readonly Finding[];
  readonly silenced?: readonly SilencedRule[];
  readonly scanned?: true;
}
