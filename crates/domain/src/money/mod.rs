//! Money in whole cents and coefficients in ten-thousandths: no floating point anywhere.

mod amount;
mod tariff;

pub use amount::{Amount, AmountError};
pub use tariff::{Coefficient, Factor, floor, tariff, with_factors};
