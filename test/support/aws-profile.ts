import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * An AWS profile `seller` below a home folder, whose SSO login has ended (AWS SDKs and Tools Reference Guide, "IAM Identity Center
 * authentication"), and what makes it good again: keys, because there is no SSO service to ask.
 */
export async function endedProfile(home: string) {
  const config = path.join(home, '.aws', 'config');
  await mkdir(path.dirname(config), { recursive: true });
  await writeFile(
    config,
    [
      '[profile seller]',
      'sso_start_url = https://example.awsapps.example/start',
      'sso_region = eu-central-1',
      'sso_account_id = 111122223333',
      'sso_role_name = Seller',
      '',
    ].join('\n'),
  );
  return {
    logIn: () => writeFile(config, '[profile seller]\naws_access_key_id = AKIAFRESH\naws_secret_access_key = fresh\n'),
  };
}

/** What STS answers when it is asked who somebody is (AWS STS API Reference, GetCallerIdentity). */
export const callerIdentity = [
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>',
  '<Arn>arn:aws:iam::111122223333:user/seller</Arn><UserId>AIDA</UserId><Account>111122223333</Account>',
  '</GetCallerIdentityResult></GetCallerIdentityResponse>',
].join('');
