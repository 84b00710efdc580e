#!/bin/sh
# Compiles a policy to a module that the platform evaluates. OPA names the Open Policy Agent's binary (1.4.2 was used).
#   policy/compile.sh                  the platform's own, authz.rego
#   policy/compile.sh FOLDER MODULE    the Rego in a folder, whose name is in the module
set -eu
if [ $# -eq 0 ]; then
  cd "$(dirname "$0")"
  set -- src/main/rego src/main/resources/io/universalmiddleware/policy/authz.wasm
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"${OPA:?OPA must name the Open Policy Agent binary}" check --strict "$1"
"$OPA" build -t wasm -e um/authz/decision -o "$out/bundle.tar.gz" "$1"
tar -xzf "$out/bundle.tar.gz" -C "$out" /policy.wasm 2>/dev/null || tar -xzf "$out/bundle.tar.gz" -C "$out" policy.wasm
cat "$out/policy.wasm" >"$2"
