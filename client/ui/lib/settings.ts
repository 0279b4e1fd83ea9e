/** What this browser remembers of a person's choices. Without storage (private windows) nothing is remembered. */
const PREFIX = 'sluice.';

export function readSetting(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Storage is full or forbidden: the choice holds for this page only.
  }
}
