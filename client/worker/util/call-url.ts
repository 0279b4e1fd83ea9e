/** The address of one of the proxy's calls, which stand beside its socket: a worker's own folder is another one. */
export function callUrl(socketUrl: string, call: string): URL {
  const url = new URL(call, socketUrl);
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:';
  return url;
}
