// Links in a terminal are written by whatever runs in the lab. Only the web is opened, in a page that cannot reach back.

/** The address to open, or null when it is not http or https. */
export function webAddress(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  // A user part makes "https://kubernetes.io@evil.example" look like somewhere else.
  url.username = '';
  url.password = '';
  return url.href;
}

export function openWebAddress(text: string): void {
  const address = webAddress(text);
  if (address !== null) window.open(address, '_blank', 'noopener,noreferrer');
}
