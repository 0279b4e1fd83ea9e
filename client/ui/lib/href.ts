/**
 * The address of what is at `path` of Sluice, which begins with a slash, wherever Sluice is: its pages (the search, `/monitor`) are all in one
 * folder, `/` or what BASE_PATH says, and one build serves any.
 */
export function hrefOf(path: string): string {
  return new URL('.', location.href).pathname + path.slice(1);
}
