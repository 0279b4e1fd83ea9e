import { run } from './command.ts';
import { SetupError } from './setup-error.ts';

/** Whom OpenSearch runs as. */
export type RunAs = { name: string; uid: number; gid: number };

const NAME = 'sluice';

/**
 * OpenSearch refuses to run as root, so root lends it a user without rights, made at the first start. Undefined: we
 * are not root, and OpenSearch runs as we do.
 */
export async function unprivilegedUser(): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = (await lookUp(NAME)) ?? (await makeUser());
  if (found !== undefined) return found;
  throw new SetupError(`OpenSearch does not run as root: make a user for it with "useradd --system ${NAME}".`);
}

async function makeUser(): Promise<RunAs | undefined> {
  const made = await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME]);
  if (!made.ok) await run('adduser', ['-S', '-D', '-H', NAME]);
  // Looked up either way: another start may have made the user at the same time.
  return lookUp(NAME);
}

async function lookUp(name: string): Promise<RunAs | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return uid.ok && gid.ok ? { name, uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}
