import { basename, join } from 'node:path';
import { run } from '../../dev/system/command.ts';

/** The command of a LibreOffice that runs without a screen; undefined where there is none. */
export async function libreOffice(): Promise<string | undefined> {
  for (const name of ['soffice', 'libreoffice']) if ((await run(name, ['--version'])).ok) return name;
  return undefined;
}

/** A workbook as LibreOffice reads it and writes it. @returns the new file's path @throws what LibreOffice says */
export async function savedAnew(office: string, path: string, folder: string): Promise<string> {
  const [out, profile] = [join(folder, 'saved-anew'), `-env:UserInstallation=file://${join(folder, 'office')}`];
  const done = await run(office, [profile, '--headless', '--convert-to', 'xlsx', '--outdir', out, path]);
  if (!done.ok) throw new Error(`LibreOffice could not convert it: ${done.stderr}`);
  return join(out, basename(path));
}
