#!/bin/sh
# Builds static/engine.wasm, the engine of search in the browser; with --check, tells whether it is what its sources make.
#
# The compiler is always the same one, so that everybody gets the same bytes. The standard library is built along, for size,
# and without the texts of panics; that is what RUSTC_BOOTSTRAP allows.
set -eu
cd "$(dirname "$0")/../.."

toolchain=1.95.0
triple=wasm32-unknown-unknown
rustup toolchain install "$toolchain" --profile minimal --target "$triple" --component rust-src >/dev/null 2>&1 || {
    echo "the compiler $toolchain with its sources cannot be installed (rustup toolchain install $toolchain)" >&2
    exit 3
}
sysroot=$(rustc "+$toolchain" --print sysroot)
# Where things lie on this machine is no part of the engine.
flags="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo --remap-path-prefix=$sysroot=/rust --remap-path-prefix=$PWD=/wenda"
RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags" \
    cargo "+$toolchain" rustc --quiet --locked --lib --crate-type cdylib --target "$triple" --profile engine \
    -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size \
    -Zpanic-immediate-abort --config 'profile.engine.panic="immediate-abort"'
built="${CARGO_TARGET_DIR:-target}/$triple/engine/wenda.wasm"

if [ "${1:-}" = --check ]; then
    cmp "$built" static/engine.wasm || {
        echo "static/engine.wasm is not what its sources make; run src/browser/build-engine.sh" >&2
        exit 1
    }
else
    cp "$built" static/engine.wasm
    chmod 644 static/engine.wasm
    echo "static/engine.wasm: $(wc -c <static/engine.wasm) bytes, $(gzip -9c static/engine.wasm | wc -c) gzipped"
fi
