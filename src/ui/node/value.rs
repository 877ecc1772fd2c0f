//! What an attribute, a property, a class or a style may be set to.

use std::borrow::Cow;

use super::Given;

/// A value.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// The attribute is not there.
    Absent,
    /// A flag: there, or not.
    Flag(bool),
    /// Words.
    Text(Cow<'static, str>),
}

/// A value that does not follow signals.
pub(crate) trait Plain {
    /// As it is set.
    fn plain(self) -> Value;
}

/// Something that `markup!` can set.
pub(crate) trait IntoValue {
    /// As it is handed on.
    fn into_value(self) -> Given;
}

impl Plain for bool {
    fn plain(self) -> Value {
        Value::Flag(self)
    }
}

impl Plain for String {
    fn plain(self) -> Value {
        Value::Text(Cow::Owned(self))
    }
}

impl Plain for &'static str {
    fn plain(self) -> Value {
        Value::Text(Cow::Borrowed(self))
    }
}

impl Plain for usize {
    fn plain(self) -> Value {
        self.to_string().plain()
    }
}

impl<T: Plain> Plain for Option<T> {
    fn plain(self) -> Value {
        self.map_or(Value::Absent, T::plain)
    }
}

/// A closure is a value that follows signals; everything else stays.
macro_rules! fixed {
    ($($kind:ty),*) => {$(
        impl IntoValue for $kind {
            fn into_value(self) -> Given {
                Given::Fixed(self.plain())
            }
        }
    )*};
}
fixed!(bool, String, &'static str, usize);

impl<T: Plain> IntoValue for Option<T> {
    fn into_value(self) -> Given {
        Given::Fixed(self.plain())
    }
}

impl<F, T> IntoValue for F
where
    F: FnMut() -> T + 'static,
    T: Plain,
{
    fn into_value(mut self) -> Given {
        Given::Live(Box::new(move || self().plain()))
    }
}
