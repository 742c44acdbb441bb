import type { ErrorData } from '../../engine/index.ts';
import { formatBytes } from './numbers.ts';

/** What an error's data has under a key; `otherwise` where it has nothing. */
export const shown = (data: ErrorData, key: string, otherwise: string): string => {
  const value = data[key];
  return value === undefined || value === null || value === '' ? otherwise : String(value);
};

/** The same of a reason code, as words. */
export const words = (data: ErrorData, key: string, otherwise: string): string =>
  shown(data, key, otherwise).replaceAll('_', ' ');

/** The same of a number of bytes. */
export const bytes = (data: ErrorData, key: string, otherwise: string): string =>
  typeof data[key] === 'number' ? formatBytes(data[key]) : otherwise;
