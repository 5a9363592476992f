import { awsProfiles } from '#platform';
import type { Operate } from '../operation.ts';

/** Names of the AWS profiles of this machine. The sandbox's world knows of none. */
export const profiles: Operate<'profiles'> = async (_input, { world, machine }) =>
  world === 'sandbox' ? [] : awsProfiles(machine.environment, machine.home);
