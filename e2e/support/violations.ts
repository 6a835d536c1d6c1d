// What no page may do in any test: break its own Content-Security-Policy, or throw.
import type { BrowserContext, ConsoleMessage } from '@playwright/test';

declare global {
  interface Window {
    podwireViolation(text: string): void;
  }
}

/** Said by the browser when the network is cut or the server says no: expected wherever a test asks for just that. */
const NETWORK_NOISE = /Failed to load resource|net::ERR_|WebSocket connection to/;

const isPolicy = (text: string): boolean => /Content[- ]Security[- ]Policy|violates the following/i.test(text);

/** Listens from now on to every page of `context`, and adds to `seen`. */
export async function watchViolations(context: BrowserContext, seen: string[]): Promise<void> {
  await context.exposeFunction('podwireViolation', (text: string) => {
    seen.push(`CSP: ${text}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.podwireViolation(
        `${event.effectiveDirective} blocked ${event.blockedURI || 'inline'} at ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  context.on('console', (message: ConsoleMessage) => {
    const text = message.text();
    if (isPolicy(text)) seen.push(`console: ${text}`);
    else if (message.type() === 'error' && !NETWORK_NOISE.test(text)) seen.push(`console.error: ${text}`);
  });
  context.on('weberror', (error) => {
    seen.push(`uncaught: ${error.error().stack ?? error.error().message}`);
  });
}
