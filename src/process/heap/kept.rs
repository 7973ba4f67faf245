//! Blocks on huge pages that nobody has, kept for the next that asks for one: an encoder, a picture, a frame.
//!
//! x264 works on 168 MiB of such blocks where a frame is 1080x1920, and an encoder lives for two seconds of video. glibc
//! gives each block back to the system when it is freed (were it told not to, it would still not find it again: it looks
//! for room for a block and its alignment, which no block that was aligned has), and the system clears all of it anew as
//! it is touched: 3 to 4 % of what a video costs.
//!
//! x264 cannot be told where to get memory, so the program has a `memalign` and a `free` that stand before glibc's, or
//! before those of another allocator that was loaded ahead of it. They pass on what is no such block; and every block that
//! is kept is one of that allocator.

use std::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::mm::{Advice, madvise};

/// What a block on huge pages begins at a multiple of, and is at least, in bytes.
pub(super) const HUGE: usize = 2 << 20;
/// So many bytes are kept at most: what three encoders of 1080x1920 have.
const MOST: usize = 512 << 20;

static KEPT: Mutex<Kept> = Mutex::new(Kept(Vec::new()));

type Memalign = unsafe extern "C" fn(usize, usize) -> *mut c_void;
type Free = unsafe extern "C" fn(*mut c_void);

// SAFETY: functions of glibc, with the types of its headers.
unsafe extern "C" {
    fn dlsym(handle: *mut c_void, symbol: *const c_char) -> *mut c_void;
    fn malloc_usable_size(block: *mut c_void) -> usize;
}

/// Keeps both in the program, where the linker might see nobody who calls them.
#[used]
static BEFORE_OTHERS: (Memalign, Free) = (memalign, free);

/// memalign(3).
///
/// # Safety
/// There is nothing that a caller could break.
#[unsafe(no_mangle)]
pub(super) unsafe extern "C" fn memalign(alignment: usize, size: usize) -> *mut c_void {
    let block = if alignment == HUGE { kept().take(size) } else { None };
    match block {
        Some(block) => block.start as *mut c_void,
        None => allocate(alignment, size),
    }
}

/// free(3).
///
/// # Safety
/// `block` is null, or one of malloc(3) and its kin that was not freed yet.
#[unsafe(no_mangle)]
unsafe extern "C" fn free(block: *mut c_void) {
    let start = block as usize;
    // SAFETY: the caller's promise; an allocator knows how large its blocks are. What is kept is nobody's but ours.
    unsafe {
        // A thread's end frees null. Other allocators have put that thread away by then, and asking them for a size would
        // make them begin anew with it.
        let may_be_kept = !block.is_null() && start.is_multiple_of(HUGE);
        let size = if may_be_kept { malloc_usable_size(block) } else { 0 };
        if size < HUGE {
            return give_back(block);
        }
        // The system may have the pages whenever it is short of them; those that it leaves need no clearing.
        advise(block, size, Advice::LinuxFree);
        for old in kept().keep(Block { start, size }) {
            give_back(old.start as *mut c_void);
        }
    }
}

/// Tells the system of a block's whole huge pages: behind the last of them another block may begin.
///
/// # Safety
/// The block begins on a huge page, has so many bytes, and nobody minds what the advice does to them.
pub(super) unsafe fn advise(block: *mut c_void, size: usize, advice: Advice) {
    // SAFETY: the caller's promise. A system that would not hear of it goes on as it did.
    let _ = unsafe { madvise(block, size - size % HUGE, advice) };
}

/// The next `memalign`.
fn allocate(alignment: usize, size: usize) -> *mut c_void {
    static NEXT: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());
    // SAFETY: it has this type, and takes any two numbers.
    unsafe {
        let next = std::mem::transmute::<*mut c_void, Option<Memalign>>(next(c"memalign", &NEXT));
        next.map_or(std::ptr::null_mut(), |next| next(alignment, size))
    }
}

/// The next `free`.
///
/// # Safety
/// As of [`free`].
unsafe fn give_back(block: *mut c_void) {
    static NEXT: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());
    // SAFETY: it has this type; the caller's promise.
    unsafe {
        if let Some(next) = std::mem::transmute::<*mut c_void, Option<Free>>(next(c"free", &NEXT)) {
            next(block);
        }
    }
}

