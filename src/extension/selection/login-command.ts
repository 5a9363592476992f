/** What a terminal is opened with: the text that stands in it, and its environment. */
export interface LoginCommand {
  readonly text: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Names that no shell reads anything into. */
const harmless = /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/;

/**
 * How a person signs in to AWS.
 * @param profile comes from files of the workspace: whatever a shell might take for more than a name is not written into its line
 */
export function loginCommand(profile: string | undefined): LoginCommand {
  if (profile === undefined) return { text: 'aws sso login', environment: {} };
  if (harmless.test(profile)) return { text: `aws sso login --profile ${profile}`, environment: {} };
  return { text: 'aws sso login', environment: { AWS_PROFILE: profile } };
}
