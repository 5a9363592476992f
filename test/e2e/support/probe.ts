import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { until } from './until.ts';
import { newFolder } from './workspaces.ts';

/** What the extension host says of itself over a stretch of time. Delays in ms. */
export interface Readings {
  /** How late the event loop was, beside what the timer's resolution makes. */
  readonly delay: { readonly mean: number; readonly p50: number; readonly p99: number; readonly max: number };
  /** Bytes that are alive after a collection. */
  readonly heap: number;
}

const manifest = {
  name: 'probe',
  publisher: 'marketplace-release-test',
  version: '1.0.0',
  engines: { vscode: '^1.101.0' },
  main: './probe.js',
  activationEvents: ['*'],
};

/**
 * An extension beside ours, in the same host: it measures that host. It takes orders from files, so that measuring needs no command of the
 * editor, and answers in files.
 */
export class Probe {
  readonly #folder = newFolder('probe');

  /** Packs the extension. */
  vsix(): string {
    const file = path.join(this.#folder, 'probe.vsix');
    const identity = `<Identity Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"/>`;
    const parts = {
      'extension.vsixmanifest': `<?xml version="1.0"?><PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011"><Metadata>${identity}<DisplayName>Probe</DisplayName></Metadata><Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation><Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json"/></Assets></PackageManifest>`,
      '[Content_Types].xml':
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".js" ContentType="application/javascript"/></Types>',
      'extension/package.json': JSON.stringify(manifest),
      'extension/probe.js': program(this.#folder),
    };
    writeFileSync(
      file,
      zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))),
    );
    return file;
  }

  /** Begins a stretch. */
  begin(): void {
    writeFileSync(path.join(this.#folder, 'begin'), '');
  }

  /** Ends it, and says what was measured. */
  async end(): Promise<Readings> {
    writeFileSync(path.join(this.#folder, 'end'), '');
    const answer = path.join(this.#folder, 'readings.json');
    return until('the readings of the probe', async () => {
      try {
        const readings: Readings = JSON.parse(readFileSync(answer, 'utf8'));
        writeFileSync(answer, '');
        return readings;
      } catch {
        return undefined;
      }
    });
  }
}

function program(folder: string): string {
  return `
const { existsSync, rmSync, writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const v8 = require('node:v8');
const vm = require('node:vm');
const folder = ${JSON.stringify(folder)};
const resolution = 10;
let delay;
function take(name) {
  const file = folder + '/' + name;
  if (!existsSync(file)) return false;
  rmSync(file);
  return true;
}
exports.activate = () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  setInterval(() => {
    if (take('begin')) { delay = monitorEventLoopDelay({ resolution }); delay.enable(); }
    if (take('end') && delay) {
      delay.disable();
      const ms = (ns) => Math.max(ns / 1e6 - resolution, 0);
      const readings = { mean: ms(delay.mean), p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
      collect();
      writeFileSync(folder + '/readings.json', JSON.stringify({ delay: readings, heap: process.memoryUsage().heapUsed }));
    }
  }, 100);
};
`;
}
