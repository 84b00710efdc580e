#!/bin/sh
# Compiles authz.rego to the module that the platform evaluates. OPA names the Open Policy Agent's binary (1.4.2 was used).
set -eu
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"${OPA:?OPA must name the Open Policy Agent binary}" check --strict src/main/rego
"$OPA" build -t wasm -e um/authz/decision -o "$out/bundle.tar.gz" src/main/rego
tar -xzf "$out/bundle.tar.gz" -C "$out" /policy.wasm 2>/dev/null || tar -xzf "$out/bundle.tar.gz" -C "$out" policy.wasm
cp "$out/policy.wasm" src/main/resources/io/universalmiddleware/policy/authz.wasm
