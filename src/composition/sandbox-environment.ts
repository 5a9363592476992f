/** Variables that a process needs to run at all. Nothing else is passed on: real credentials and a sandbox never share a process. */
const passedOn = ['PATH', 'HOME', 'XDG_STATE_HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir'];

/** What is left of an environment for processes of the sandbox's world. An editor's program runs as Node only when told so. */
export function sandboxEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(passedOn.flatMap((name) => entryOf(environment, name))),
    ELECTRON_RUN_AS_NODE: '1',
  };
}

function entryOf(environment: NodeJS.ProcessEnv, name: string): [string, string][] {
  const value = environment[name];
  return value === undefined ? [] : [[name, value]];
}
