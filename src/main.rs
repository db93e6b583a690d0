//! The `wenda` program: hands over to [`wenda::cli`].

fn main() -> std::process::ExitCode {
    wenda::cli::run(std::env::args_os())
}
