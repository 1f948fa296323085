// Validates documents of the command. "asyncapi FILE" or "schemas FILE": prints what is wrong, one line each.
import { readFileSync } from 'node:fs';

const [kind, file] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');

if (kind === 'asyncapi') {
  const { Parser } = (await import('@asyncapi/parser')).default;
  const { diagnostics } = await new Parser().parse(text);
  // 0 is an error; others are advice on style.
  for (const found of diagnostics.filter((diagnostic) => diagnostic.severity === 0)) console.log(`${found.path.join('/')}: ${found.message}`);
} else {
  const Ajv = (await import('ajv/dist/2020.js')).default.default ?? (await import('ajv/dist/2020.js')).default;
  const formats = (await import('ajv-formats')).default.default ?? (await import('ajv-formats')).default;
  for (const [name, entry] of Object.entries(JSON.parse(text))) {
    try {
      const ajv = new Ajv({ strict: false });
      formats(ajv);
      const validate = ajv.compile(entry.schema);
      for (const sample of entry.accepted) if (!validate(sample)) console.log(`${name} does not accept ${JSON.stringify(sample)}: ${ajv.errorsText(validate.errors)}`);
      for (const sample of entry.refused) if (validate(sample)) console.log(`${name} accepts ${JSON.stringify(sample)}`);
    } catch (error) {
      console.log(`${name}: ${error.message}`);
    }
  }
}
