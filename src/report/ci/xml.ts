// XML 1.0, as little of it as a report needs: elements, attributes, text. What XML has no letter for is written so that one sees it.

import { visible } from './findings.ts';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export interface Element {
  readonly name: string;
  readonly attributes: Attributes;
  /** Elements, or a text; none of an empty one. */
  readonly content?: readonly Element[] | string | undefined;
}

/** A document of this element, its elements indented. */
export function xmlDocument(root: Element): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', ...linesOf(root), ''].join('\n');
}

function linesOf({ name, attributes, content = [] }: Element): string[] {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const open = [name, ...given.map(([key, value]) => `${key}="${attributeText(String(value))}"`)].join(' ');
  if (content.length === 0) return [`<${open}/>`];
  if (typeof content === 'string') return [`<${open}>${escaped(content)}</${name}>`];
  return [`<${open}>`, ...content.flatMap((each) => linesOf(each).map(indented)), `</${name}>`];
}

/** A line feed belongs to a text: only what begins an element is indented. */
function indented(element: string): string {
  return `  ${element}`;
}

/** `>` too, so that no text ends a section that somebody puts it in. */
function escaped(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A reader makes blanks of line feeds and tabs in an attribute, unless they are written by number. */
function attributeText(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
