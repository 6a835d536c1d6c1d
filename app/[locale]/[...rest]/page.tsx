import { notFound } from 'next/navigation';

/** Everything below a language that is no page: its "not found" is in that language. */
export default function Page(): never {
  notFound();
}
