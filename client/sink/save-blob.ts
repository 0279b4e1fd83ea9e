/** Time for the browser to take the file up, ms. */
const TAKEN_MS = 60_000;

/** Gives the browser a file that is whole, to be saved under that name as a download. */
export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), TAKEN_MS);
}
