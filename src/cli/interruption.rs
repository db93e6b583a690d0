//! Being asked to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;

use tokio::runtime;

/// Takes note of Ctrl-C and of a request of the system to end. Whoever asks twice does not wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Interruption(Arc<AtomicU8>);

impl Interruption {
    /// Listens from now on. Where the system gives no thread, a process ends at once, as others do.
    pub(super) fn watch() -> Self {
        let interruption = Self::default();
        let noted = interruption.clone();
        let listen = move || {
            let Ok(runtime) = runtime::Builder::new_current_thread().enable_all().build() else {
                return;
            };
            let first = runtime.block_on(asked_to_end());
            noted.0.store(first, Ordering::Relaxed);
            let again = runtime.block_on(asked_to_end());
            std::process::exit(i32::from(again));
        };
        let _not_watched = thread::Builder::new().name("interruption".to_owned()).spawn(listen);
        interruption
    }

    /// The exit code of the process, if it was asked to end.
    pub(super) fn code(&self) -> Option<i32> {
        Some(self.0.load(Ordering::Relaxed)).filter(|code| *code > 0).map(i32::from)
    }
}

/// Waits until the process is asked to end. Returns the exit code that shells know such an end by.
pub(super) async fn asked_to_end() -> u8 {
    const INTERRUPTED: u8 = 128 + 2;
    const TERMINATED: u8 = 128 + 15;
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            return tokio::select! {
                _ = terminated.recv() => TERMINATED,
                _ = tokio::signal::ctrl_c() => INTERRUPTED,
            };
        }
    }
    let _asked = tokio::signal::ctrl_c().await;
    INTERRUPTED
}
