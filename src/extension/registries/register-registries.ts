import * as vscode from 'vscode';
import { DoctorDocument } from '../documents/doctor-document.ts';
import { commands } from '../ids.ts';
import { registerAction } from '../register-action.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';

/** Logins to registries, and the check-up that says which are missing. */
export function registerRegistries(services: Services): vscode.Disposable {
  const doctor = new DoctorDocument(services);
  return vscode.Disposable.from(
    registerAction(services, commands.signInToRegistry, ({ signInToRegistry }) => signInToRegistry(services)),
    registerAction(services, commands.signOutOfRegistry, ({ signOutOfRegistry }) => signOutOfRegistry(services)),
    registerCommand(services, commands.doctor, () => doctor.open()),
  );
}
