// From WebAssembly text to a module's bytes, by wabt, which is loaded when it is first needed.

import { InternalError } from '../language/errors.ts';

/** The bytes of a module. @throws InternalError with wabt's message where the text is wrong */
export async function assemble(text: string): Promise<Uint8Array> {
  const { default: loadWabt } = await import('wabt');
  const wabt = await loadWabt();
  const features = { threads: true, bulk_memory: true };
  try {
    const module = wabt.parseWat('module.wat', text, features);
    try {
      // Declared without its parameter.
      const validate: (features: object) => void = module.validate.bind(module);
      validate(features);
      return module.toBinary({}).buffer;
    } finally {
      module.destroy();
    }
  } catch (error) {
    // The error itself carries the whole text.
    const message = error instanceof Error ? error.message : String(error);
    throw new InternalError(`generated code is not WebAssembly: ${message.slice(0, 400)}`);
  }
}
