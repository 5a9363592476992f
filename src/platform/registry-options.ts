/** Where a password is: in a variable, or in AWS Secrets Manager (`field`: a key of its JSON). */
export type PasswordSource =
  | { readonly env: string }
  | {
      readonly secret: string;
      readonly field?: string;
      readonly profile?: string;
      readonly role?: string;
      readonly region?: string;
    };

/** Where the bearer token of a server is: the password of a registry, or where passwords are. */
export type TokenSource = { readonly registry: string } | PasswordSource;

/** What the settings file says of one registry (`registries.<host>` in marketplace.yaml). */
export interface RegistryOptions {
  readonly host: string;
  readonly login?: { readonly username: string; readonly password: PasswordSource };
  /** As whom ECR is logged in to, when not as whom the target is. */
  readonly profile?: string;
  readonly role?: string;
  readonly region?: string;
  /** A PEM file, relative to `folder`. */
  readonly ca?: string;
  readonly plainHttp?: boolean;
  readonly mirror?: string;
  /** The folder of an OCI image layout that is read instead; relative to `folder`. */
  readonly layout?: string;
}
