/** Somebody who may call AWS here: an IAM user with one access key. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The seller: owns the private registry and may push to the Marketplace's repositories. Its credentials stand in the hosts map. */
export const sellerAccount: Identity = {
  account: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/sandbox-seller',
  userId: 'AIDASANDBOXSELLER000',
  accessKeyId: 'AKIASANDBOXSELLER000',
  secretAccessKey: 'sandbox-seller-secret-not-a-real-key-000',
};

/** A second account with valid credentials and no rights to anything of the seller's: for tests of the wrong profile. */
export const otherAccount: Identity = {
  account: '444455556666',
  arn: 'arn:aws:iam::444455556666:user/sandbox-other',
  userId: 'AIDASANDBOXOTHER0000',
  accessKeyId: 'AKIASANDBOXOTHER0000',
  secretAccessKey: 'sandbox-other-secret-not-a-real-key-0000',
};

/** Everybody who may sign. */
export const identities: readonly Identity[] = [sellerAccount, otherAccount];

/** The account of the registry that AWS Marketplace keeps sellers' images in. */
export const marketplaceAccount = '709825985650';

/** The only region the Marketplace's registry and Catalog exist in; the sandbox has no other. */
export const sandboxRegion = 'us-east-1';

/** The registry host of an account, as ECR names it. */
export function ecrHost(account: string, region: string = sandboxRegion): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}
