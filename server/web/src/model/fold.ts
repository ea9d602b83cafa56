/** Text without case and marks, for search: `Áo dài lụa` and `ao dai lua` meet. NFD alone would leave đ standing. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
}

/** A channel id a person could have chosen for this title: `[a-z0-9][a-z0-9-]{0,62}`, or empty if nothing is left. */
export function suggestId(title: string): string {
  return fold(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}

export const CHANNEL_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
