import * as vscode from 'vscode';
import { DoctorDocument } from '../documents/doctor-document.ts';
import { commands } from '../ids.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { signInToRegistry } from './sign-in-to-registry.ts';
import { signOutOfRegistry } from './sign-out-of-registry.ts';

/** Logins to registries, and the check-up that says which are missing. */
export function registerRegistries(services: Services): vscode.Disposable {
  const doctor = new DoctorDocument(services);
  return vscode.Disposable.from(
    registerCommand(services, commands.signInToRegistry, () => signInToRegistry(services)),
    registerCommand(services, commands.signOutOfRegistry, () => signOutOfRegistry(services)),
    registerCommand(services, commands.doctor, () => doctor.open()),
  );
}
