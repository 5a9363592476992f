import * as vscode from 'vscode';
import type { NetworkSettings } from '#worker';

/** VS Code's own settings that a worker goes by: it is a process of its own, which VS Code's patches of Node's modules do not reach. */
export const networkSection = 'http';

/** What VS Code is told of proxies and certificates ("Network Connections in Visual Studio Code"). What is not set is left out. */
export function networkSettings(): NetworkSettings {
  const settings = vscode.workspace.getConfiguration(networkSection);
  const text = (name: string) => {
    const value = settings.get<unknown>(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const proxy = text('proxy');
  const proxyAuthorization = text('proxyAuthorization');
  const noProxy = settings.get<unknown>('noProxy');
  return {
    ...(proxy === undefined ? {} : { proxy }),
    ...(proxyAuthorization === undefined ? {} : { proxyAuthorization }),
    ...(Array.isArray(noProxy) ? { noProxy: noProxy.filter((entry) => typeof entry === 'string') } : {}),
    useProxy: text('proxySupport') !== 'off',
    proxyStrictSsl: settings.get<unknown>('proxyStrictSSL') !== false,
    systemCertificates: settings.get<unknown>('systemCertificates') !== false,
  };
}
