//! Decimal numbers as fractions.

/// A number as a fraction, for exact arithmetic with durations.
///
/// A float counts as the shortest decimal that reads as it, of which 18 digits behind the point are
/// kept: 0.1 is a tenth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    pub(super) numerator: i128,
    /// Positive.
    pub(super) denominator: i128,
}

impl Ratio {
    /// Most digits behind the point.
    const MAX_DIGITS: i32 = 18;

    /// A whole number.
    pub fn of_int(int: i64) -> Self {
        Self {
            numerator: int.into(),
            denominator: 1,
        }
    }

    /// A float; `None` if it is NaN, infinite or beyond 18 digits before the point.
    pub fn of_float(float: f64) -> Option<Self> {
        if !float.is_finite() {
            return None;
        }
        let text = format!("{float:e}");
        let (mantissa, exponent) = text.split_once('e')?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let point = i32::try_from(fraction.len()).ok()? - exponent.parse::<i32>().ok()?;
        if point <= 0 {
            return (-point <= 18).then(|| Self {
                numerator: digits * power_of_ten(-point),
                denominator: 1,
            });
        }
        let dropped = (point - Self::MAX_DIGITS).max(0);
        let numerator = if dropped > 30 {
            0
        } else {
            digits / power_of_ten(dropped)
        };
        Some(Self {
            numerator,
            denominator: power_of_ten(point - dropped),
        })
    }

    /// A decimal of digits before and behind the point; `None` without digits before it, and
    /// beyond 19 of them, which hold every 64-bit integer.
    pub(super) fn of_decimal(negative: bool, whole: &str, fraction: &str) -> Option<Self> {
        if whole.is_empty() || whole.len() > 19 {
            return None;
        }
        let fraction = &fraction[..fraction.len().min(18)];
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        Some(Self {
            numerator: if negative { -digits } else { digits },
            denominator: power_of_ten(i32::try_from(fraction.len()).ok()?),
        })
    }

    /// One by the number; `None` for zero. It is no decimal any more.
    pub(super) fn inverse(self) -> Option<Self> {
        if self.numerator == 0 {
            return None;
        }
        Some(Self {
            numerator: self.denominator * self.numerator.signum(),
            denominator: self.numerator.abs(),
        })
    }

    /// The sum of decimals, each times a whole factor, over 10¹⁸; `None` if it overflows.
    pub(super) fn sum(terms: &[(Self, i64)]) -> Option<Self> {
        let denominator = power_of_ten(Self::MAX_DIGITS);
        let mut numerator = 0_i128;
        for (ratio, factor) in terms {
            // The denominators of decimals are powers of ten, none larger than the common one.
            let scaled = ratio
                .numerator
                .checked_mul(denominator / ratio.denominator)?
                .checked_mul((*factor).into())?;
            numerator = numerator.checked_add(scaled)?;
        }
        Some(Self {
            numerator,
            denominator,
        })
    }
}

fn power_of_ten(exponent: i32) -> i128 {
    10_i128.pow(exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_the_decimals_they_read_as() {
        let check = |float: f64, numerator: i128, denominator: i128| {
            let expected = Ratio {
                numerator,
                denominator,
            };
            assert_eq!(Ratio::of_float(float), Some(expected));
        };
        check(0.1, 1, 10);
        check(-12.5, -125, 10);
        check(1e18, 1_000_000_000_000_000_000, 1);
        check(1e-300, 0, 1_000_000_000_000_000_000);
        assert_eq!(Ratio::of_float(1e300), None);
        assert_eq!(Ratio::of_float(f64::NAN), None);
        assert_eq!(Ratio::of_float(f64::NEG_INFINITY), None);
    }
}
