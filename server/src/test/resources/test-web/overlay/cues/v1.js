export const cues = 1;
