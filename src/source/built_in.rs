//! The theme that comes with Wenda.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates/"]
pub(super) struct BuiltInTemplates;

#[derive(RustEmbed)]
#[folder = "static/"]
pub(super) struct BuiltInStatic;
