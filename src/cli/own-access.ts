import { homedir } from 'node:os';
import type { AccessRules } from '../execute/index.ts';

/** What a person may reach from the command line of a machine of theirs: everything. */
export function ownAccess(environment: AccessRules['environment']): AccessRules {
  return { allowLocalPaths: true, allowPrivate: true, environment, home: homedir() };
}
