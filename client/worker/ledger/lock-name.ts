/** The Web Lock that says who runs an export. It goes with its owner, however that ends. */
export function lockName(exportId: string): string {
  return `sluice-export-${exportId}`;
}
