const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;
const PREFIX = /^\d{1,3}$/;

/** Most networks a channel takes. */
export const MOST_NETWORKS = 64;

export interface TypedNetworks {
  networks: string[];
  /** What is neither an address nor a network, as it was typed. */
  wrong: string[];
}

/** Addresses and networks (10.0.0.0/8) as people type them: one a line, or with commas or spaces between. */
export function readNetworks(text: string): TypedNetworks {
  const networks = text.split(/[\s,;]+/).filter((piece) => piece !== '');
  return { networks, wrong: networks.filter((piece) => !isNetwork(piece)) };
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  if (rest.length > 0 || !ADDRESS.test(address)) return false;
  const longest = address.includes(':') ? 128 : 32;
  if (longest === 32 && address.split('.').some((byte) => Number(byte) > 255)) return false;
  return prefix === undefined || (PREFIX.test(prefix) && Number(prefix) <= longest);
}
