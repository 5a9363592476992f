/** As whom AWS is called. What is absent is AWS's own default. */
export interface AwsIdentity {
  readonly profile?: string;
  /** The ARN of a role that is assumed with those credentials. */
  readonly role?: string;
  readonly region?: string;
}

/** Where a password is: never in the file itself. A secret is one of Secrets Manager; `field` is a key of its JSON. */
export type PasswordSource =
  | { readonly env: string }
  | ({ readonly secret: string; readonly field?: string } & AwsIdentity);
