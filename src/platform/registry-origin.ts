import { defaultRegistry } from '#reference';
import { isLoopbackHost } from '#registry';

/** Where Docker Hub's registry API really is. */
const dockerHubOrigin = 'https://registry-1.docker.io';

/** Scheme and host of a registry by its canonical name. Plain HTTP only by word, or on this machine. */
export function registryOrigin(registry: string, plainHttp: boolean | undefined): string {
  if (registry === defaultRegistry) return dockerHubOrigin;
  const isPlain = plainHttp ?? isLoopbackHost(new URL(`http://${registry}`).hostname);
  return `${isPlain ? 'http' : 'https'}://${registry}`;
}
