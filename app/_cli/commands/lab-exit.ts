/** A command in the lab ended with this code, and so do we. */
export class LabExit extends Error {
  override readonly name = 'LabExit';
  constructor(readonly exit: number) {
    super(`exit ${exit}`);
  }
}
