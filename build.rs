//! Compresses the engine of search as small as it goes, which takes a second and is done once for all sites; and names the
//! program by what it is made of.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const ENGINE: &str = "static/engine.wasm";
/// What texts are read and cut by: the program, and the libraries that it is built with.
const PROGRAM: [&str; 2] = ["Cargo.lock", "src"];

fn main() -> io::Result<()> {
    for path in PROGRAM.into_iter().chain([ENGINE]) {
        println!("cargo::rerun-if-changed={path}");
    }
    // What makes the engine has no use for either.
    if env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|architecture| architecture == "wasm32") {
        return Ok(());
    }
    println!("cargo::rustc-env=WENDA_PROGRAM={:016x}", name_program()?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    compress_engine(&out)
}

fn compress_engine(out: &Path) -> io::Result<()> {
    let [done, compressed] = ["engine.wasm", "engine.bin"].map(|name| out.join(name));
    let engine = fs::read(ENGINE)?;
    if compressed.exists() && fs::read(&done).is_ok_and(|done| done == engine) {
        return Ok(());
    }
    // Whatever ends this half-way, the next build begins it anew.
    match fs::remove_file(&done) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let target = fs::File::create(&compressed)?;
    zopfli::compress(zopfli::Options::default(), zopfli::Format::Zlib, engine.as_slice(), target)?;
    fs::write(done, engine)
}

/// A hash of all files of the program (FNV-1a).
fn name_program() -> io::Result<u64> {
    let mut files = Vec::new();
    PROGRAM.into_iter().try_for_each(|path| list(Path::new(path), &mut files))?;
    files.sort();
    let mut hash = 0xCBF2_9CE4_8422_2325;
    for file in files {
        for byte in file.to_string_lossy().bytes().chain(fs::read(&file)?) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    Ok(hash)
}

fn list(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            list(&entry?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_owned());
    }
    Ok(())
}
