/** Whether this page may write to the clipboard: only pages over https or from localhost may. */
export function canCopy(): boolean {
  return 'clipboard' in navigator;
}
