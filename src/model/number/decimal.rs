//! Exact decimal numbers, large enough for everything that a property can keep.

use std::cmp::Ordering;
use std::fmt;

use super::Num;

/// Digits after the point that a number may have.
pub(crate) const MAX_SCALE: u32 = 15;

/// `mantissa / 10^scale`, in lowest terms, so that equal numbers are equal fields. Parsing keeps the
/// magnitude below 2^63 and the scale at [`MAX_SCALE`] at most, one more when widened; 128 bits then
/// hold it at any of these scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    /// `mantissa × 10^-scale × 10^power` in lowest terms, or `None` if its magnitude is 2^63 or more.
    pub(crate) fn new(mantissa: i128, scale: u32, power: u32) -> Option<Self> {
        let (mantissa, scale) = if power > scale {
            (
                mantissa.checked_mul(10_i128.checked_pow(power - scale)?)?,
                0,
            )
        } else {
            (mantissa, scale - power)
        };
        let whole = mantissa / 10_i128.checked_pow(scale)?;
        i64::try_from(whole).ok()?;
        Some(Self::lowest(mantissa, scale))
    }

    fn lowest(mut mantissa: i128, mut scale: u32) -> Self {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self { mantissa, scale }
    }

    /// The mantissa at a scale that is not below its own.
    fn at(self, scale: u32) -> i128 {
        self.mantissa * 10_i128.pow(scale - self.scale)
    }

    /// Less by a tenth of its magnitude.
    pub(crate) fn less_a_tenth(self) -> Self {
        let tenths = self.mantissa * 10 - self.mantissa.abs();
        Self::lowest(tenths, self.scale + 1)
    }

    /// More by a tenth of its magnitude.
    pub(crate) fn more_by_a_tenth(self) -> Self {
        let tenths = self.mantissa * 10 + self.mantissa.abs();
        Self::lowest(tenths, self.scale + 1)
    }

    /// Divided by a power of ten, if that leaves a whole number.
    pub(crate) fn whole_over(self, power: u32) -> Option<Self> {
        let unit = 10_i128.checked_pow(power)?;
        (self.scale == 0 && self.mantissa % unit == 0).then(|| Self {
            mantissa: self.mantissa / unit,
            scale: 0,
        })
    }

    /// An integer if it is whole, unless a float is asked for; the nearest float otherwise.
    pub(crate) fn to_num(self, float: bool) -> Num {
        match i64::try_from(self.mantissa) {
            Ok(int) if self.scale == 0 && !float => Num::Int(int),
            // The standard library rounds decimal text to the nearest float.
            _ => Num::Float(
                format!("{}e-{}", self.mantissa, self.scale)
                    .parse()
                    .unwrap_or(f64::NAN),
            ),
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.at(scale).cmp(&other.at(scale))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    /// Digits as `Number::parse` reads them: with a fourth decimal where three would look like a
    /// group of thousands.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let unit = 10_u128.pow(self.scale);
        let magnitude = self.mantissa.unsigned_abs();
        write!(f, "{sign}{}", magnitude / unit)?;
        if self.scale == 0 {
            return Ok(());
        }
        let width = self.scale as usize;
        write!(f, ".{:0width$}", magnitude % unit)?;
        if self.scale == 3 {
            f.write_str("0")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_is_exact() {
        let num =
            |mantissa, scale, power| Decimal::new(mantissa, scale, power).map(|d| d.to_num(false));
        assert_eq!(num(15, 1, 6), Some(Num::Int(1_500_000)));
        assert_eq!(num(11, 1, 0), Some(Num::Float(1.1)));
        assert_eq!(num(1_000_001, 6, 6), Some(Num::Int(1_000_001)));
        assert_eq!(num(12_345, 4, 3), Some(Num::Float(1234.5)));
        assert_eq!(num(i64::MAX.into(), 0, 0), Some(Num::Int(i64::MAX)));
        assert_eq!(num(i128::from(i64::MAX) + 1, 0, 0), None);
        assert_eq!(num(10, 0, 18), None);
    }

    #[test]
    fn the_widest_numbers_compare_without_overflow() {
        let large = Decimal::new(i64::MAX.into(), 0, 0).expect("fits");
        let small = Decimal::new(1, MAX_SCALE, 0).expect("fits").less_a_tenth();
        assert!(small < large.more_by_a_tenth());
        assert!(large.less_a_tenth() < large);
    }
}
