import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The binary under test; `cargo xtask test e2e` builds it and says where it is. */
export function tandem(): string {
  return process.env['TANDEM_BINARY'] ?? path.resolve(import.meta.dirname, '../../target/debug/tandem');
}

/** The system's Chromium. Playwright's own is never downloaded. */
export function chromium(): string {
  const chosen = process.env['TANDEM_CHROMIUM'];
  if (chosen) return chosen;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    for (const folder of folders) {
      const program = path.join(folder, name);
      if (isExecutable(program)) return program;
    }
  }
  throw new Error('the browser tests need Chromium: install it, or name it in TANDEM_CHROMIUM');
}

/** Chromium's sandbox refuses to start as root. */
export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

function isExecutable(program: string): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
