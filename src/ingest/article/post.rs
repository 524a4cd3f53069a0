//! Quoted posts: `text — Display Name (@handle) 6 maart 2031`.

use super::{BlockKind, dates};

/// The post that ends with this line, if its end is a signature: a dash, a display name, a handle
/// in brackets, perhaps a date.
pub(super) fn signature(line: &str) -> Option<BlockKind> {
    let line = line.trim_end();
    let at = line.rfind("(@")?;
    let (handle, after) = line[at + 1..].split_once(')')?;
    let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    if handle.len() < 2 || !handle.chars().all(named) {
        return None;
    }
    let date = match after.trim() {
        "" => None,
        after => Some(dates::edtf(after)?),
    };
    let before = &line[..at];
    let dash = before
        .rfind(['—', '―', '–'])
        .or_else(|| before.rfind("--"))?;
    let author = before[dash..].trim_matches(|c: char| c.is_whitespace() || "—―–-".contains(c));
    (author.chars().count() <= 80).then(|| BlockKind::Post {
        author: (!author.is_empty()).then(|| author.to_owned()),
        handle: Some(handle.to_owned()),
        date,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(Option<&str>, &str, Option<&str>)>) {
        let post = expected.map(|(author, handle, date)| BlockKind::Post {
            author: author.map(str::to_owned),
            handle: Some(handle.to_owned()),
            date: date.map(str::to_owned),
        });
        assert_eq!(signature(line), post, "{line}");
    }

    #[test]
    fn signatures_are_read() {
        check(
            "🇳🇱 The ferry is not just late. — Kustwacht (@kustwacht) 9 maart 2031",
            Some((Some("Kustwacht"), "@kustwacht", Some("2031-03-09"))),
        );
        check(
            "Both are on board. — Ada van den Berg (@AdaBerg) March 6, 2031 ",
            Some((Some("Ada van den Berg"), "@AdaBerg", Some("2031-03-06"))),
        );
        check("Text — A – B (@a_b)", Some((Some("B"), "@a_b", None)));
        check("— (@kustwacht)", Some((None, "@kustwacht", None)));
    }

    #[test]
    fn a_handle_in_prose_is_no_signature() {
        check("Volgens Kustwacht (@kustwacht) stormt het.", None);
        check("Hij — de man van Kustwacht (@kustwacht) — zweeg", None);
        check("Kustwacht (@kustwacht) 9 maart 2031", None);
        check("Mail — naar (@ ) 2021", None);
        check("Een streep — en haakjes (ja)", None);
    }
}
