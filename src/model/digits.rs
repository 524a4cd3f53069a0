//! Whole numbers and days as digits, appended to bytes without a text in between: exports write
//! millions of them.

use super::date::Day;

/// Appends a whole number.
pub fn write_int(bytes: &mut Vec<u8>, int: i64) {
    if int < 0 {
        bytes.push(b'-');
    }
    write_unsigned(bytes, int.unsigned_abs());
}

/// Appends a whole number that is not negative.
pub fn write_unsigned(bytes: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = digit(rest);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    bytes.extend_from_slice(&digits[at..]);
}

/// Appends a day as its `Display` shows it: in ISO 8601.
pub fn write_day(bytes: &mut Vec<u8>, day: Day) {
    let (year, month, date) = day.ymd();
    let Some(year) = u64::try_from(year).ok().filter(|year| *year <= 9999) else {
        bytes.extend_from_slice(day.to_string().as_bytes());
        return;
    };
    let (month, date) = (u64::from(month), u64::from(date));
    bytes.extend_from_slice(&[
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(date / 10),
        digit(date),
    ]);
}

/// The last digit of a number.
fn digit(number: u64) -> u8 {
    b'0' + (number % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_ordinary_way() {
        for int in [0, 7, -1, 10, 1234, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            write_int(&mut bytes, int);
            assert_eq!(String::from_utf8(bytes).unwrap(), int.to_string());
        }
        for (year, month, date) in [
            (2021, 9, 14),
            (0, 1, 1),
            (9999, 12, 31),
            (12345, 6, 7),
            (-44, 3, 15),
        ] {
            let day = Day::from_ymd(year, month, date);
            let mut bytes = Vec::new();
            write_day(&mut bytes, day);
            assert_eq!(String::from_utf8(bytes).unwrap(), day.to_string());
        }
    }
}
