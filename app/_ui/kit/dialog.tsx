'use client';
import { Dialog as Radix } from 'radix-ui';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from './button';
import css from './dialog.module.css';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  wide?: boolean;
  /** Where the focus goes when it closes; left out: where it was. */
  onCloseFocus?: (() => void) | undefined;
  children?: ReactNode;
  footer?: ReactNode;
}

/** A modal with a title, a way out and the focus kept inside; the focus returns where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  wide = false,
  onCloseFocus,
  children,
  footer,
}: DialogProps) {
  const t = useTranslations('common');
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={css.overlay} />
        <Radix.Content
          className={css.content}
          data-wide={wide}
          onCloseAutoFocus={(event) => {
            if (!onCloseFocus) return;
            event.preventDefault();
            onCloseFocus();
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className={css.head}>
            <Radix.Title className={css.title}>{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="bare" size="small" aria-label={t('close')}>
                <X size={18} aria-hidden="true" />
              </Button>
            </Radix.Close>
          </div>
          {description !== undefined && <Radix.Description className={css.text}>{description}</Radix.Description>}
          {children}
          {footer && <div className={css.footer}>{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
