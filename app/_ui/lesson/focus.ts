/** The lab's region, in shell.tsx. */
export const LAB_ID = 'lab';

/**
 * For a button of the lab that goes away when pressed: the focus stays in the lab, instead of falling to the page's beginning.
 * It does not go into a terminal, which nobody asked for.
 */
export function keepFocusInLab(): void {
  document.getElementById(LAB_ID)?.focus({ preventScroll: true });
}
