import type { AudioInput, VideoInput } from '../api/types.ts';

/** `2.0 Mbit/s` from one million on, else `128 kbit/s`. */
export function formatBitrate(bitsPerSecond: number, locale: string): string {
  const mega = bitsPerSecond >= 1_000_000;
  const digits = mega ? 1 : 0;
  const value = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${value.format(bitsPerSecond / (mega ? 1_000_000 : 1_000))} ${mega ? 'Mbit/s' : 'kbit/s'}`;
}

export function formatDecimal(value: number, digits: number, locale: string): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, options).format(value);
}

export function formatResolution(video: VideoInput): string | null {
  return video.width === null || video.height === null ? null : `${video.width}×${video.height}`;
}

export function formatSampling(audio: AudioInput, locale: string): string | null {
  if (audio.sampleRate === null) return null;
  const kilohertz = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(audio.sampleRate / 1000);
  return `${kilohertz} kHz`;
}
