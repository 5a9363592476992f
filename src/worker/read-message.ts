import * as z from 'zod/mini';

const loginsSchema = z.array(z.object({ registry: z.string(), username: z.string(), password: z.string() }));

const networkSchema = z.object({
  proxy: z.exactOptional(z.string()),
  proxyAuthorization: z.exactOptional(z.string()),
  noProxy: z.exactOptional(z.array(z.string())),
  useProxy: z.exactOptional(z.boolean()),
  proxyStrictSsl: z.exactOptional(z.boolean()),
  systemCertificates: z.exactOptional(z.boolean()),
});

const startSchema = z.object({
  type: z.literal('start'),
  world: z.enum(['aws', 'sandbox']),
  version: z.string(),
  program: z.string(),
  sandboxFolder: z.exactOptional(z.string()),
  awsEndpoint: z.exactOptional(z.string()),
  records: z.string().check(z.minLength(1)),
  logins: z.exactOptional(loginsSchema),
  network: z.exactOptional(networkSchema),
});
const askSchema = z.object({ type: z.literal('ask'), id: z.int(), operation: z.string(), input: z.unknown() });
const cancelSchema = z.object({ type: z.literal('cancel'), id: z.int() });
const replySchema = z.object({ type: z.literal('reply'), question: z.int(), answer: z.enum(['again', 'stop']) });
const newLoginsSchema = z.object({ type: z.literal('logins'), logins: loginsSchema });

const messageSchema = z.discriminatedUnion('type', [
  startSchema,
  askSchema,
  cancelSchema,
  replySchema,
  newLoginsSchema,
]);

/** A message to a worker, before it is known whether there is such an operation. */
export type ReadMessage = z.infer<typeof messageSchema>;

/**
 * A message as far as it can be understood: the editor's code may be of another version than ours, when the extension was updated under
 * its hands. What a question holds is for its operation to judge.
 */
export function readMessage(value: unknown): ReadMessage | undefined {
  const parsed = messageSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
