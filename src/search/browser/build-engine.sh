#!/bin/sh
# Builds static/engine.wasm, the engine of search in the browser; with --check, tells whether it is what its sources make.
#
# The tools are always the same ones, so that everybody gets the same bytes. The standard library is built along, for size,
# and without the texts of panics; that is what RUSTC_BOOTSTRAP allows. The optimizer may count on nothing being in the first
# kilobyte of memory: there the stack would end. It finds more of what can go in code that is flat.
set -eu
cd "$(dirname "$0")/../../.."

toolchain=1.95.0
triple=wasm32-unknown-unknown
has_toolchain() {
    sysroot=$(rustc "+$toolchain" --print sysroot 2>/dev/null) &&
        [ -d "$sysroot/lib/rustlib/src/rust/library" ] && [ -d "$sysroot/lib/rustlib/$triple" ]
}
# A toolchain that is complete is not touched: others may be building with it.
has_toolchain || rustup toolchain install "$toolchain" --profile minimal --target "$triple" --component rust-src >/dev/null 2>&1 || {
    echo "the compiler $toolchain with its sources cannot be installed (rustup toolchain install $toolchain)" >&2
    exit 3
}
binaryen=108
optimizer=wasm-opt
is_the_one() { "$optimizer" --version 2>/dev/null | grep -q "version $binaryen"; }
if ! is_the_one && command -v npm >/dev/null 2>&1; then
    npm install --silent --no-save --prefix target/binaryen "binaryen@$binaryen.0.0" >/dev/null
    optimizer=target/binaryen/node_modules/.bin/wasm-opt
elif ! is_the_one && command -v apt-get >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends binaryen >/dev/null
fi
is_the_one || {
    echo "wasm-opt of Binaryen $binaryen is needed, and cannot be installed (npm install binaryen@$binaryen.0.0)" >&2
    exit 3
}

sysroot=$(rustc "+$toolchain" --print sysroot)
# Where things lie on this machine is no part of the engine.
flags="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo --remap-path-prefix=$sysroot=/rust --remap-path-prefix=$PWD=/wenda"
RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags" \
    cargo "+$toolchain" rustc --quiet --locked --lib --crate-type cdylib --target "$triple" --profile engine \
    -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size \
    -Zpanic-immediate-abort --config 'profile.engine.panic="immediate-abort"'
folder="${CARGO_TARGET_DIR:-target}/$triple/engine"
built="$folder/engine.wasm"
"$optimizer" --flatten --rereloop -Os -Os --low-memory-unused --enable-bulk-memory --enable-mutable-globals --enable-multivalue \
    --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext --enable-simd "$folder/wenda.wasm" -o "$built"

if [ "${1:-}" = --check ]; then
    cmp "$built" static/engine.wasm || {
        echo "static/engine.wasm is not what its sources make; run src/search/browser/build-engine.sh" >&2
        exit 1
    }
else
    cp "$built" static/engine.wasm
    chmod 644 static/engine.wasm
    echo "static/engine.wasm: $(wc -c <static/engine.wasm) bytes, $(gzip -9c static/engine.wasm | wc -c) gzipped"
fi
