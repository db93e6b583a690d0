//! What JavaScript calls.
//!
//! A text goes in as bytes that the caller wrote where [`room`] told it to; what comes out is JSON, [`answer_length`] bytes at
//! [`answer_at`]. Nothing here panics; what cannot be is told by a number.

#![allow(unsafe_code, reason = "functions that JavaScript calls keep the names that they have here")]

use std::cell::RefCell;

use super::json;
use crate::search::query::find;
use crate::search::shard::{IndexPiece, NotLoaded, Shards};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What is kept between calls.
#[derive(Default)]
struct Engine {
    shards: Shards,
    /// What the caller writes.
    input: Vec<u8>,
    /// What the caller reads.
    output: String,
}

thread_local! {
    // A browser runs one engine in one thread.
    static ENGINE: RefCell<Engine> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Engine) -> T) -> T {
    ENGINE.with_borrow_mut(act)
}

/// Makes room for so many bytes, and tells where.
#[unsafe(no_mangle)]
extern "C" fn room(length: usize) -> *mut u8 {
    with(|engine| {
        engine.input.clear();
        engine.input.resize(length, 0);
        engine.input.as_mut_ptr()
    })
}

/// Opens an index by the names of its packs, so many bytes (big-endian, four each), and its head. 0 if it is none that this engine
/// understands.
#[unsafe(no_mangle)]
extern "C" fn open(names: usize) -> u32 {
    with(|engine| {
        let Some((names, head)) = engine.input.split_at_checked(names) else {
            return 0;
        };
        let names: Vec<u32> = names.as_chunks().0.iter().map(|name| u32::from_be_bytes(*name)).collect();
        match Shards::open(head, &names) {
            Some(shards) => {
                engine.shards = shards;
                1
            }
            None => 0,
        }
    })
}

/// Takes a piece: its name, so many bytes long, and what it holds. 0 if it is not what it should be.
#[unsafe(no_mangle)]
extern "C" fn provide(name: usize) -> u32 {
    with(|engine| {
        let Engine { shards, input, .. } = engine;
        let Some((name, bytes)) = input.split_at_checked(name) else {
            return 0;
        };
        let piece = std::str::from_utf8(name).ok().and_then(|name| name.parse::<IndexPiece>().ok());
        piece.is_some_and(|piece| shards.provide(piece, bytes)).into()
    })
}

/// Answers a query: the code of the reader's language, so many bytes long, and the query. What comes out is the answer, or the
/// pieces that are missing.
#[unsafe(no_mangle)]
extern "C" fn search(language: usize, limit: usize) -> u32 {
    with(|engine| {
        let Engine { shards, input, output } = engine;
        let text = std::str::from_utf8(input).unwrap_or_default();
        let Some((language, query)) = text.split_at_checked(language) else {
            return 0;
        };
        let answer = find(query, &shards.languages_for(language), limit, shards);
        *output = match answer {
            Ok(answer) => json::answer(query, language, &answer),
            Err(NotLoaded) => json::missing(&shards.take_missing()),
        };
        1
    })
}

/// Where the answer is.
#[unsafe(no_mangle)]
extern "C" fn answer_at() -> *const u8 {
    with(|engine| engine.output.as_ptr())
}

/// How many bytes it has.
#[unsafe(no_mangle)]
extern "C" fn answer_length() -> usize {
    with(|engine| engine.output.len())
}
