//! Our own heap: what goes back to the system as soon as it is freed, and what is kept.

#[cfg(all(target_os = "linux", target_env = "gnu", not(target_feature = "crt-static")))]
mod huge_pages;
#[cfg(all(target_os = "linux", target_env = "gnu", not(target_feature = "crt-static")))]
mod kept;

/// Blocks from this many bytes on are mapped by themselves.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: std::ffi::c_int = 1 << 20;

/// Lets large blocks go back to the system as soon as they are freed, but for those on huge pages that the next one takes.
/// glibc by itself counts a block that was freed as one of a kind that will be wanted again, and keeps up to 32 MiB of
/// such in the heap of each thread that had one: of painters that come and go, some hundred MiB together. To be called
/// before there are other threads.
pub fn return_large_blocks() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        use std::ffi::c_int;

        /// mallopt(3).
        const M_MMAP_THRESHOLD: c_int = -3;

        // SAFETY: glibc's `int mallopt(int, int)`, which takes two numbers, touches nothing of ours, and is known by every
        // version of it.
        unsafe extern "C" {
            safe fn mallopt(parameter: c_int, value: c_int) -> c_int;
        }
        // A heap that would not be told works as it did.
        let _ = mallopt(M_MMAP_THRESHOLD, LARGE);
    }
}
