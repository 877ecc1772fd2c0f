//! Code that the first load does without: it lies in parts of the module that are fetched when they are first needed.
//!
//! A function reached only through `late!` is moved into its part when the package is built (feature `parts`). In
//! component tests there is one module, and nothing to wait for.

/// The part could not be fetched; the next call tries again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a part of the module could not be fetched")]
pub(crate) struct Missing;

#[cfg(feature = "parts")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Work that is under way in a part.
pub(crate) type Later<T> = std::pin::Pin<Box<dyn Future<Output = T>>>;

/// Declares an asynchronous function whose code lies in the part `$part`. It answers with `Err(Missing)` where the
/// part cannot be had.
macro_rules! late {
    ($part:ident, $(#[$doc:meta])* $vis:vis async fn $name:ident($($arg:ident: $type:ty),* $(,)?) -> $out:ty $body:block) => {
        $(#[$doc])*
        #[cfg(feature = "parts")]
        $vis async fn $name($($arg: $type),*) -> Result<$out, $crate::platform::late::Missing> {
            use $crate::platform::late::{Later, Missing};
            #[wasm_split_helpers::wasm_split($part, fallible)]
            fn $name($($arg: $type),*) -> Result<Later<$out>, Missing> {
                Ok(Box::pin(async move {
                    let answer: $out = $body;
                    answer
                }))
            }
            Ok($name($($arg),*).await?.await)
        }

        $(#[$doc])*
        #[cfg(not(feature = "parts"))]
        $vis async fn $name($($arg: $type),*) -> Result<$out, $crate::platform::late::Missing> {
            Ok($body)
        }
    };
}
pub(crate) use late;
