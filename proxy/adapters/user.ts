import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type FileUser, hashPassword, parseUsers } from '../auth/users.ts';
import { partsOf } from '../expression/expression.ts';
import { writePrivateFile } from './private-file.ts';
import { readPassword } from './read-password.ts';

const USAGE = `npm run user -- add NAME --indices 'flights*,logs-*'   adds a user, or gives one a new password and indices
npm run user -- remove NAME
npm run user -- list
A pattern covers names that begin with a dot only when it begins with one: '*,.kibana*'.
The file is that of the setting USERS_FILE, or --file PATH. A proxy reads it when it starts; a new password then signs its user out.`;

/** Something to tell in one line. */
class Complaint extends Error {}

/** `npm run user`: keeps the users of `AUTH=local`. */
async function main(args: string[]): Promise<string> {
  const options = { indices: { type: 'string' }, file: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  const [command, name] = positionals;
  const file = values.file ?? process.env.USERS_FILE;
  if (command === undefined) return USAGE;
  if (!file) throw new Complaint('Which file? Set USERS_FILE, or give --file PATH.');
  const users = await readUsers(file);
  const index = users.findIndex((user) => user.name === name);
  switch (command) {
    case 'list':
      return users.map((user) => `${user.name}\t${user.indices.join(', ')}`).join('\n') || 'There are no users.';
    case 'remove':
      if (index < 0) throw new Complaint(`There is no user “${name}”.`);
      writeUsers(file, users.toSpliced(index, 1));
      return `${name} was removed. Sessions end when the proxies start anew.`;
    case 'add': {
      if (!name) throw new Complaint('Give the user’s name: npm run user -- add NAME --indices …');
      const indices = patternsOf(values.indices);
      const user = { name, hash: await hashPassword(await readPassword(process.stdin, process.stderr)), indices };
      writeUsers(file, index < 0 ? [...users, user] : users.with(index, user));
      return `${name} may read ${indices.join(', ')}.`;
    }
    default:
      throw new Complaint(USAGE);
  }
}

/** Commas part patterns; each must be one that OpenSearch could take. */
function patternsOf(text: string | undefined): string[] {
  if (!text) throw new Complaint('Which indices? Give --indices with patterns, parted by commas.');
  const parts = partsOf(text);
  if (parts.some((part) => part.excluded || part.dateMath)) {
    throw new Complaint('Patterns take neither exclusions nor date math: name what may be read.');
  }
  return parts.map((part) => part.text);
}

async function readUsers(file: string): Promise<FileUser[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{"users":[]}';
    throw error;
  });
  return parseUsers(text);
}

function writeUsers(file: string, users: readonly FileUser[]): void {
  writePrivateFile(file, `${JSON.stringify({ users }, undefined, 2)}\n`);
}

try {
  process.stdout.write(`${await main(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
