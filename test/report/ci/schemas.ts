// The published schemas, and what does not conform to them.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';

/** What later versions of the schema added: https://github.com/testmoapp/junitxml, and junit-10.xsd of the xUnit plugin of Jenkins. */
const additions = [
  [
    '<xs:element name="skipped" type="xs:string"/>',
    '<xs:element name="skipped"><xs:complexType mixed="true"><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>',
  ],
  [
    '<xs:attribute name="status" type="xs:string" use="optional"/>',
    '$&<xs:attribute name="file" type="xs:string"/><xs:attribute name="line" type="xs:positiveInteger"/>',
  ],
  ['<xs:attribute name="package" type="xs:string" use="optional"/>', '$&<xs:attribute name="file" type="xs:string"/>'],
] as const;

function junitSchema(): string {
  const file = fileURLToPath(new URL('schemas/junit-4.xsd', import.meta.url));
  return additions.reduce(
    (text, [before, after]) => {
      if (!text.includes(before)) throw new Error(`the schema has no ${before}`);
      return text.replace(before, after);
    },
    readFileSync(file, 'utf8'),
  );
}

/** The document, parsed by libxml2 and valid by the schema of Jenkins. Throws where it is not. */
export function readJunit(text: string): XmlDocument {
  const document = XmlDocument.fromString(text);
  const schema = XmlDocument.fromString(junitSchema());
  const validator = XsdValidator.fromDoc(schema);
  try {
    validator.validate(document);
  } finally {
    validator.dispose();
    schema.dispose();
  }
  return document;
}

const require = createRequire(import.meta.url);
const sarifFolder = dirname(require.resolve('@microsoft/jest-sarif/package.json'));
const sarifSchema: unknown = JSON.parse(readFileSync(join(sarifFolder, 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const ajv = new draft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(sarifSchema as object);

/** What of a log is not as the schema of OASIS has it. */
export function sarifErrors(log: unknown): readonly string[] {
  validate(JSON.parse(JSON.stringify(log)));
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}
