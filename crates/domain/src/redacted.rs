//! A `Debug` that prints the type's name and `[redacted]`, for whatever holds a secret or a person's data.

/// Implements `Debug` for the named types without printing what they hold.
#[macro_export]
macro_rules! redacted {
    ($($name:ident),+ $(,)?) => {$(
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )+};
}
