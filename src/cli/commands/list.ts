import { composeGateways } from '#composition';
import { gather, gatherTarget, listRepositories, listTags, versioned } from '#jobs';
import { ReleaseError } from '#problem';
import { repositoriesText, tagsText } from '#text';
import type { Command } from '../command.ts';
import { withHosts } from '../hosts.ts';
import { awsOptions, commonOptions } from '../options.ts';
import { prepare } from '../prepare.ts';
import { printLicenses } from '../print-licenses.ts';

/** What the target holds, and what the account has licences for. */
export const list: Command = {
  name: 'list',
  summary: 'list repositories of the target, tags of one, licences or grants',
  usage: ['list repositories', 'list tags REPOSITORY', 'list licenses', 'list grants'],
  about: [
    'Lists the repositories under the prefix of the target, or the tags of one of them: the newest push first where the registry tells, else the highest version first.',
    'The repositories of an AWS Marketplace target are those of your products in its Catalog. Where AWS lets this account read neither the Catalog nor ECR, those are shown that the release files name.',
    'Licences and grants are those of AWS License Manager: what this account has received, with what is in use, and what it has given to others. Those of AWS Marketplace are kept in us-east-1, whatever the region of the target; no settings are needed.',
  ],
  options: [commonOptions.config, commonOptions.target, ...awsOptions, commonOptions.json],
  examples: [
    { does: 'what there is', line: 'list repositories' },
    { does: 'the tags of a repository, with or without the prefix', line: 'list tags zeebe' },
    { does: 'the newest tag, for a script', line: "list tags zeebe --json | jq -r '.tags[0].tag'" },
  ],
  async run(invocation, console, world) {
    const { names, options } = invocation;
    const [what] = names;
    if ((what === 'licenses' || what === 'grants') && names.length === 1) {
      return withHosts(options, console, world, (hosts) => printLicenses(what, options, hosts, console, world));
    }
    const repository = asked(names);
    return withHosts(options, console, world, async (hosts) => {
      const { signal } = world;
      const { choice, files, aws, pause } = prepare({ names: [], options }, hosts, world, console);
      const gathered = await gatherTarget(choice, { files, aws }, signal);
      const { gateways, close } = composeGateways(aws, hosts, gathered, world, pause);
      const job = { emit: versioned(console.emit), signal };
      try {
        if (repository === undefined) {
          const named = async () => {
            const { images } = await gather(choice, { files, aws }, signal);
            return images.map(({ target }) => target.repository);
          };
          const found = await listRepositories(gathered.target, named, gateways, job);
          console.result(found, (width) => repositoriesText(found, width));
        } else {
          const found = await listTags(gathered.target, repository, gateways, job);
          console.result(found, (width) => tagsText(found, width));
        }
        return 0;
      } finally {
        close();
      }
    });
  },
};

/** The repository whose tags are wanted; undefined when it is the repositories. */
function asked([what, repository, ...more]: readonly string[]): string | undefined {
  if (what === 'repositories' && repository === undefined) return undefined;
  if (what === 'tags' && repository !== undefined && more.length === 0) return repository;
  const message =
    what === 'tags'
      ? 'list tags wants one repository'
      : 'list takes repositories, licenses, grants, or tags and a repository';
  throw new ReleaseError('usage', message, { hint: 'For example: marketplace-release list tags zeebe' });
}
