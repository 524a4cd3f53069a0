//! The order of events.

use std::cmp::Ordering;

use super::super::labels::When;

/// What the order of an event depends on.
#[derive(Debug, Clone)]
pub(super) struct Placed<'g> {
    /// Its id.
    pub(super) id: &'g str,
    /// When.
    pub(super) when: Option<When>,
    /// Events that it must follow on the same day: its whole, its causes.
    pub(super) after: Vec<usize>,
}

/// Places of the events in the order of pictures: by day, open starts before days before spans
/// before imprecise starts, then by id; on one day a part follows its whole and an effect its
/// cause. What has no date comes last. O(n log n + d² · causes) for d events on one day.
pub(super) fn order(events: &[Placed<'_>]) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..events.len()).collect();
    sorted.sort_by(|&a, &b| compare(&events[a], &events[b]));
    let day = |at: usize| events[at].when.map(When::day);
    let mut ordered = Vec::with_capacity(events.len());
    for same_day in sorted.chunk_by(|&a, &b| day(a) == day(b)) {
        let mut waiting = same_day.to_vec();
        while !waiting.is_empty() {
            let free = waiting.iter().position(|&at| {
                !events[at]
                    .after
                    .iter()
                    .any(|cause| *cause != at && waiting.contains(cause))
            });
            // Events that wait for each other in a circle come in their plain order.
            ordered.push(waiting.remove(free.unwrap_or(0)));
        }
    }
    ordered
}

fn compare(a: &Placed<'_>, b: &Placed<'_>) -> Ordering {
    let by_date = match (a.when, b.when) {
        (Some(a), Some(b)) => a.order(b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_date.then_with(|| a.id.cmp(b.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(events: &[(&str, &str, &[usize])], expected: &[&str]) {
        let placed: Vec<_> = events
            .iter()
            .map(|(id, date, after)| Placed {
                id,
                when: When::parse(date),
                after: after.to_vec(),
            })
            .collect();
        let ordered: Vec<_> = order(&placed).into_iter().map(|at| events[at].0).collect();
        assert_eq!(ordered, expected);
    }

    #[test]
    fn a_part_follows_its_whole_on_the_same_day_only() {
        check(
            &[
                ("troops", "2020-09-14", &[1]),
                ("exercise", "2020-09-14/2020-09-23", &[]),
                ("early", "2020-09-13", &[1]),
            ],
            &["early", "exercise", "troops"],
        );
    }

    #[test]
    fn a_circle_of_causes_does_not_hang_and_no_date_is_last() {
        check(
            &[
                ("b", "2020", &[1]),
                ("a", "2020", &[0]),
                ("c", "", &[]),
                ("d", "2020", &[]),
            ],
            &["d", "a", "b", "c"],
        );
    }
}
