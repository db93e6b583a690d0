//! Work that takes a while, such as ranking: beside the threads that talk to clients, and within bounds.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::Semaphore;

/// So many requests wait for their turn at most.
const MAX_QUEUE: usize = 256;
/// Who waited so long for a turn is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs as many pieces of work at once as the machine has cores; others wait, as far as the queue goes.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    /// Those who wait and those who are served.
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// Why there is no result.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// Too many others wait.
    Busy,
    /// The work failed.
    Failed,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::of_turns(1)
    }

    /// As many turns on each core: more than one for work that waits for others.
    pub(crate) fn of_turns(on_each_core: usize) -> Self {
        let turns = on_each_core * thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
        Self { places: Arc::new(Semaphore::new(turns + MAX_QUEUE)), turns: Arc::new(Semaphore::new(turns)) }
    }

    /// Does a piece of work when its turn has come. It is not begun for a client that has gone by then; once begun it keeps its
    /// turn until it ends, whoever still waits for it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Unanswered> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Unanswered::Busy)?;
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| Unanswered::Busy)?.map_err(|_| Unanswered::Failed)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop((turn, place));
            result
        });
        done.await.map_err(|_| Unanswered::Failed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn work_is_bounded_and_what_is_too_much_is_refused() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let desk = Desk::new();
        let turns = desk.turns.available_permits();
        let [running, most] = [(); 2].map(|()| Arc::new(AtomicUsize::new(0)));
        let results = runtime.block_on(async {
            let tasks: Vec<_> = (0..turns + MAX_QUEUE + 20)
                .map(|_| {
                    let (desk, running, most) = (desk.clone(), Arc::clone(&running), Arc::clone(&most));
                    tokio::spawn(async move {
                        desk.run(move || {
                            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                            thread::sleep(Duration::from_millis(20));
                            running.fetch_sub(1, Ordering::SeqCst);
                        })
                        .await
                    })
                })
                .collect();
            let mut results = Vec::new();
            for task in tasks {
                results.push(task.await.unwrap());
            }
            results
        });
        assert!(most.load(Ordering::SeqCst) <= turns);
        assert!(results.contains(&Ok(())));
        assert!(results.iter().all(|result| matches!(result, Ok(()) | Err(Unanswered::Busy))));
        let queue = u32::try_from(turns + MAX_QUEUE).unwrap();
        let full = Arc::clone(&desk.places).try_acquire_many_owned(queue).unwrap();
        assert_eq!(runtime.block_on(desk.run(|| ())), Err(Unanswered::Busy), "nobody waits behind a full queue");
        drop(full);
        let failed = runtime.block_on(desk.run(|| panic!("the work fails")));
        assert_eq!(failed, Err::<(), _>(Unanswered::Failed));
        assert_eq!(desk.turns.available_permits(), turns, "who fails gives the turn back");
    }
}
