// The plain text inside rendered MDX, for what needs it as a string (a code block's copy button).
import { isValidElement, type ReactNode } from 'react';

export function plainText(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map((child: ReactNode) => plainText(child)).join('');
  if (isValidElement<{ children?: ReactNode }>(node)) return plainText(node.props.children);
  return '';
}
