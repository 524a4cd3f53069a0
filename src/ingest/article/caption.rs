//! Captions: what stands under a picture, with its credit.

use super::BlockKind;

/// Words that begin a credit. Some may stand without a colon: "Beeld ANP", "Foto Kust.example".
const MARKERS: [&str; 20] = [
    "beeld",
    "foto",
    "foto's",
    "foto’s",
    "fotografie",
    "screenshot",
    "illustratie",
    "tekening",
    "cartoon",
    "still",
    "video",
    "photo",
    "photos",
    "photograph",
    "photography",
    "image",
    "images",
    "picture",
    "illustration",
    "credit",
];

/// Small words within the name of who is credited.
const JOINTS: [&str; 24] = [
    "van",
    "de",
    "der",
    "den",
    "het",
    "von",
    "via",
    "door",
    "voor",
    "by",
    "from",
    "for",
    "of",
    "the",
    "and",
    "en",
    "und",
    "courtesy",
    "uit",
    "ter",
    "archief",
    "illustratie",
    "file",
    "courtesy",
];

/// A caption longer than this is prose.
const LONGEST: usize = 600;

/// The caption that this line is, if its end is a credit or its beginning the name of a picture's
/// file. `line` may be several lines of which the last has the credit.
pub(super) fn caption(line: &str) -> Option<BlockKind> {
    let line = line.trim();
    if line.len() > LONGEST {
        return None;
    }
    match credit(line) {
        Some(Credit::Of(name)) => return Some(BlockKind::Caption { credit: Some(name) }),
        Some(Credit::OfNobody) => return Some(BlockKind::Caption { credit: None }),
        None => {}
    }
    is_file_name(line).then_some(BlockKind::Caption { credit: None })
}

/// "screen shot 03 05 31 at 11.20 am", `IMG_2031`: what a picture's file is called.
pub(super) fn is_file_name(line: &str) -> bool {
    let line = line.trim();
    let lower = line
        .get(..24.min(line.len()))
        .unwrap_or(line)
        .to_lowercase();
    let named = [
        "screen shot ",
        "screenshot ",
        "schermafbeelding ",
        "schermopname ",
        "img_",
        "dsc_",
        "img-",
    ]
    .iter()
    .filter_map(|name| lower.strip_prefix(name))
    .any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    named && line.len() < 80 && !line.contains('\n')
}

/// The end of a caption.
enum Credit {
    Of(String),
    /// "Beeld ter illustratie".
    OfNobody,
}

/// The credit at the end of a line.
fn credit(line: &str) -> Option<Credit> {
    if let Some(at) = line.rfind('©') {
        return name(&line[at + '©'.len_utf8()..], true);
    }
    let tail = line.ceil_char_boundary(line.len().saturating_sub(120));
    let starts = line[tail..].char_indices().filter_map(|(at, c)| {
        let at = tail + at;
        let first = line[..at]
            .chars()
            .next_back()
            .is_none_or(|b| !b.is_alphanumeric());
        (c.is_alphabetic() && first).then_some(at)
    });
    for at in starts {
        let word_end = line[at..]
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
            .map_or(line.len(), |len| at + len);
        let word = &line[at..word_end];
        if !MARKERS
            .iter()
            .any(|marker| marker.eq_ignore_ascii_case(word))
        {
            continue;
        }
        let before = line[..at].trim_end();
        let opens = before.is_empty()
            || before.ends_with([
                '.', '!', '?', '…', ')', '(', '[', ']', '|', '/', '–', '—', '"', '”', '’', '\'',
                '\n',
            ]);
        let rest = &line[word_end..];
        let colon = rest.trim_start().starts_with(':');
        // "Foto" in the middle of a sentence is a word like any other.
        if (opens && word.starts_with(char::is_uppercase)) || colon {
            let rest = rest.trim_start().trim_start_matches(':');
            if let Some(credit) = name(rest, colon) {
                return Some(credit);
            }
        }
    }
    None
}

/// The name after a credit's first word. A colon lets it end in a full stop.
fn name(rest: &str, colon: bool) -> Option<Credit> {
    let mut rest = rest.trim().trim_end_matches([')', ']']).trim_end();
    if colon {
        rest = rest.trim_end_matches('.');
    }
    if rest.is_empty() || rest.ends_with(['.', '!', '?', ':', ',', ';']) {
        return None;
    }
    let lower = rest.to_lowercase();
    if lower.starts_with("ter illustratie")
        || lower.starts_with("uit archief")
        || lower == "archief"
    {
        return Some(Credit::OfNobody);
    }
    let words = rest.split_whitespace();
    let is_name = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "/|&@©-–(".contains(c))
            || word.contains('.')
            || JOINTS.contains(&word)
    };
    let count = words.clone().count();
    let named = count <= 10 && words.clone().all(is_name);
    if !named && (!colon || count > 6) {
        return None;
    }
    let mut name = rest;
    for joint in ["van ", "door ", "by ", "from ", "via ", "of ", "uit "] {
        name = name.strip_prefix(joint).unwrap_or(name);
    }
    Some(Credit::Of(name.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `None` is no caption, `Some("")` one without credit.
    fn check(line: &str, expected: Option<&str>) {
        let expected = expected.map(|credit| BlockKind::Caption {
            credit: (!credit.is_empty()).then(|| credit.to_owned()),
        });
        assert_eq!(caption(line), expected, "{line}");
    }

    #[test]
    fn credits_run_to_the_end_of_the_line() {
        check(
            "De reder (boven) en zijn schip (onder). Beeld ANP",
            Some("ANP"),
        );
        check(
            "De kade in maart. Beeld Ada Berg/Kustbode/NOORD PHOTOS",
            Some("Ada Berg/Kustbode/NOORD PHOTOS"),
        );
        check(
            "3порт лодкаDe veerboot bij windkracht negen. Foto Veer.ee",
            Some("Veer.ee"),
        );
        check(
            "screen shot 03 05 31 at 11.20 am\nDe reder: 'Klaar'. Screenshot van Kust 7",
            Some("Kust 7"),
        );
        check("Het Kremlin (foto: Reuters)", Some("Reuters"));
        check("Foto: ANP / Jan de Vries.", Some("ANP / Jan de Vries"));
        check(
            "President Putin in Sochi. Photo by Alexei Druzhinin",
            Some("Alexei Druzhinin"),
        );
        check("Poetin in Sotsji © AP", Some("AP"));
        check("Foto AFP", Some("AFP"));
    }

    #[test]
    fn a_credit_may_name_nobody() {
        check("De haven bij avond. Beeld ter illustratie", Some(""));
        check("De oude kade. Foto uit archief", Some(""));
        check("screen shot 03 05 31 at 11.20 am", Some(""));
    }

    #[test]
    fn prose_about_pictures_is_no_caption() {
        check("Op de foto staat Poetin", None);
        check(
            "Hij liet het beeld zien. Foto's toonden dat Poetin er was.",
            None,
        );
        check("Beeld van Poetin kantelt in Europa", None);
        check("De reder lachte. Video toont hoe hij vertrok", None);
        check("screenshots zijn verboden", None);
        check(
            &format!("{} Beeld AFP", "Een lange alinea. ".repeat(50)),
            None,
        );
    }
}
