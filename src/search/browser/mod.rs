//! The engine in the browser: what JavaScript calls, and the JSON that it answers with. `build-engine.sh` makes
//! `static/engine.wasm` of it.

#[cfg(target_arch = "wasm32")]
mod bindings;
#[cfg(any(test, target_arch = "wasm32"))]
mod json;
