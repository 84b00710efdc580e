// Lints an OpenAPI document and tells each finding as a line of JSON; exits with 1 if there is an error among them.
// node lint-openapi.mjs <file>
import { createConfig, lint } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['recommended'] });
const findings = await lint({ ref: process.argv[2], config });
for (const { severity, ruleId, message, location } of findings) {
  console.log(JSON.stringify({ event: severity, rule: ruleId, message, at: location.map((l) => l.pointer) }));
}
console.log(JSON.stringify({ event: 'done', findings: findings.length }));
process.exitCode = findings.some((finding) => finding.severity === 'error') ? 1 : 0;
