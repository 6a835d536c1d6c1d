/** JSON that forgets nothing: the order of members, members given twice, and numbers as written. */
export type JsonValue = string | boolean | null | JsonNumber | JsonList | JsonObject;

export interface JsonNumber {
  type: 'number';
  /** As written, so that 1.0 and 18446744073709551615 survive. */
  text: string;
}

export interface JsonList {
  type: 'list';
  items: JsonValue[];
}

export interface JsonObject {
  type: 'object';
  members: JsonMember[];
}

export interface JsonMember {
  key: string;
  value: JsonValue;
}
