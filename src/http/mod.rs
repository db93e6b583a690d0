//! What servers of all kinds answer by: connections within bounds, work beside them, and what a search is asked by.

mod connection;
mod responses;
mod search_parameters;
mod work;

pub(crate) use connection::accept;
pub(crate) use responses::{asset, busy, is_known, json, refusal};
pub(crate) use search_parameters::SearchParameters;
pub(crate) use work::{Desk, Unanswered};
