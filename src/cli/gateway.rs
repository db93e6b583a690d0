//! `wenda gateway`

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::console::Console;
use super::failure::Failure;
use super::interruption::asked_to_end;
use crate::gateway::{EngineAddress, GatewayEvent, GatewaySettings, serve};

#[derive(Debug, clap::Args)]
pub(super) struct GatewayArguments {
    /// The engine that `wenda export --to mysql` was loaded into: mysql://user:password@host:3306,other:3306/database.
    /// The nodes of a cluster are asked in turn; one that fails is left alone for a moment
    #[arg(long, env = "WENDA_ENGINE", hide_env_values = true, value_name = "URL")]
    engine: String,
    /// Where to answer requests
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Refuse a search that is not answered after so many milliseconds
    #[arg(long, value_name = "MS", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(100..=60_000))]
    timeout: u64,
    /// Ask another node when one has said nothing for so many milliseconds
    #[arg(long, value_name = "MS", default_value_t = 1_500, value_parser = clap::value_parser!(u64).range(50..=60_000))]
    node_timeout: u64,
    /// Remember so many MiB of what the engine said of the content; 0: nothing
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u32).range(0..=65_536))]
    memory: u32,
}

pub(super) fn run(arguments: &GatewayArguments, console: &Console) -> Result<(), Failure> {
    // Read here: whoever reads arguments repeats what is wrong with them, and with it the password.
    let engine: EngineAddress =
        arguments.engine.parse().map_err(|error| Failure::Usage(format!("`--engine`: {error}")))?;
    let settings = GatewaySettings {
        engine,
        listen: arguments.listen,
        node_timeout: Duration::from_millis(arguments.node_timeout),
        timeout: Duration::from_millis(arguments.timeout),
        memory: usize::try_from(arguments.memory).unwrap_or(usize::MAX) << 20,
    };
    let is_quiet = console.is_quiet();
    let tell = move |event: &GatewayEvent| log(event, is_quiet);
    let failed = |error| Failure::Machine(format!("cannot answer on {}: {error}", arguments.listen));
    let stopped = async {
        asked_to_end().await;
    };
    serve(&settings, Arc::new(tell), stopped).map_err(failed)
}

/// Logs an event as a line of JSON on the standard output, with its time and how serious it is.
fn log(event: &GatewayEvent, is_quiet: bool) {
    let level = match event {
        GatewayEvent::NodeFailed { .. } => "warning",
        GatewayEvent::Search { status: 500.., .. } => "error",
        _ => "info",
    };
    if is_quiet && level == "info" {
        return;
    }
    let Ok(Value::Object(mut line)) = serde_json::to_value(event) else {
        return;
    };
    line.insert("time".to_owned(), jiff::Timestamp::now().to_string().into());
    line.insert("level".to_owned(), level.into());
    // A log that nobody takes is no reason to stop.
    let _unlogged = writeln!(std::io::stdout().lock(), "{}", Value::Object(line));
}
