/** Where in the console we are. Kept in the hash, so that a deep link needs nothing from the server. */
export type Route =
  | { page: 'channels' }
  | { page: 'new-channel' }
  | { page: 'room'; channel: string }
  | { page: 'setup'; channel: string }
  | { page: 'products' }
  | { page: 'new-product' }
  | { page: 'product'; sku: string }
  | { page: 'import' }
  | { page: 'shows' };

export function parseRoute(hash: string): Route {
  const [section, ...rest] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode);
  const [first, second] = rest;
  switch (section) {
    case 'channels':
      if (first === undefined || first === '') return { page: 'channels' };
      if (first === '+') return { page: 'new-channel' };
      return second === 'setup' ? { page: 'setup', channel: first } : { page: 'room', channel: first };
    case 'products':
      if (first === undefined || first === '') return { page: 'products' };
      if (first === '+') return { page: 'new-product' };
      return { page: 'product', sku: first };
    case 'import':
      return { page: 'import' };
    case 'shows':
      return { page: 'shows' };
    default:
      return { page: 'channels' };
  }
}

export function href(route: Route): string {
  switch (route.page) {
    case 'channels':
      return '#/channels';
    case 'new-channel':
      return '#/channels/+';
    case 'room':
      return `#/channels/${encodeURIComponent(route.channel)}`;
    case 'setup':
      return `#/channels/${encodeURIComponent(route.channel)}/setup`;
    case 'products':
      return '#/products';
    case 'new-product':
      return '#/products/+';
    case 'product':
      return `#/products/${encodeURIComponent(route.sku)}`;
    case 'import':
      return '#/import';
    case 'shows':
      return '#/shows';
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
