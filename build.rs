//! Compresses the engine of search as small as it goes. That takes a second, so it is done once for all sites.

use std::path::Path;
use std::{env, fs, io};

const ENGINE: &str = "static/engine.wasm";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={ENGINE}");
    let target = Path::new(&env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?).join("engine.bin");
    // What makes the engine has no use for it.
    if env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|architecture| architecture == "wasm32") {
        return Ok(());
    }
    let engine = fs::File::open(ENGINE)?;
    zopfli::compress(zopfli::Options::default(), zopfli::Format::Deflate, engine, fs::File::create(target)?)
}
