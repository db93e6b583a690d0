//! How much memory a thread takes.

#![allow(
    unsafe_code,
    reason = "an allocator cannot be written without it; this one only counts what the system's does"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

thread_local! {
    static TAKEN: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    // A thread that ends has no counter any more.
    let counted = TAKEN.try_with(|taken| {
        taken.set(taken.get() + bytes);
        taken.get()
    });
    if let Ok(taken) = counted {
        let _counted = MOST.try_with(|most| most.set(most.get().max(taken)));
    }
}

// SAFETY: all memory comes from the system's allocator, with the layouts that are asked for; counting takes none.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: as it was asked for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: as it was asked for.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        // SAFETY: as it was asked for.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: as it was asked for.
        unsafe { System.dealloc(memory, layout) }
    }
}

/// What `work` gives, and how many bytes this thread held at most for it, at one time.
pub(crate) fn measured<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = TAKEN.get();
    MOST.set(before);
    let done = work();
    (done, usize::try_from(MOST.get() - before).unwrap_or_default())
}
