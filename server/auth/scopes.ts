/** What is asked of Google: reading alone, unless something is to be written. */
export const SCOPES = {
  read: 'https://www.googleapis.com/auth/drive.readonly',
  write: 'https://www.googleapis.com/auth/drive'
} as const;

export type Scope = keyof typeof SCOPES;
