/** Where in the workspace's memory a mirror is written down while it runs, as a `RememberedMirror`. */
export const mirrorMemory = 'mirror';
