export const player = 1;
