//! The gateway: answers `/api/search` from an engine that an export was loaded into, with the ranking of everywhere else.
//!
//! It keeps nothing but what it may forget, so any number of gateways run side by side. A query is planned and ranked by
//! `search::query`, over an `EngineIndex` that holds what the engine was asked for it:
//!
//! ```text
//! request ──▶ server ──▶ Searcher ──EngineLookup──▶ EngineSession ──SQL──▶ Nodes (one after the other, until one answers)
//! ```
//!
//! All that a query is answered from is of one version of the content: each has tables of its own, and one row points at those that
//! are to be read.

mod address;
mod boolean_query;
mod cache;
mod content_version;
mod engine_error;
mod event;
mod histogram;
mod metrics;
mod node_state;
mod nodes;
mod searcher;
mod server;
mod session;

pub use address::{EngineAddress, InvalidAddress};
pub use event::GatewayEvent;
pub use server::{GatewaySettings, serve};
