import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { lastLine, run } from '../system/command.ts';
import { SetupError } from '../system/setup-error.ts';
import type { NodeOptions } from './node.ts';

/** Lines of jvm.options that write into the distribution's folder, which nodes share, and those that are ours to set. */
const DROPPED = /HeapDump|ErrorFile|Xlog|java\.io\.tmpdir|^#|^-Xm[sx]|^$/;

type Command = { program: string; args: string[]; env?: Record<string, string> };

/** The script of a distribution, of whatever version: each finds its folders and its Java by variables of its own name. */
export function scriptCommand(options: NodeOptions, script: 'opensearch' | 'elasticsearch'): Command {
  const { folder, distribution, java, heapMb } = options;
  const names = script === 'opensearch' ? 'OPENSEARCH' : 'ES';
  const temporary = join(folder, 'tmp');
  const env = {
    ...{ JAVA_HOME: java.home, [`${names}_JAVA_HOME`]: java.home, HOME: temporary },
    [`${names}_PATH_CONF`]: join(folder, 'config'),
    [`${names}_TMPDIR`]: temporary,
    [`${names}_JAVA_OPTS`]: `-Xms${heapMb}m -Xmx${heapMb}m`,
  };
  return { program: 'bash', args: [join(distribution, 'bin', script)], env };
}

/**
 * The program and arguments that `bin/opensearch` ends in. That script first runs Java three times, some seconds; what
 * it finds out stays the same as long as its jvm.options do, and is kept beside them.
 *
 * @throws SetupError when the distribution cannot work out its options
 */
export async function javaCommand(options: NodeOptions): Promise<Command> {
  const { folder, distribution, java, heapMb, locales } = options;
  const args = [
    ...(await ownOptions(options)),
    `-Djava.io.tmpdir=${join(folder, 'tmp')}`,
    `-Xms${heapMb}m`,
    `-Xmx${heapMb}m`,
    // Heap that is not used yet need not be there yet: a quicker start, and more nodes on a small machine.
    '-XX:-AlwaysPreTouch',
    `-Dopensearch.path.home=${distribution}`,
    `-Dopensearch.path.conf=${join(folder, 'config')}`,
    '-Dopensearch.distribution.type=zip',
    '-Dopensearch.bundled_jdk=false',
    // What Java itself knows of a language comes first.
    ...(locales === undefined ? [] : ['-Djava.locale.providers=CLDR,SPI']),
    '-cp',
    [join(distribution, 'lib', '*'), ...(locales === undefined ? [] : [join(locales, '*')])].join(delimiter),
    'org.opensearch.bootstrap.OpenSearch',
  ];
  return { program: join(java.home, 'bin', 'java'), args };
}

/** Asks OpenSearch's own parser, unless it was asked the same before. */
async function ownOptions(options: NodeOptions): Promise<string[]> {
  const { folder, distribution, java } = options;
  const config = join(folder, 'config');
  const wanted = await jvmOptions(options);
  const asked = `${java.home}\n${wanted}`;
  const kept = join(folder, 'java-options.json');
  const known = await readFile(kept, 'utf8').then(JSON.parse, () => undefined);
  if (known?.asked === asked) return known.options;
  await writeFile(join(config, 'jvm.options'), wanted);
  const classPath = join(distribution, 'lib', '*');
  const parser = ['-cp', classPath, 'org.opensearch.tools.launchers.JvmOptionsParser', config];
  const env = { ...process.env, OPENSEARCH_TMPDIR: join(folder, 'tmp') };
  const done = await run(join(java.home, 'bin', 'java'), parser, { cwd: distribution, env });
  if (!done.ok) throw new SetupError(`OpenSearch does not run on the Java in ${java.home}: ${lastLine(done.stderr)}`);
  const found = done.stdout.trim().split(/\s+/);
  await writeFile(kept, JSON.stringify({ asked, options: found }));
  return found;
}

/** The distribution's own, fitted to this Java. */
async function jvmOptions({ distribution, java, heapMb }: NodeOptions): Promise<string> {
  const lines = (await readFile(join(distribution, 'config', 'jvm.options'), 'utf8')).split('\n');
  const kept = lines.filter((line) => !DROPPED.test(line));
  const fitting = kept.filter((line) => java.hasVectorModule || !line.includes('jdk.incubator.vector'));
  // The parser sizes direct memory by the heap.
  return [`-Xms${heapMb}m`, `-Xmx${heapMb}m`, ...fitting].join('\n');
}
