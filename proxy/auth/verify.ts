import { Turns } from '../edges/turns.ts';
import type { From } from './accounts.ts';
import { hashPassword, isPassword, type LocalUser, type Scrypt } from './users.ts';

/** Sign-ins that may wait in all, and from one place; one more is told to come again. */
const WAITING = { waiting: 32, waitingEach: 8 };

/**
 * Finds the user whose password this is. Takes as long for a name that there is not.
 * @throws busy when too many wait, and the signal's reason
 */
export type VerifyUser = (name: string, password: string, from: From) => Promise<LocalUser | undefined>;

/**
 * One check at a time, as each takes tens of megabytes, and each place in turn: whoever tries many passwords waits for
 * the answers by themselves. One more at a time for people at a browser that they have signed in with before.
 */
export function makeVerifyUser(users: readonly LocalUser[], scrypt?: Scrypt): VerifyUser {
  const [strangers, known] = [new Turns({ atOnce: 1, ...WAITING }), new Turns({ atOnce: 1, ...WAITING })];
  // Made by the first sign-in: an instance that comes and goes, as on the edge, may live for a few pages only.
  let nobody: string | undefined;
  const hashOf = async (user: LocalUser | undefined): Promise<string> => {
    nobody ??= await hashPassword(crypto.randomUUID(), scrypt);
    return typeof user?.hash === 'function' ? user.hash() : (user?.hash ?? nobody);
  };
  return async (name, password, { place, isKnown, signal }) => {
    const user = users.find((candidate) => candidate.name === name);
    const turns = isKnown ? known : strangers;
    const check = async () => isPassword(password, await hashOf(user), scrypt);
    const isRight = await turns.run(isKnown ? name : place, signal, check);
    return isRight ? user : undefined;
  };
}
