import type { Layout } from '../parsed';
import { JsonDocument } from './read';
import { objectsOf } from './table';
import type { JsonObject } from './value';
import { writeJson } from './write';

interface JsonItem {
  layout?: Layout | undefined;
}

/** Reads a document that is a list of objects, one item each. The first item remembers the spacing. */
export function readJsonList<Item extends JsonItem>(
  text: string,
  item: (object: JsonObject, document: JsonDocument) => Item,
): Item[] {
  const document = new JsonDocument(text);
  const items = objectsOf(document).map((object) => item(object, document));
  rememberSpacing(items[0], document);
  return items;
}

export function rememberSpacing(first: JsonItem | undefined, document: JsonDocument): void {
  if (first && document.spacing !== 'compact') first.layout = { ...first.layout, spacing: document.spacing };
}

export function printJsonList<Item extends JsonItem>(
  items: readonly Item[],
  object: (item: Item) => JsonObject,
): string {
  return writeJson({ type: 'list', items: items.map(object) }, items[0]?.layout?.spacing);
}
