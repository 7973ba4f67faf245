//! Libraries of C that are loaded at run time, where they are there.

/// Makes `Functions`, a structure of functions of a C library by their symbols, and `functions()`, which gives those of
/// the first of the named libraries that is there and has them all; it is loaded once, and stays.
///
/// Whoever names a library vouches that it does nothing when it is loaded but what C libraries do, and that the types
/// are those of its header.
macro_rules! functions {
    ($names:expr; $($name:ident = $symbol:literal: $kind:ty,)*) => {
        struct Functions {
            $($name: $kind,)*
            /// Keeps the code where it is.
            _library: libloading::Library,
        }

        fn functions() -> Option<&'static Functions> {
            static LOADED: std::sync::OnceLock<Option<Functions>> = std::sync::OnceLock::new();
            LOADED.get_or_init(|| $names.iter().find_map(|name| load(name))).as_ref()
        }

        fn load(name: &str) -> Option<Functions> {
            // SAFETY: the word of whoever named the library and its functions.
            unsafe {
                let library = libloading::Library::new(name).ok()?;
                Some(Functions { $($name: *library.get($symbol.as_bytes()).ok()?,)* _library: library })
            }
        }
    };
}

pub(super) use functions;