/// The function of this name that would be the program's if it had none itself, looked up once.
fn next(name: &CStr, known: &AtomicPtr<c_void>) -> *mut c_void {
    /// dlsym(3): of the libraries behind the one that asks.
    const RTLD_NEXT: *mut c_void = -1_isize as *mut c_void;

    let mut function = known.load(Ordering::Relaxed);
    if function.is_null() {
        // SAFETY: the name is a text of C.
        function = unsafe { dlsym(RTLD_NEXT, name.as_ptr()) };
        known.store(function, Ordering::Relaxed);
    }
    function
}

fn kept() -> MutexGuard<'static, Kept> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A block that nobody has: where it starts, and how many bytes there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Block {
    start: usize,
    size: usize,
}

/// In the order in which they came. Its own memory is small, and so none that it would be asked for.
struct Kept(Vec<Block>);

impl Kept {
    /// The least block that holds so many bytes, if it wastes no more than a new one might: what it takes to move
    /// the start of one to a huge page, and the end.
    fn take(&mut self, size: usize) -> Option<Block> {
        let fits = |block: &Block| (size..=size.saturating_add(2 * HUGE)).contains(&block.size);
        let fitting = self.0.iter().enumerate().filter(|(_, block)| fits(block));
        let (at, _) = fitting.min_by_key(|(_, block)| block.size)?;
        Some(self.0.remove(at))
    }

    /// Gives those that are too much, the oldest first.
    fn keep(&mut self, block: Block) -> impl Iterator<Item = Block> {
        self.0.push(block);
        let mut bytes: usize = self.0.iter().map(|block| block.size).sum();
        let too_much = self.0.iter().take_while(|old| {
            let is_too_much = bytes > MOST;
            bytes -= old.size;
            is_too_much
        });
        let count = too_much.count();
        self.0.drain(..count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    /// In MiB.
    fn sizes(blocks: impl Iterator<Item = Block>) -> Vec<usize> {
        blocks.map(|block| block.size >> 20).collect()
    }

    fn block(mib: usize) -> Block {
        Block { start: mib * HUGE, size: mib << 20 }
    }

    #[test]
    fn libraries_get_memory_here_and_get_again_what_they_gave_up() {
        // SAFETY: functions of C by their names, with their types; a block is freed once, and not used afterwards.
        unsafe {
            let program = libloading::os::unix::Library::this();
            let memalign = *program.get::<unsafe extern "C" fn(usize, usize) -> *mut u8>("memalign").unwrap();
            let free = *program.get::<unsafe extern "C" fn(*mut u8)>("free").unwrap();
            // Of a size that nothing else in this process has.
            let size = (77 << 20) + 4_321;
            let first = memalign(HUGE, size);
            assert_eq!(first as usize % HUGE, 0);
            first.write_bytes(7, size);
            free(first);
            let second = memalign(HUGE, size);
            assert_eq!(second, first, "a block of the size that was freed last is given again");
            let third = memalign(HUGE, size);
            assert_ne!(third, second, "while it is in use, another is");
            free(second);
            free(third);
            free(std::ptr::null_mut());
        }
    }

    #[test]
    fn a_block_is_kept_for_those_of_its_size() {
        let mut kept = Kept(Vec::new());
        assert_eq!(sizes(kept.keep(block(9))), NONE);
        assert_eq!(sizes(kept.keep(block(8))), NONE);
        assert_eq!(kept.take((9 << 20) + 1), None, "none is large enough");
        assert_eq!(kept.take(3 << 20), None, "all would waste more than they hold");
        assert_eq!(kept.take(7 << 20), Some(block(8)), "the least that holds it");
        assert_eq!(kept.take(7 << 20), Some(block(9)));
        assert_eq!(kept.take(7 << 20), None);
    }

    #[test]
    fn the_oldest_goes_where_too_much_is_kept() {
        let mut kept = Kept(Vec::new());
        for mib in [200, 300, 12] {
            assert_eq!(sizes(kept.keep(block(mib))), NONE);
        }
        assert_eq!(sizes(kept.keep(block(2))), [200]);
        assert_eq!(sizes(kept.keep(block(511))), [300, 12, 2]);
        assert_eq!(sizes(kept.keep(block(600))), [511, 600], "what is too much by itself is not kept");
        assert_eq!(sizes(kept.keep(block(3))), NONE);
    }
}
