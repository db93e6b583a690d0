//! x
#![allow(missing_docs, dead_code)]
pub mod content;
pub mod diagnostic;
pub mod markdown;
pub mod report;
pub mod source;
pub mod text;
