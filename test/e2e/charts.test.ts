import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Editor } from './support/editor.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder, sampleWorkspace } from './support/workspaces.ts';

let workbench: Workbench;
let editor: Editor;
const workspace = sampleWorkspace();
const archive = path.join(workspace, 'operate-9.1.0.tgz');

const release = () => editor.tree('Release');
const licenses = () => editor.tree('Licenses');
const describedAs = async (view: 'Release' | 'Licenses', label: string) =>
  (await editor.tree(view).rows()).find((row) => row.label === label)?.description ?? 'no such row';

const settings = `version: 1
target:
  registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com
  prefix: camunda/camunda8
  account: "111122223333"
names:
  - { from: docker.io/camunda/connectors-bundle, to: connectors }
  - { from: "docker.io/camunda/*", to: "*" }
charts:
  operate:
    source: { path: charts/operate }
    inject:
      - first-user-password: { secret: first-user, key: password }
`;
const values = `# What a cluster is made of.
image:
  registry: docker.io
  repository: camunda/tasklist   # moved by the release
  tag: 8.3.4
`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  selector:
    matchLabels: { app: operate }
  template:
    metadata:
      labels: { app: operate }
    spec:
      containers:
        - name: operate
          image: "{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          resources:
            limits: { memory: 1Gi, cpu: 500m }
            requests: { memory: 1Gi, cpu: 500m }
          securityContext:
            runAsNonRoot: true
            readOnlyRootFilesystem: true
            allowPrivilegeEscalation: false
`;

beforeAll(async () => {
  writeFileSync(path.join(workspace, 'marketplace.yaml'), settings);
  const chart = path.join(workspace, 'charts', 'operate');
  mkdirSync(path.join(chart, 'templates'), { recursive: true });
  writeFileSync(path.join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: operate\nversion: 9.1.0\nappVersion: 8.3.4\n');
  writeFileSync(path.join(chart, 'values.yaml'), values);
  writeFileSync(path.join(chart, 'templates', 'deployment.yaml'), deployment);
  workbench = await openWorkbench({
    workspace,
    settings: { 'marketplaceRelease.sandbox.folder': newFolder('sandbox') },
  });
  editor = await workbench.openWindow();
  await editor.openView('AWS Marketplace');
  await editor.runCommand('Marketplace: Start the Sandbox');
  await editor.tree('Repositories').expand('zeebe');
});
afterAll(() => workbench.close());

/** One story, told in order: each part begins where the one before ended. */
describe('somebody who looks at licences', () => {
  it('sees the received ones, with what is left and what is in use', async () => {
    await editor.runCommand('Marketplace: Refresh the Licenses');
    await editor.runCommand('AWS Marketplace: Focus on Licenses View');
    await expect.poll(() => describedAs('Licenses', 'Camunda 8')).toMatch(/^valid, \d+ days left · prod-/);
    expect(await describedAs('Licenses', 'Ending soon')).toMatch(/^valid, 1[12] days left · expires soon/);
    expect(await describedAs('Licenses', 'Expired')).toMatch(/^expired 20/);
    expect(await describedAs('Licenses', 'Suspended')).toMatch(/^suspended/);
    await licenses().expand('Camunda 8');
    await expect.poll(() => describedAs('Licenses', 'clusters')).toBe('37 of 100');
    await editor.screenshot('licenses');
  });

  it('checks one as an installation would, after a question', async () => {
    await editor.runCommand('Marketplace: Check License…');
    await editor.quickInput.choose('Almost used up');
    expect(await editor.dialog.message()).toMatch(/^Check the licence for prod-/);
    expect(await editor.dialog.detail()).toMatch(/counts as use until it is given back/);
    await editor.dialog.press('Check License');
    await editor.notifications.told(/The licen[cs]e for prod-\S+ is valid: seats: 1/);
  });

  it('reads all that AWS says of one', async () => {
    await editor.runCommand('Marketplace: Open License');
    await editor.quickInput.choose('Camunda 8');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Camunda 8 l-.*\.json$/);
    expect(await editor.textEditor.text()).toMatch(/"product": "prod-.*"consumed": "37"/s);
  });
});

describe('somebody who makes a Marketplace chart of a chart', () => {
  it('sees the chart, and its plan as differences of files', async () => {
    await expect.poll(() => describedAs('Release', 'operate')).toBe('chart · not planned');
    await release().chooseFromMenu('operate', 'Inject Chart…');
    await editor.notifications.told(/operate 9\.1\.0: \d+ files to change, 1 image/);
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Changes of operate 9\.1\.0/);
    await expect.poll(() => describedAs('Release', 'operate')).toMatch(/^chart · planned · 9\.1\.0/);
    await release().expand('operate');
    // Of the list there is a row of the same name.
    const images = async () => (await release().rows()).filter(({ label }) => label === 'tasklist:8.3.4');
    await expect
      .poll(async () => (await images()).map(({ description }) => description).join('\n'))
      .toMatch(/^present · sha256:\S+$/m);
    await editor.screenshot('chart-changes');
  });

  it('writes it to a file of its own', async () => {
    await editor.notifications.press(/operate 9\.1\.0: \d+ files to change/, 'Save Chart…');
    await editor.quickInput.accept();
    await editor.notifications.told(/operate 9\.1\.0: written to /);
    await until('The archive', async () => (existsSync(archive) ? true : undefined));
    const packed = gunzipSync(readFileSync(archive)).toString('utf8');
    expect(packed).toContain('repository: camunda/camunda8/tasklist   # moved by the release');
  });

  it('pushes it under a final tag after a question, and sees it there', async () => {
    await editor.notifications.press(/operate 9\.1\.0: written to /, 'Push Chart…');
    expect(await editor.dialog.message()).toBe('Push the chart operate 9.1.0 under a final tag?');
    await editor.dialog.press('Push Chart');
    await editor.notifications.told(/operate 9\.1\.0: pushed to /);
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Chart report operate 9\.1\.0/);
    await expect.poll(() => describedAs('Release', 'operate')).toMatch(/^chart · pushed · 9\.1\.0/);
    const repositories = editor.tree('Repositories');
    await repositories.expand('operate');
    await expect.poll(async () => (await repositories.rows()).map(({ label }) => label)).toContain('9.1.0');
    await editor.screenshot('chart-pushed');
  });

  it('compares the images of the chart with the target', async () => {
    await release().chooseFromMenu('operate', 'Compare Chart Images with the Target');
    await expect.poll(() => editor.textEditor.title()).toBe('Images of operate');
    await expect.poll(() => editor.textEditor.text()).toMatch(/present +tasklist:8\.3\.4/);
  });

  it('finds nothing to do a second time', async () => {
    await release().chooseFromMenu('operate', 'Inject Chart…');
    await editor.notifications.told(/this very chart is at the target already/);
    await expect.poll(() => describedAs('Release', 'operate')).toMatch(/^chart · present · 9\.1\.0/);
  });
});
