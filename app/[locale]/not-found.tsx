import { NotFoundPage } from '../_ui/frame/not-found';
import { requestTheme } from '../_ui/frame/request';

/**
 * Next renders this beside every page, before the page has said which language it is in. Words are therefore left to a
 * client component, which has the language from the layout: asking here would settle it for the whole request.
 */
export default async function NotFound() {
  return <NotFoundPage theme={await requestTheme()} />;
}
