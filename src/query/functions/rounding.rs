//! Rounding of decimals: a float counts as the shortest decimal that reads as it, so that 1.005
//! is halfway between 1.00 and 1.01.

/// Where to round to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards infinity.
    Ceiling,
    /// Towards minus infinity.
    Floor,
    /// To the nearest, halves away from zero.
    HalfUp,
    /// To the nearest, halves towards zero.
    HalfDown,
    /// To the nearest, halves to the even digit.
    HalfEven,
}

impl Mode {
    pub(super) fn find(name: &str) -> Option<Self> {
        const MODES: [(&str, Mode); 7] = [
            ("UP", Mode::Up),
            ("DOWN", Mode::Down),
            ("CEILING", Mode::Ceiling),
            ("FLOOR", Mode::Floor),
            ("HALF_UP", Mode::HalfUp),
            ("HALF_DOWN", Mode::HalfDown),
            ("HALF_EVEN", Mode::HalfEven),
        ];
        MODES
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, mode)| mode)
    }

    /// Whether the digits kept grow by one unit, given those dropped.
    fn grows(self, negative: bool, kept_odd: bool, dropped: &[u8]) -> bool {
        let nothing = dropped.iter().all(|&digit| digit == b'0');
        if nothing {
            return false;
        }
        let exactly_half = dropped[0] == b'5' && dropped[1..].iter().all(|&digit| digit == b'0');
        let over_half = dropped[0] >= b'5' && !exactly_half;
        match self {
            Self::Up => true,
            Self::Down => false,
            Self::Ceiling => !negative,
            Self::Floor => negative,
            Self::HalfUp => over_half || exactly_half,
            Self::HalfDown => over_half,
            Self::HalfEven => over_half || (exactly_half && kept_odd),
        }
    }
}

/// Rounds to so many digits behind the point.
pub(super) fn round(float: f64, digits: usize, mode: Mode) -> f64 {
    if !float.is_finite() {
        return float;
    }
    // `{}` never uses an exponent.
    let text = format!("{}", float.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if fraction.len() <= digits {
        return float;
    }
    let (kept, dropped) = fraction.split_at(digits);
    let mut number: Vec<u8> = format!("0{whole}{kept}").into_bytes();
    let odd = number.last().is_some_and(|digit| digit % 2 == 1);
    if mode.grows(float.is_sign_negative(), odd, dropped.as_bytes()) {
        for digit in number.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                break;
            }
        }
    }
    number.insert(number.len() - digits, b'.');
    let rounded = String::from_utf8(number)
        .ok()
        .and_then(|text| text.trim_end_matches('.').parse::<f64>().ok())
        .unwrap_or(float.abs());
    rounded.copysign(float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_round_as_they_are_written() {
        let check = |float: f64, digits, mode: &str, expected: f64| {
            let mode = Mode::find(mode).unwrap();
            assert_eq!(round(float, digits, mode).to_bits(), expected.to_bits());
        };
        check(1.005, 2, "HALF_UP", 1.01);
        check(-1.005, 2, "half_down", -1.0);
        check(2.5, 0, "HALF_EVEN", 2.0);
        check(3.5, 0, "HALF_EVEN", 4.0);
        check(9.99, 1, "UP", 10.0);
        check(-1.21, 1, "CEILING", -1.2);
        check(-1.21, 1, "FLOOR", -1.3);
        check(1e300, 3, "UP", 1e300);
        check(5e-324, 2, "UP", 0.01);
        check(0.3, 400, "UP", 0.3);
        check(f64::INFINITY, 1, "UP", f64::INFINITY);
    }
}
