//! "Did you mean": the candidate nearest to a mistyped word.

use super::fold;

/// The candidate that somebody who wrote `word` most likely meant, if any is near.
///
/// Both are folded first (case, accents and script do not count). Candidates are ranked by: equal
/// when folded; then by Damerau-Levenshtein distance, at most a third of the longer word and never
/// more than three; then one beginning with the other, from three characters on. Ties go to the
/// first in code-point order. Takes time proportional to the summed length of the candidates times
/// the length of the word; words of more than 64 characters have no neighbours but their equals.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(word);
    if wanted.is_empty() {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| Some((distance(&wanted, &fold(candidate))?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The longest word that distances are measured for, in bytes of the folded form.
const LONGEST: usize = 64;

/// How far apart two folded words are: the kind of likeness, then the size of the difference.
/// Nothing when they are not near.
fn distance(wanted: &str, candidate: &str) -> Option<(u8, usize)> {
    if wanted == candidate {
        return Some((0, 0));
    }
    let (short, long) = if wanted.len() < candidate.len() {
        (wanted, candidate)
    } else {
        (candidate, wanted)
    };
    if short.is_empty() || short.len() > LONGEST {
        return None;
    }
    let allowed = (long.len() / 3).min(3);
    if long.len() - short.len() <= allowed {
        let edits = strsim::damerau_levenshtein(wanted, candidate);
        if edits <= allowed {
            return Some((1, edits));
        }
    }
    (short.len() >= 3 && long.starts_with(short)).then(|| (2, long.len() - short.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(
            nearest(word, candidates.iter().copied()),
            expected,
            "{word}"
        );
    }

    #[test]
    fn a_slip_of_the_finger_is_found() {
        let actors = ["putin", "lukashenko", "lavrov", "makei", "belarus", "eu"];
        check("lukashenka", &actors, Some("lukashenko"));
        check("ptuin", &actors, Some("putin"));
        check("lavrof", &actors, Some("lavrov"));
        check("belaruss", &actors, Some("belarus"));
    }

    #[test]
    fn case_accents_and_script_do_not_count() {
        check("Лукашенко", &["putin", "lukashenko"], Some("lukashenko"));
        check("PÚTIN", &["pushin", "putin"], Some("putin"));
    }

    #[test]
    fn the_beginning_of_a_word_is_enough_from_three_letters_on() {
        check(
            "press",
            &["statement", "press-conference"],
            Some("press-conference"),
        );
        check("pr", &["statement", "press-conference"], None);
        check("meeting-in-moscow", &["meeting", "visit"], Some("meeting"));
    }

    #[test]
    fn nothing_is_near_what_is_far() {
        check("quartz", &["putin", "eu"], None);
        check("us", &["eu"], None);
        check("", &["eu"], None);
        check("!!", &["eu", "??"], None);
        check("eu", &[], None);
    }

    #[test]
    fn ties_go_to_the_first_in_code_point_order() {
        check("makel", &["maken", "makei", "makes"], Some("makei"));
    }

    #[test]
    fn the_word_itself_is_no_suggestion() {
        check("makei", &["makei", "makej"], Some("makej"));
    }

    #[test]
    fn a_very_long_word_costs_nothing() {
        let long = "a".repeat(1 << 20);
        let longer = format!("{long}b");
        check(&long, &[longer.as_str()], None);
    }
}
