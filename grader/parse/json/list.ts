import type { Layout } from '../parsed';
import { JsonDocument } from './read';
import { objectsOf } from './table';
import type { JsonObject } from './value';
import { writeJson } from './write';

interface JsonItem {
  layout?: Layout;
}

/** Reads a document that is a list of objects, one item each. */
export function readJsonList<Item extends JsonItem>(
  text: string,
  item: (object: JsonObject, document: JsonDocument) => Item,
): Item[] {
  const document = new JsonDocument(text);
  return objectsOf(document).map((object) => item(object, document));
}

export function printJsonList<Item extends JsonItem>(
  items: readonly Item[],
  object: (item: Item) => JsonObject,
): string {
  return `${writeJson({ type: 'list', items: items.map(object) })}\n`;
}
