//! Boxes of a column one below the other, each as near as it can be to where its edges want it.

/// A box of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// Its height.
    pub(super) height: f64,
    /// Where its middle would have to be for each of its edges to be straight.
    pub(super) wanted: Vec<f64>,
}

/// The middles of boxes that keep their order and a gap, between `top` and `bottom` where there is
/// room, at the least total distance from the wanted heights. A box that wants nothing follows
/// the one before it.
///
/// Isotonic regression in the 1-norm by pooling adjacent violators (Barlow and others, *Statistical
/// Inference under Order Restrictions*, 1972); a block lies at the median of what its boxes want,
/// so that at least one edge of it is straight. O(n · m log m) for n boxes with m wishes.
pub(super) fn stack(items: &[Item], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    struct Block {
        wanted: Vec<f64>,
        level: f64,
        count: usize,
    }
    // Heights are compared after what lies above a box is taken off.
    let mut above = Vec::with_capacity(items.len());
    let mut used = 0.0;
    for item in items {
        above.push(used + item.height / 2.0);
        used += item.height + gap;
    }
    let highest = top;
    let lowest = (bottom - (used - gap)).max(highest);
    let mut blocks: Vec<Block> = Vec::new();
    for (item, above) in items.iter().zip(&above) {
        let mut wanted: Vec<f64> = item.wanted.iter().map(|wanted| wanted - above).collect();
        wanted.sort_by(f64::total_cmp);
        let before = blocks.last().map_or(highest, |block| block.level);
        let level = median(&wanted).unwrap_or(before);
        blocks.push(Block {
            wanted,
            level,
            count: 1,
        });
        while let [.., first, second] = blocks.as_mut_slice() {
            if first.level <= second.level {
                break;
            }
            first.wanted.append(&mut second.wanted);
            first.wanted.sort_by(f64::total_cmp);
            first.level = median(&first.wanted).unwrap_or(first.level);
            first.count += second.count;
            blocks.pop();
        }
    }
    blocks
        .iter()
        .flat_map(|block| std::iter::repeat_n(block.level.clamp(highest, lowest), block.count))
        .zip(&above)
        .map(|(level, above)| level + above)
        .collect()
}

/// The lower median of sorted values.
fn median(sorted: &[f64]) -> Option<f64> {
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(height: f64, wanted: &[f64]) -> Item {
        Item {
            height,
            wanted: wanted.to_vec(),
        }
    }

    #[test]
    fn a_box_alone_stands_where_most_of_its_edges_are_straight() {
        let items = [item(20.0, &[50.0, 60.0, 200.0])];
        assert_eq!(stack(&items, 10.0, 0.0, 400.0), [60.0]);
    }

    #[test]
    fn boxes_that_want_the_same_place_share_it() {
        let items = [item(20.0, &[100.0]), item(20.0, &[100.0])];
        assert_eq!(stack(&items, 10.0, 0.0, 400.0), [70.0, 100.0]);
    }

    proptest! {
        #[test]
        fn boxes_never_overlap_and_stay_inside_where_they_fit(
            wishes in prop::collection::vec((5_u8..40, prop::collection::vec(0_u16..600, 0..5)), 1..15)
        ) {
            let items: Vec<_> = wishes
                .iter()
                .map(|(height, wanted)| Item {
                    height: f64::from(*height),
                    wanted: wanted.iter().map(|&wanted| f64::from(wanted)).collect(),
                })
                .collect();
            let middles = stack(&items, 8.0, 100.0, 900.0);
            for (at, pair) in middles.windows(2).enumerate() {
                let apart = f64::midpoint(items[at].height, items[at + 1].height) + 8.0;
                prop_assert!(pair[1] - pair[0] >= apart - 1e-6);
            }
            prop_assert!(middles[0] - items[0].height / 2.0 >= 100.0 - 1e-6);
            let last = items.len() - 1;
            prop_assert!(middles[last] + items[last].height / 2.0 <= 900.0 + 1e-6);
        }
    }
}
