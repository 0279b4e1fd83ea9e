/** Of this release: that of package.json (a test compares them), told by the page, the proxy and the files beside an export. */
export const VERSION = '0.1.0';
