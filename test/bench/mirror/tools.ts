import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ImageSet } from './image-set.ts';
import type { Command } from './measured-run.ts';

/** What is copied, from where to where: every image of the set to `mirror/<repository>:<tag>`. */
export interface Task {
  readonly set: ImageSet;
  readonly source: string;
  readonly target: string;
  /** Empty, for the program's own files. */
  readonly folder: string;
  /** What the target is called when it is to be taken for Amazon ECR. */
  readonly ecrHost?: string;
}

export interface Tool {
  readonly name: string;
  /** As it is tuned, for the page. */
  readonly means: string;
  readonly version: string;
  command(task: Task): Command;
}

export const prefix = 'mirror';

/** Our command line, as built. @param nodeOptions for a profile, say */
export function ours(program: string, name = 'marketplace-release', nodeOptions: readonly string[] = []): Tool {
  return {
    name,
    means: 'its defaults; plan and run in one',
    version: 'as built',
    command: ({ set, source, target, folder, ecrHost }) => {
      const images = Object.fromEntries(
        set.images.map(({ repository, tag, digest }) => [
          repository,
          { source: `${source}/${repository}:${tag}@${digest}`, dest: `${repository}:${tag}` },
        ]),
      );
      writeFileSync(path.join(folder, '1_release.json'), JSON.stringify({ metadata: { images } }));
      const settings = [
        'version: 1',
        'target:',
        `  registry: ${ecrHost ?? target}`,
        '  kind: oci',
        `  prefix: ${prefix}`,
      ];
      writeFileSync(path.join(folder, 'marketplace.yaml'), `${settings.join('\n')}\n`);
      const hosts = path.join(folder, 'hosts.json');
      if (ecrHost !== undefined) {
        const login = { username: 'AWS', password: 'bench' };
        const map = { schemaVersion: 1, hosts: { [ecrHost]: { origin: `http://${target}`, ...login } } };
        writeFileSync(hosts, JSON.stringify(map));
      }
      const options = ecrHost === undefined ? [] : ['--hosts', hosts];
      return {
        program: process.execPath,
        arguments: [...nodeOptions, program, 'mirror', '--yes', '--json', ...options],
        folder,
        environment: { DOCKER_CONFIG: folder },
      };
    },
  };
}

/** The programs that are there, tuned. */
export function peers(): Tool[] {
  return candidates.flatMap(({ probe, ...tool }) => {
    const { status, stdout } = spawnSync(tool.program, probe, { encoding: 'utf8' });
    return status === 0 ? [{ ...tool, version: versionIn(stdout) }] : [];
  });
}

/** Peers that are not on this machine. */
export function missingPeers(found: readonly Tool[]): string[] {
  const there = new Set(found.map(({ name }) => name.split(' ')[0]));
  return [...new Set(candidates.map(({ program }) => program))].filter((program) => !there.has(program));
}

type Candidate = Omit<Tool, 'version'> & { readonly program: string; readonly probe: readonly string[] };

const candidates: readonly Candidate[] = [
  {
    name: 'skopeo sync',
    means: 'one image after the other: it has no other way',
    program: 'skopeo',
    probe: ['--version'],
    command: ({ set, source, target, folder }) => {
      const images = set.images.map(({ repository, tag }) => `    ${repository}: ["${tag}"]\n`).join('');
      writeFileSync(path.join(folder, 'sync.yaml'), `"${source}":\n  tls-verify: false\n  images:\n${images}`);
      const options = ['--insecure-policy', 'sync', '--all', '--src-tls-verify=false', '--dest-tls-verify=false'];
      const places = ['--src', 'yaml', '--dest', 'docker', 'sync.yaml', `${target}/${prefix}`];
      return { program: 'skopeo', arguments: [...options, ...places], folder, environment: { HOME: folder } };
    },
  },
  each('skopeo', ['--version'], 8, 'skopeo copy', [
    '--insecure-policy',
    'copy',
    '--all',
    '--preserve-digests',
    '--src-tls-verify=false',
    '--dest-tls-verify=false',
  ]),
  each('crane', ['version'], 32, 'crane', ['copy']),
  {
    name: 'regsync',
    means: '`parallel: 64`, `reqConcurrent: 64`',
    program: 'regsync',
    probe: ['version'],
    command: ({ set, source, target, folder }) => {
      const host = (name: string) => ({ registry: name, tls: 'disabled', reqConcurrent: 64 });
      const sync = set.images.map(({ repository, tag }) => ({
        source: `${source}/${repository}:${tag}`,
        target: `${target}/${prefix}/${repository}:${tag}`,
        type: 'image',
      }));
      // JSON is YAML.
      const config = { version: 1, creds: [host(source), host(target)], defaults: { parallel: 64 }, sync };
      writeFileSync(path.join(folder, 'regsync.yml'), JSON.stringify(config));
      return { program: 'regsync', arguments: ['once', '-c', 'regsync.yml'], folder, environment: { HOME: folder } };
    },
  },
  each('oras', ['version'], 32, 'oras', ['cp', '--from-plain-http', '--to-plain-http']),
];

/** A program that copies one image a call, many calls at a time. */
function each(
  program: string,
  probe: readonly string[],
  atOnce: number,
  name: string,
  options: readonly string[],
): Candidate {
  return {
    name,
    means: `\`xargs -P ${atOnce}\``,
    program,
    probe,
    command: ({ set, source, target, folder }) => ({
      program: 'xargs',
      arguments: ['-P', String(atOnce), '-n', '2', program, ...options],
      folder,
      environment: { HOME: folder, DOCKER_CONFIG: folder },
      input: set.images
        .map(({ repository, tag }) => [`${source}/${repository}:${tag}`, `${target}/${prefix}/${repository}:${tag}`])
        .map((names) => `${names.map((one) => (program === 'skopeo' ? `docker://${one}` : one)).join(' ')}\n`)
        .join(''),
    }),
  };
}

/** The program's own number, not that of the Go that built it. */
function versionIn(output: string): string {
  const lines = output.split('\n').filter((text) => !/^go/i.test(text));
  return /\d+\.\d+\.\d+/.exec(lines.join('\n'))?.[0] ?? '(says no version)';
}

/** A folder for a program's run. */
export function newFolder(parent: string, name: string): string {
  const folder = path.join(parent, name.replace(/[^a-z0-9]+/gi, '-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}
